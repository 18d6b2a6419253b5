// aio::Lock: one task at a time.
//
// First come, first served: who releases it wakes the first in line, and nobody may
// slip in between. It may not be acquired twice by the same task (it would wait for
// itself), and any task may release it.
//
//   auto guard = co_await lock.guard();     released at the end of the scope
//   co_await lock.acquire(); ... lock.release();
//
// Python: asyncio.Lock.  Lesson: lessons/11_lock.
// Thread rule: the loop's thread.
//
//   co_await lock.acquire()   co_await lock.guard()
//   REQUIRES  inside a task of the lock's loop (UsageError)
//   SWITCHES  only if it is held, or others wait
//   CANCEL    leaves the line; a wake-up that was on its way goes to the next in line
//   WAKES     nobody. release() wakes the first in line, who runs a turn later
#pragma once
#include "aio/coro.hpp"
#include "aio/guard.hpp"
#include "aio/primitive.hpp"

#include <cstddef>
#include <source_location>
#include <string_view>

namespace aio {

class Lock;

namespace detail {
struct LockAcquire {
    explicit LockAcquire(Lock& of) noexcept : lock(of) {}
    Lock& lock;
};
struct LockGuarded {
    explicit LockGuarded(Lock& of) noexcept : lock(of) {}
    Lock& lock;
};
class LockAwaiter;
}  // namespace detail

class Lock : public detail::Primitive, public detail::Watched {
public:
    explicit Lock(std::string_view name = {}, std::source_location where = std::source_location::current());
    ~Lock() override;

    [[nodiscard("nothing is acquired until this is awaited: co_await it")]] detail::LockAcquire acquire() noexcept {
        return detail::LockAcquire(*this);
    }
    // WAKES: the first in line. UsageError if nobody holds it.
    void release(std::source_location where = std::source_location::current());
    // Held for as long as what this gives lives.
    [[nodiscard("nothing is acquired until this is awaited: co_await it")]] detail::LockGuarded guard() noexcept {
        return detail::LockGuarded(*this);
    }
    bool locked() const noexcept { return locked_; }

    struct Statistics {
        bool locked = false;
        loopscope::TaskId owner = 0;  // the task that acquired it; 0: nobody
        std::size_t waiting = 0;      // tasks in line
    };
    Statistics statistics() const noexcept;

    explicit Lock(const detail::PartOf& part) : Primitive(part) {}  // for aio itself

private:
    friend class detail::LockAwaiter;
    bool try_acquire(const std::source_location& where);
    void take(const std::source_location& where);
    void wake_first(loopscope::Sequence cause);

    detail::WaiterList line_;
    bool locked_ = false;
    loopscope::TaskId owner_ = 0;
};

using LockGuard = Guard<Lock>;

namespace detail {

class LockAwaiter {
public:
    LockAwaiter(Lock& lock, const std::source_location& where) : lock_(lock), where_(where) { lock.enter(where); }
    bool await_ready() { return lock_.try_acquire(where_); }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        const auto reason = lock_.is_part() ? loopscope::WaitReason::signal : loopscope::WaitReason::acquire;
        waiter_.wait(handle.promise(), lock_.line_, lock_, reason);
    }
    void await_resume() {
        if (waiter_.has_waited()) [[unlikely]]
            resume();
    }

protected:
    void resume();
    Lock& lock_;
    std::source_location where_;
    Waiter waiter_;
};

class LockGuardAwaiter : public LockAwaiter {
public:
    using LockAwaiter::LockAwaiter;
    LockGuard await_resume() {
        LockAwaiter::await_resume();
        return LockGuard(lock_, where_);
    }
};

inline LockAwaiter make_awaiter(const LockAcquire& acquire, const std::source_location& where) {
    return LockAwaiter(acquire.lock, where);
}
inline LockGuardAwaiter make_awaiter(const LockGuarded& guarded, const std::source_location& where) {
    return LockGuardAwaiter(guarded.lock, where);
}

}  // namespace detail
}  // namespace aio
