// aio::RateLimiter: at most so many within any span of time.
//
// A sliding window: an acquire() is let through when fewer than `limit` were let through in
// the span that ends now. Whoever comes too early waits in line, first come, first served,
// and is woken by a timer as soon as the oldest one leaves the window.
//
//   aio::RateLimiter limiter(10, 1s);            ten in any one second
//   co_await limiter.acquire();  ... the request ...
//
// Python: aiolimiter; a deque of times that everybody writes.  Lesson: lessons/09_semaphore.
// Thread rule: the loop's thread.
//
//   co_await limiter.acquire()
//   REQUIRES  inside a task of the limiter's loop (UsageError)
//   SWITCHES  only if the window is full, or others wait
//   CANCEL    leaves the line; a place in the window that was on its way goes to the next in line
//   WAKES     nobody. A timer wakes those in line when there is room for them
#pragma once
#include "aio/coro.hpp"
#include "aio/primitive.hpp"
#include "aio/timer_heap.hpp"

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <source_location>
#include <string_view>

namespace aio {

class RateLimiter;

namespace detail {
struct RateAcquire {
    explicit RateAcquire(RateLimiter& of) noexcept : limiter(of) {}
    RateLimiter& limiter;
};
class RateAwaiter;
}  // namespace detail

class RateLimiter : public detail::Primitive {
public:
    // std::invalid_argument if limit is 0 or the span is not longer than nothing.
    RateLimiter(std::size_t limit, Duration span, std::string_view name = {},
                std::source_location where = std::source_location::current());
    ~RateLimiter() override;

    [[nodiscard("nothing is acquired until this is awaited: co_await it")]] detail::RateAcquire acquire() noexcept {
        return detail::RateAcquire(*this);
    }
    // At once, or not at all.
    bool try_acquire(std::source_location where = std::source_location::current());

    struct Statistics {
        std::size_t limit = 0;
        Duration span{};
        std::size_t in_window = 0;  // let through in the span that ends now
        std::size_t waiting = 0;    // tasks in line
        std::uint64_t acquired = 0;
        std::uint64_t delayed = 0;  // those of them that had to wait
        Duration waited{};          // all that they waited, together
    };
    Statistics statistics() const;

private:
    friend class detail::RateAwaiter;

    Duration now() const noexcept;
    void slide();
    bool has_room() const noexcept { return times_.size() < limit_; }
    bool pass();
    void serve();
    void set_alarm();
    void give_back(Duration time);
    void tell_free();
    void tell_start() override;

    std::size_t limit_;
    Duration span_;
    std::deque<Duration> times_;  // of those in the window, oldest first
    std::uint64_t clock_ = 0;     // the number of the loop whose time that is
    detail::WaiterList line_;     // of RateAwaiters
    detail::Alarm<RateLimiter, &RateLimiter::serve> alarm_{*this};
    std::uint64_t acquired_ = 0;
    std::uint64_t delayed_ = 0;
    Duration waited_{};
};

namespace detail {

class RateAwaiter final : public Waiter {
public:
    RateAwaiter(RateLimiter& limiter, const std::source_location& where) : limiter_(limiter), where_(where) {
        limiter.enter(where);
    }
    bool await_ready() {
        if (!limiter_.pass()) return false;
        limiter_.tell_passed(loopscope::WaitReason::acquire, where_);
        return true;
    }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        since_ = limiter_.now();
        wait(handle.promise(), limiter_.line_, limiter_, loopscope::WaitReason::acquire);
        limiter_.set_alarm();
    }
    void await_resume() {
        if (has_waited()) resume();
    }

private:
    friend class aio::RateLimiter;
    void resume();
    RateLimiter& limiter_;
    std::source_location where_;
    Duration since_{};
    Duration passed_{};  // when it was let through
};

inline RateAwaiter make_awaiter(const RateAcquire& acquire, const std::source_location& where) {
    return RateAwaiter(acquire.limiter, where);
}

}  // namespace detail
}  // namespace aio
