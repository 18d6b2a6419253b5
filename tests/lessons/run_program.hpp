// Runs a program to its end and keeps what it wrote.
#pragma once
#include <string>
#include <vector>

namespace lessons {

struct Finished {
    int status = -1;  // exit status; 128 + signal if a signal ended it
    std::string out;
    std::string err;
};

// `keep_open`: a descriptor that the program inherits under its number; -1: none.
Finished run_program(const std::vector<std::string>& words, int keep_open = -1);

// The same, and gone on with while it runs.
class Running {
public:
    Running(const std::vector<std::string>& words, int keep_open);
    ~Running();
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    Finished wait();

private:
    int process_ = -1;
    int out_ = -1;  // files, so that nobody has to read while it runs
    int err_ = -1;
};

}  // namespace lessons
