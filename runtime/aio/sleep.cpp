#include "aio/sleep.hpp"

#include "aio/loop.hpp"

#include <cmath>
#include <stdexcept>

namespace aio {

Sleep detail::sleep_seconds(double seconds) {
    if (std::isnan(seconds)) throw std::invalid_argument("sleep: the delay is not a number (NaN)");
    // Beyond this many seconds nanoseconds overflow; 292 years are for ever.
    constexpr double kLongest = 9.2e9;
    if (seconds >= kLongest) return Sleep(Duration::max());
    return Sleep(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)));
}

namespace detail {

void SleepAwaiter::leave() noexcept { task_->loop().disarm(*this); }

void SleepAwaiter::start(PromiseBase& promise) {
    EventLoop& loop = task_->loop();
    loop.arm(*this, deadline(loop.time(), due_), "sleep");
    task_->suspend_on(promise, *this, loopscope::WaitReason::sleep, id());
}

void SleepAwaiter::run(EventLoop& loop) {
    flags_ |= kOver;
    loop.make_ready(*task_, loopscope::WakeReason::timer, loop.activity());
}

bool SleepAwaiter::cancel_wait(const std::string& message) {
    if (flags_ & (kOver | kCancelled)) return false;
    EventLoop& loop = task_->loop();
    loop.disarm(*this);
    flags_ |= kCancelled;
    task_->set_cancel_message(message);
    loop.make_ready(*task_, loopscope::WakeReason::cancelled, loop.activity());
    return true;
}

}  // namespace detail
}  // namespace aio
