// Process: a child that cannot outlive this process, and what it left to say.
//
// Thread rule: one thread. The child dies when the thread that started it ends.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace viz {

class Process {
public:
    struct Streams {
        int inherited = -1;        // a descriptor that it gets, under the same number; at least 3
        bool keep_output = false;  // its stdout is ours; else it goes nowhere
        bool keep_errors = false;  // its stderr is ours; else the last few kilobytes are kept here
    };
    // Starts `program`; its input is empty. Never throws: see error().
    Process(const std::filesystem::path& program, const std::vector<std::string>& arguments, Streams streams);
    ~Process();  // kills it
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    const std::string& error() const { return error_; }  // why it could not be started, "" if it was
    // Reads what it said and whether it ended; true if anything is new. Never waits.
    bool poll();
    // Waits for its end, at most so long; true if it has ended. For an end that is known to be near.
    bool wait_end(int milliseconds);
    void kill();  // at once; returns when it is gone

    bool ended() const { return ended_; }
    int signal() const { return signal_; }  // that ended it, 0: none
    int status() const { return status_; }  // its exit status, when no signal ended it
    // The last line that it wrote to its stderr, "" if none.
    std::string last_words() const;

    // Descriptors that become readable when there is something to poll; -1: none.
    int errors_descriptor() const { return errors_; }
    int end_descriptor() const { return end_; }

private:
    void read_errors();
    void note_end(int wait_status);

    std::string error_;
    pid_t pid_ = -1;
    int errors_ = -1;
    int end_ = -1;
    std::string said_;
    bool ended_ = false;
    int signal_ = 0;
    int status_ = 0;
};

// "segmentation fault"; "signal 77" for one without a name.
std::string signal_name(int signal);
// Whether a signal says that the program itself went wrong, and not that somebody ended it.
bool is_crash(int signal);

}  // namespace viz
