// aio::wait_for: awaits one thing, for so long and no longer.
//
// As with_timeout, for a single awaitable: it runs in the same task, and at the deadline
// that is cancelled and its CancelledError becomes TimeoutError. Its cleaning up is waited
// for, so that the whole may take longer. With a limit of zero or less nothing is started:
// what is done already gives its result, anything else is cancelled.
//
//   int value = co_await aio::wait_for(fetch(), 2s);      or 0.5 (seconds), or std::nullopt
//
// Python: asyncio.wait_for (3.12 and later).  Lesson: lessons/08_timeouts.
// Thread rule: the loop's thread.
//
//   co_await wait_for
//   REQUIRES  inside a task
//   SWITCHES  only if what it awaits does; at a limit of zero, if that is not done
//   CANCEL    reaches what it awaits
//   WAKES     nobody; who awaits is woken as if it had awaited the thing itself
#pragma once
#include "aio/gather.hpp"
#include "aio/timeout.hpp"
#include "aio/wait_base.hpp"

#include <coroutine>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace aio {

namespace detail {

template <class A>
struct [[nodiscard("nothing runs until this is awaited: co_await it")]] WaitFor {
    WaitFor(A what, const TimeLimit& timeout) : limit(timeout), thing(std::move(what)) {}
    bool without_starting() const noexcept { return limit.span() && *limit.span() <= Duration::zero(); }
    TimeLimit limit;
    A thing;
};

// Cancels what is not done, and waits until it is; its own wait can be cancelled apart from that.
class CancelAndWait {
public:
    CancelAndWait(Ref<FutureBase> future, const std::source_location& where);
    bool await_ready() const noexcept { return future_->done(); }
    void await_suspend(PromiseBase& promise);
    // The future is done. Throws TimeoutError if it was cancelled, and what it raised.
    FutureBase& await_resume();

private:
    Ref<FutureBase> future_;
    std::source_location where_;
    std::optional<WaitBase> wait_;
};

template <class A>
class WaitForAwaiter {
public:
    WaitForAwaiter(WaitFor<A>& wait, const std::source_location& where) : wait_(wait), where_(where) {}
    bool await_ready() {
        if (wait_.without_starting()) {
            return now_.emplace(as_future(std::move(wait_.thing), where_), where_).await_ready();
        }
        return within_.emplace(TimeoutChoice(wait_.limit), wait_.thing, where_).await_ready();
    }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> handle) {
        if (now_) {
            now_->await_suspend(handle.promise());
            return std::noop_coroutine();
        }
        using Suspended = decltype(within_->await_suspend(handle));
        if constexpr (std::is_void_v<Suspended>) {
            within_->await_suspend(handle);
            return std::noop_coroutine();
        } else if constexpr (std::is_same_v<Suspended, bool>) {
            if (within_->await_suspend(handle)) return std::noop_coroutine();
            return handle;
        } else {
            return within_->await_suspend(handle);
        }
    }
    ResultOf<A> await_resume() {
        if (within_) return within_->await_resume();
        FutureBase& future = now_->await_resume();
        if constexpr (!std::is_void_v<ResultOf<A>>) return take_result<A>(future);
    }

private:
    WaitFor<A>& wait_;
    std::source_location where_;
    // One of the two, from when it is awaited.
    std::optional<TimeoutAwaiter<A>> within_;
    std::optional<CancelAndWait> now_;
};

template <class A>
WaitForAwaiter<A> make_awaiter(WaitFor<A>& wait, const std::source_location& where) {
    return WaitForAwaiter<A>(wait, where);
}
template <class A>
WaitForAwaiter<A> make_awaiter(WaitFor<A>&& wait, const std::source_location& where) {
    return WaitForAwaiter<A>(wait, where);
}

}  // namespace detail

template <class A>
detail::WaitFor<std::decay_t<A>> wait_for(A&& thing, const TimeLimit& timeout) {
    static_assert(detail::Awaitable<std::decay_t<A>>,
                  "wait_for takes what can be awaited: a coroutine, a task, a future");
    return {std::forward<A>(thing), timeout};
}

}  // namespace aio
