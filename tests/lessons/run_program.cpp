#include "lessons/run_program.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace lessons {
namespace {

// A file without a name: it is gone with its last descriptor.
int scratch_file() {
    char name[] = "/tmp/loopscope-test-XXXXXX";
    const int file = ::mkstemp(name);
    if (file < 0) throw std::runtime_error("cannot make a scratch file in /tmp");
    ::unlink(name);
    return file;
}

std::string content(int file) {
    std::string text;
    char buffer[4096];
    ::lseek(file, 0, SEEK_SET);
    for (ssize_t count = 0; (count = ::read(file, buffer, sizeof buffer)) > 0;) {
        text.append(buffer, static_cast<std::size_t>(count));
    }
    return text;
}

}  // namespace

Running::Running(const std::vector<std::string>& words, int keep_open) : out_(scratch_file()), err_(scratch_file()) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    process_ = ::fork();
    if (process_ < 0) throw std::runtime_error("cannot start a process");
    if (process_ > 0) return;
    ::dup2(out_, STDOUT_FILENO);
    ::dup2(err_, STDERR_FILENO);
    if (keep_open >= 0) ::fcntl(keep_open, F_SETFD, 0);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

Running::~Running() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    ::close(out_);
    ::close(err_);
}

Finished Running::wait() {
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), content(out_), content(err_)};
}

Finished run_program(const std::vector<std::string>& words, int keep_open) { return Running(words, keep_open).wait(); }

}  // namespace lessons
