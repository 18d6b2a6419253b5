// aio::Semaphore: at most so many tasks at a time.
//
// It has so many permits; whoever finds none waits in line, first come, first served.
// A permit that is given back goes to the first in line at once, before that task runs:
// nobody can take it in between.
//
//   auto permit = co_await slots.guard();      given back at the end of the scope
//   co_await slots.acquire(); ... slots.release();
//
// Python: asyncio.Semaphore, asyncio.BoundedSemaphore.  Lesson: lessons/09_semaphore.
// Thread rule: the loop's thread.
//
//   co_await semaphore.acquire()   co_await semaphore.guard()
//   REQUIRES  inside a task of the semaphore's loop (UsageError)
//   SWITCHES  only if no permit is free, or others wait
//   CANCEL    leaves the line; a permit that was on its way goes to the next in line
//   WAKES     nobody. release() wakes the first in line, who runs a turn later
#pragma once
#include "aio/coro.hpp"
#include "aio/guard.hpp"
#include "aio/primitive.hpp"

#include <cstddef>
#include <limits>
#include <source_location>
#include <string_view>

namespace aio {

class Semaphore;

namespace detail {
struct SemaphoreAcquire {
    explicit SemaphoreAcquire(Semaphore& of) noexcept : semaphore(of) {}
    Semaphore& semaphore;
};
struct SemaphoreGuarded {
    explicit SemaphoreGuarded(Semaphore& of) noexcept : semaphore(of) {}
    Semaphore& semaphore;
};
class SemaphoreAwaiter;
}  // namespace detail

class Semaphore : public detail::Primitive, public detail::Watched {
public:
    // permits: how many are free at first; negative: std::invalid_argument.
    explicit Semaphore(int permits = 1, std::string_view name = {},
                       std::source_location where = std::source_location::current())
        : Semaphore(loopscope::ObjectKind::semaphore, permits, std::numeric_limits<int>::max(), name, where) {}
    ~Semaphore() override;

    [[nodiscard("nothing is acquired until this is awaited: co_await it")]] detail::SemaphoreAcquire
    acquire() noexcept {
        return detail::SemaphoreAcquire(*this);
    }
    // One more permit; any task may give it. WAKES: the first in line, who gets it.
    void release(std::source_location where = std::source_location::current());
    // One permit, for as long as what this gives lives.
    [[nodiscard("nothing is acquired until this is awaited: co_await it")]] detail::SemaphoreGuarded guard() noexcept {
        return detail::SemaphoreGuarded(*this);
    }
    // An acquire() would have to wait: no permit is free, or somebody is in line.
    bool locked() const noexcept { return value_ == 0 || line_.any_uncancelled(); }

    struct Statistics {
        int value = 0;            // free permits
        std::size_t waiting = 0;  // tasks in line that have no permit yet
    };
    Statistics statistics() const noexcept { return {value_, line_.waiting()}; }

protected:
    Semaphore(loopscope::ObjectKind kind, int permits, int most, std::string_view name,
              const std::source_location& where);

private:
    friend class detail::SemaphoreAwaiter;
    bool try_acquire(const std::source_location& where);
    void take(const std::source_location& where);
    bool wake_next(loopscope::Sequence cause);
    void tell_change(int before);
    void tell_start() override;

    detail::WaiterList line_;
    int value_;
    int at_first_;
    int most_;  // permits that may be free at once
};

// A semaphore that notices one release() too many: it never has more permits than at first (UsageError).
class BoundedSemaphore : public Semaphore {
public:
    explicit BoundedSemaphore(int permits = 1, std::string_view name = {},
                              std::source_location where = std::source_location::current())
        : Semaphore(loopscope::ObjectKind::bounded_semaphore, permits, permits, name, where) {}
};

using SemaphoreGuard = Guard<Semaphore>;

namespace detail {

class SemaphoreAwaiter {
public:
    SemaphoreAwaiter(Semaphore& semaphore, const std::source_location& where) : semaphore_(semaphore), where_(where) {
        semaphore.enter(where);
    }
    bool await_ready() { return semaphore_.try_acquire(where_); }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        waiter_.wait(handle.promise(), semaphore_.line_, semaphore_, loopscope::WaitReason::acquire);
    }
    void await_resume() {
        if (waiter_.has_waited()) [[unlikely]]
            resume();
    }

protected:
    void resume();
    Semaphore& semaphore_;
    std::source_location where_;
    Waiter waiter_;
};

class SemaphoreGuardAwaiter : public SemaphoreAwaiter {
public:
    using SemaphoreAwaiter::SemaphoreAwaiter;
    SemaphoreGuard await_resume() {
        SemaphoreAwaiter::await_resume();
        return SemaphoreGuard(semaphore_, where_);
    }
};

inline SemaphoreAwaiter make_awaiter(const SemaphoreAcquire& acquire, const std::source_location& where) {
    return SemaphoreAwaiter(acquire.semaphore, where);
}
inline SemaphoreGuardAwaiter make_awaiter(const SemaphoreGuarded& guarded, const std::source_location& where) {
    return SemaphoreGuardAwaiter(guarded.semaphore, where);
}

}  // namespace detail
}  // namespace aio
