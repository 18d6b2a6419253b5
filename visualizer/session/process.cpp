#include "session/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace viz {
namespace {

constexpr std::size_t kKeptErrors = 4096;

// What the child does between fork and exec. This process has threads (the driver's, the
// display's), so only calls that POSIX names async-signal-safe are made here: no memory is taken.
[[noreturn]] void become(char** arguments, Process::Streams streams, int nothing, int errors, int report,
                         pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);  // the parent was gone before the line above
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int ignored : {SIGPIPE, SIGINT, SIGTERM}) std::signal(ignored, SIG_DFL);

    bool ready = ::dup2(nothing, STDIN_FILENO) >= 0 && ::fcntl(streams.inherited, F_SETFD, 0) == 0;
    if (!streams.keep_output) ready = ready && ::dup2(nothing, STDOUT_FILENO) >= 0;
    if (!streams.keep_errors) ready = ready && ::dup2(errors, STDERR_FILENO) >= 0;
    if (ready) ::execv(arguments[0], arguments);
    const int why = errno;
    [[maybe_unused]] const ssize_t told = ::write(report, &why, sizeof why);
    ::_exit(127);
}

void close_one(int& descriptor) {
    if (descriptor >= 0) ::close(descriptor);
    descriptor = -1;
}

}  // namespace

Process::Process(const std::filesystem::path& program, const std::vector<std::string>& arguments, Streams streams) {
    const std::string path = program.string();
    std::vector<char*> words{const_cast<char*>(path.c_str())};
    for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);

    int report[2] = {-1, -1};  // closed by a successful exec, else tells errno
    int errors[2] = {-1, -1};
    int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing >= 0 && ::pipe2(report, O_CLOEXEC) == 0 && ::pipe2(errors, O_CLOEXEC) == 0) {
        const pid_t parent = ::getpid();
        pid_ = ::fork();
        if (pid_ == 0) become(words.data(), streams, nothing, errors[1], report[1], parent);
    }
    const int why_no_fork = errno;
    close_one(nothing);
    close_one(report[1]);
    close_one(errors[1]);
    errors_ = errors[0];
    if (pid_ < 0) {
        ended_ = true;
        error_ = std::string("No other process can be started (") + std::strerror(why_no_fork) + ").";
    } else {
        int why = 0;
        ssize_t got = 0;
        do got = ::read(report[0], &why, sizeof why);
        while (got < 0 && errno == EINTR);
        if (got == static_cast<ssize_t>(sizeof why)) {
            error_ = "The program " + path + " cannot be started (" + std::strerror(why) + ").";
            kill();
        }
    }
    close_one(report[0]);
    if (errors_ >= 0) ::fcntl(errors_, F_SETFL, O_NONBLOCK);
#ifdef SYS_pidfd_open
    if (!ended_) end_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
#endif
}

Process::~Process() {
    kill();
    close_one(errors_);
    close_one(end_);
}

bool Process::poll() {
    const bool was_over = ended_ && errors_ < 0;
    const std::size_t had = said_.size();
    int wait_status = 0;
    bool news = false;
    if (!ended_ && ::waitpid(pid_, &wait_status, WNOHANG) == pid_) {
        note_end(wait_status);
        news = true;
    }
    // After the look at its end, so that an ended child's last words are all there.
    read_errors();
    return !was_over && (news || said_.size() != had);
}

bool Process::wait_end(int milliseconds) {
    if (!ended_ && end_ >= 0) {
        pollfd waited{end_, POLLIN, 0};
        ::poll(&waited, 1, milliseconds);
    }
    poll();
    return ended_;
}

void Process::kill() {
    if (ended_) return;
    ::kill(pid_, SIGKILL);
    int wait_status = 0;
    pid_t got = 0;
    do got = ::waitpid(pid_, &wait_status, 0);
    while (got < 0 && errno == EINTR);
    note_end(got == pid_ ? wait_status : 0);
    read_errors();
}

void Process::note_end(int wait_status) {
    ended_ = true;
    if (WIFSIGNALED(wait_status)) signal_ = WTERMSIG(wait_status);
    if (WIFEXITED(wait_status)) status_ = WEXITSTATUS(wait_status);
}

void Process::read_errors() {
    // A child that floods its stderr must not hold up a frame.
    for (int reads = 0; errors_ >= 0 && reads < 64; ++reads) {
        std::array<char, 4096> some;
        const ssize_t got = ::read(errors_, some.data(), some.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
        if (got <= 0) return close_one(errors_);
        said_.append(some.data(), static_cast<std::size_t>(got));
        if (said_.size() > kKeptErrors) said_.erase(0, said_.size() - kKeptErrors);
    }
}

std::string Process::last_words() const {
    const std::size_t end = said_.find_last_not_of(" \t\r\n");
    if (end == std::string::npos) return {};
    const std::size_t newline = said_.find_last_of('\n', end);
    return said_.substr(newline == std::string::npos ? 0 : newline + 1,
                        end - (newline == std::string::npos ? 0 : newline + 1) + 1);
}

std::string signal_name(int signal) {
    switch (signal) {
        case SIGSEGV:
            return "segmentation fault";
        case SIGABRT:
            return "abort";
        case SIGFPE:
            return "arithmetic error";
        case SIGILL:
            return "illegal instruction";
        case SIGBUS:
            return "bus error";
        case SIGTRAP:
            return "trap";
        case SIGKILL:
            return "killed";
        case SIGTERM:
            return "terminated";
        case SIGINT:
            return "interrupted";
        case SIGHUP:
            return "hung up";
        case SIGXCPU:
            return "out of processor time";
        default:
            return "signal " + std::to_string(signal);
    }
}

bool is_crash(int signal) {
    const std::array crashes{SIGSEGV, SIGABRT, SIGFPE, SIGILL, SIGBUS, SIGTRAP, SIGSYS};
    return std::find(crashes.begin(), crashes.end(), signal) != crashes.end();
}

}  // namespace viz
