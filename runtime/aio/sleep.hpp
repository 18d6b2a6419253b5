// aio::sleep: gives way for a span of time.
//
// sleep(0) gives way once: everything that is ready runs before this task goes on.
// Python: asyncio.sleep.  Lesson: lessons/02_task.
// Thread rule: the loop's thread.
//
//   co_await aio::sleep(300ms)     co_await aio::sleep(0.3)     co_await aio::sleep(0)
//   REQUIRES  inside a task; not a number: std::invalid_argument
//   SWITCHES  always
//   CANCEL    disarms the timer; CancelledError on the next turn
//   WAKES     this task: on the next turn for 0; otherwise one turn after the timer fired
#pragma once
#include "aio/task.hpp"
#include "aio/timer_heap.hpp"

#include <chrono>
#include <coroutine>
#include <source_location>
#include <string>

namespace aio {

struct Sleep {
    explicit Sleep(Duration span) noexcept : delay(span) {}
    Duration delay;
};

[[nodiscard("a sleep that nobody awaits does nothing")]] inline Sleep sleep(Duration delay) { return Sleep(delay); }
namespace detail {
Sleep sleep_seconds(double seconds);
}
[[nodiscard("a sleep that nobody awaits does nothing")]] inline Sleep sleep(double seconds) {
    return seconds <= 0 ? Sleep(Duration::zero()) : detail::sleep_seconds(seconds);
}

namespace detail {

class SleepAwaiter final : public TimerNode, public Waitable {
public:
    explicit SleepAwaiter(Duration delay) noexcept { due_ = delay; }  // until it is armed

    ~SleepAwaiter() {
        if (armed() || place() != Place::nowhere) [[unlikely]]
            leave();
    }

    bool await_ready() const noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        PromiseBase& promise = handle.promise();
        task_ = promise.task();
        if (due_ <= Duration::zero()) {
            task_->yield(promise);
        } else {
            start(promise);
        }
    }
    void await_resume() {
        if (flags_ & kCancelled) [[unlikely]]
            task_->throw_cancelled();
        task_->resumed();
    }

    void run(EventLoop& loop) override;  // the timer is due
    bool cancel_wait(const std::string& message) override;

private:
    static constexpr std::uint8_t kCancelled = 1;
    static constexpr std::uint8_t kOver = 2;  // the task is ready again
    void start(PromiseBase& promise);
    void leave() noexcept;

    TaskBase* task_ = nullptr;
};

inline SleepAwaiter make_awaiter(const Sleep& sleep, const std::source_location&) { return SleepAwaiter(sleep.delay); }

}  // namespace detail

using detail::make_awaiter;  // found through Sleep's namespace

}  // namespace aio
