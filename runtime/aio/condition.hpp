// aio::Condition: waits until another task says that something has changed.
//
// It comes with a lock, its own or one that is given: the state that it is about is read
// and changed while the lock is held. wait() gives the lock back, waits to be notified,
// and takes the lock again before it returns, also when it is cancelled. Another task may
// have been quicker: look at the state again, or use wait_for, which does.
//
//   auto guard = co_await changed.guard();
//   co_await changed.wait_for([&] { return !items.empty(); });
//
// Python: asyncio.Condition.  Lesson: lessons/12_event.
// Thread rule: the loop's thread.
//
//   co_await condition.wait()   co_await condition.wait_for(predicate)
//   REQUIRES  the lock is held (UsageError)
//   SWITCHES  wait() always; wait_for(predicate) only if the predicate is false
//   CANCEL    takes the lock again first; a notification that was on its way goes to the next in line
//   WAKES     nobody, but gives the lock to the next while it waits. notify() wakes the first in line
#pragma once
#include "aio/inner.hpp"
#include "aio/lock.hpp"

#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>

namespace aio {

class Condition;

namespace detail {
struct ConditionWait {
    explicit ConditionWait(Condition& of) noexcept : condition(of) {}
    Condition& condition;
};
template <class Predicate>
struct ConditionWaitFor {
    ConditionWaitFor(Condition& of, Predicate function) : condition(of), predicate(std::move(function)) {}
    Condition& condition;
    Predicate predicate;
};
}  // namespace detail

class Condition : public detail::Primitive, public detail::Watched {
public:
    // With a lock of its own.
    explicit Condition(std::string_view name = {}, std::source_location where = std::source_location::current());
    // With a lock that others use too, perhaps other conditions. It must outlive this.
    explicit Condition(Lock& lock, std::string_view name = {},
                       std::source_location where = std::source_location::current());
    ~Condition() override;

    // The lock's.
    [[nodiscard("nothing is acquired until this is awaited: co_await it")]] detail::LockAcquire acquire() const {
        return lock().acquire();
    }
    [[nodiscard("nothing is acquired until this is awaited: co_await it")]] detail::LockGuarded guard() const {
        return lock().guard();
    }
    void release(std::source_location where = std::source_location::current()) { lock().release(where); }
    bool locked() const { return lock().locked(); }

    [[nodiscard("nobody waits until this is awaited: co_await it")]] detail::ConditionWait wait() noexcept {
        return detail::ConditionWait(*this);
    }
    // Waits until predicate() is true, and gives what it returned. It is called at once, and after every wait.
    template <class Predicate>
        requires std::invocable<std::decay_t<Predicate>&>
    [[nodiscard("nobody waits until this is awaited: co_await it")]] auto wait_for(Predicate&& predicate) {
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
        static_assert(std::is_lvalue_reference_v<Predicate> || std::is_trivially_copyable_v<Predicate>,
                      "GCC 12 destroys such a function object twice (PR 99576): give it a name first");
#endif
        return detail::ConditionWaitFor<std::decay_t<Predicate>>(*this, std::forward<Predicate>(predicate));
    }
    // WAKES: the first `count` in line, who go on one after the other when the lock is theirs.
    // UsageError if nobody holds the lock.
    void notify(std::size_t count = 1, std::source_location where = std::source_location::current());
    void notify_all(std::source_location where = std::source_location::current());

    struct Statistics {
        std::size_t waiting = 0;  // tasks that nobody notified yet
        Lock::Statistics lock;
    };
    Statistics statistics() const { return {line_.waiting(), lock().statistics()}; }

    // For aio itself.
    explicit Condition(const detail::PartOf& part);
    // WAKES: the same as notify(), because of `cause`, whoever holds the lock.
    void wake(std::size_t count, loopscope::Sequence cause);
    detail::Inner<void> start_wait(const std::source_location& where);

private:
    Lock& lock() const { return lock_ ? *lock_ : lost_lock(); }
    [[noreturn]] Lock& lost_lock() const;
    void require_lock(const char* what, const std::source_location& where) const;
    detail::Inner<void> wait_and_lock_again(std::source_location where);

    std::optional<Lock> own_lock_;
    detail::Watch<Lock> lock_;
    detail::WaiterList line_;
};

namespace detail {

inline ChildAwaiter<InnerPromise<void>> make_awaiter(const ConditionWait& wait, const std::source_location& where) {
    return ChildAwaiter<InnerPromise<void>>(wait.condition.start_wait(where).release(), where);
}

template <class Predicate>
class ConditionForAwaiter {
public:
    using Result = std::decay_t<std::invoke_result_t<Predicate&>>;

    ConditionForAwaiter(Condition& condition, Predicate predicate, const std::source_location& where)
        : condition_(condition), predicate_(std::move(predicate)), where_(where) {
        condition.enter(where);
    }
    bool await_ready() {
        if (!holds()) return false;
        condition_.tell_passed(loopscope::WaitReason::signal, where_);
        return true;
    }
    template <class Outer>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Outer> outer) {
        return waiting_.emplace(wait_until(*this).release(), where_).await_suspend(outer);
    }
    Result await_resume() {
        if (waiting_) waiting_->await_resume();
        return std::move(*result_);
    }

private:
    bool holds() {
        result_.emplace(std::invoke(predicate_));
        return static_cast<bool>(*result_);
    }
    static Inner<void> wait_until(ConditionForAwaiter& self) {
        bool holds = false;
        while (!holds) {
            co_await self.condition_.wait();
            holds = self.holds();
        }
    }

    Condition& condition_;
    Predicate predicate_;
    std::source_location where_;
    std::optional<Result> result_;
    std::optional<ChildAwaiter<InnerPromise<void>>> waiting_;
};

template <class Predicate>
ConditionForAwaiter<Predicate> make_awaiter(ConditionWaitFor<Predicate> wait, const std::source_location& where) {
    return ConditionForAwaiter<Predicate>(wait.condition, std::move(wait.predicate), where);
}

}  // namespace detail
}  // namespace aio
