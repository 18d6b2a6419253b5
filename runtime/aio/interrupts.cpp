#include "aio/interrupts.hpp"

#include "aio/errors.hpp"
#include "aio/loop.hpp"
#include "aio/outside.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <thread>
#include <utility>

namespace aio::detail {
namespace {

// What a signal handler may touch: atomics without locks, and a pipe. They are never freed, because
// the handler may still run on another thread while the run ends.
std::atomic<int> times_pressed{0};
static_assert(std::atomic<int>::is_always_lock_free);
std::atomic<bool> taken_over{false};

struct Pipe {
    Pipe() {
        if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
            throw std::system_error(errno, std::generic_category(), "a pipe for Ctrl-C");
        }
    }
    int ends[2]{};
};

Pipe& pipe_to_loop() {
    static Pipe pipe;
    return pipe;
}

std::atomic<int> write_end{-1};

void on_signal(int number) {
    const int error = errno;
    if (times_pressed.fetch_add(1) > 0) {
        std::signal(number, SIG_DFL);
        std::raise(number);
    }
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(write_end.load(), &byte, 1);
    errno = error;
}

// The thread that initializes globals is the one that main() runs on.
const std::thread::id main_thread = std::this_thread::get_id();

bool left_alone() {
    struct sigaction now{};
    return ::sigaction(SIGINT, nullptr, &now) == 0 && (now.sa_flags & SA_SIGINFO) == 0 && now.sa_handler == SIG_DFL;
}

void install() {
    struct sigaction action{};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, nullptr);
}

}  // namespace

int Interrupts::descriptor() { return pipe_to_loop().ends[0]; }

Interrupts::Interrupts(EventLoop& loop, AnyTask main, bool wanted) : loop_(loop), main_(std::move(main)) {
    if (!wanted || loop.control() != nullptr || std::this_thread::get_id() != main_thread || !left_alone()) return;
    write_end = pipe_to_loop().ends[1];
    times_pressed = 0;
    char old[16];
    while (::read(descriptor(), old, sizeof old) > 0) continue;  // of a run before
    install();
    taken_over = installed_ = true;
    loop_.outside().set_interrupts(this);
}

Interrupts::~Interrupts() {
    if (!installed_) return;
    loop_.outside().set_interrupts(nullptr);
    taken_over = false;
    struct sigaction now{};
    ::sigaction(SIGINT, nullptr, &now);
    if (now.sa_handler == on_signal) std::signal(SIGINT, SIG_DFL);
}

bool Interrupts::is_stale(const struct sigaction& action) noexcept {
    return action.sa_handler == on_signal && !taken_over;
}

bool Interrupts::pending() const noexcept { return !delivered_ && times_pressed.load(std::memory_order_relaxed) > 0; }

void Interrupts::deliver() {
    delivered_ = true;
    char byte[16];
    while (::read(descriptor(), byte, sizeof byte) > 0) continue;
    main_.cancel("Ctrl-C");
}

void Interrupts::check() {
    if (delivered_ && main_.cancelled() && main_.uncancel() == 0) throw Interrupted();
}

}  // namespace aio::detail
