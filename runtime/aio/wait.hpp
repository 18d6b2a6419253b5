// aio::wait: gives way until some of several tasks are done, or a time is over.
//
// Nothing is raised and nobody is cancelled: it says who is done and who is not, each in
// the order given. It takes handles to tasks and futures; of coroutines make tasks first.
//
//   auto [done, pending] = co_await aio::wait(tasks);                              all of them
//   auto [done, pending] = co_await aio::wait(tasks, aio::first_completed, 2s);    a vector of handles
//   auto [done, pending] = co_await aio::wait(a, b, c, aio::first_exception);      handles of any types
//
// Python: asyncio.wait.  Lesson: lessons/03_gather.
// Thread rule: the loop's thread.
//
//   co_await wait
//   REQUIRES  inside a task; at least one handle (std::invalid_argument)
//   SWITCHES  always, even if all of them are done
//   CANCEL    CancelledError on the next turn; the tasks that it waits for go on
//   WAKES     nobody; who awaits is woken two turns after the child that was enough is done
#pragma once
#include "aio/awaitable.hpp"
#include "aio/wait_base.hpp"

#include <concepts>
#include <coroutine>
#include <initializer_list>
#include <source_location>
#include <type_traits>
#include <utility>
#include <vector>

namespace aio {

// What wait gives. A handle that was given twice is there once.
template <class H>
struct WaitResult {
    std::vector<H> done;
    std::vector<H> pending;
};

namespace detail {

template <class H>
concept FutureHandle = std::derived_from<std::remove_cvref_t<H>, AnyFuture>;

template <class H>
struct [[nodiscard("a wait that nobody awaits does nothing: co_await it")]] Wait {
    Wait(std::vector<H> those, ReturnWhen return_when, const TimeLimit& limit)
        : handles(std::move(those)), when(return_when), timeout(limit) {}
    std::vector<H> handles;
    ReturnWhen when;
    TimeLimit timeout;
};

[[noreturn]] void refuse_empty_wait();

template <class H>
class WaitAwaiter {
public:
    WaitAwaiter(const Wait<H>& wait, const std::source_location& where)
        : handles_(each_once(wait.handles, where)),
          base_(futures_of(handles_), wait.when, wait.timeout, "wait", where) {}
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        base_.start(handle.promise());
    }
    WaitResult<H> await_resume() {
        base_.resume();
        WaitResult<H> result;
        for (H& handle : handles_) (handle.done() ? result.done : result.pending).push_back(std::move(handle));
        return result;
    }

private:
    static std::vector<H> each_once(const std::vector<H>& handles, const std::source_location& where) {
        if (handles.empty()) refuse_empty_wait();
        for (const H& handle : handles) check_use(handle.future_state(), where);
        std::vector<H> once;
        for (const std::size_t i : distinct(futures_of(handles))) once.push_back(handles[i]);
        return once;
    }

    std::vector<H> handles_;
    WaitBase base_;
};

template <class H>
WaitAwaiter<H> make_awaiter(const Wait<H>& wait, const std::source_location& where) {
    return WaitAwaiter<H>(wait, where);
}

template <class H>
constexpr void require_handle() {
    static_assert(FutureHandle<H>,
                  "wait takes tasks and futures: hand a coroutine to create_task first, and keep the "
                  "task to see which one is done");
}

// The handles among mixed arguments; what else there may be: when to return, and a time limit.
template <class H>
class WaitArguments {
public:
    template <class... Arguments>
    explicit WaitArguments(const Arguments&... arguments) {
        (take(arguments), ...);
    }
    Wait<H> wait() { return Wait<H>(std::move(handles_), when_, timeout_); }

private:
    template <class A>
    void take(const A& argument) {
        if constexpr (std::is_same_v<A, ReturnWhen>) {
            when_ = argument;
        } else if constexpr (std::is_convertible_v<const A&, TimeLimit>) {
            timeout_ = argument;
        } else {
            require_handle<A>();
            if constexpr (std::is_same_v<A, H>) {
                handles_.push_back(argument);
            } else {
                handles_.push_back(H(argument.future_state()));
            }
        }
    }

    std::vector<H> handles_;
    ReturnWhen when_ = ReturnWhen::all_completed;
    TimeLimit timeout_;
};

// The type of the handles in what comes back: theirs if they have one, else AnyFuture.
template <class First, class... Rest>
using CommonHandle = std::conditional_t<((std::is_same_v<First, Rest> || std::is_same_v<Rest, ReturnWhen> ||
                                          std::is_convertible_v<const Rest&, TimeLimit>) &&
                                         ...),
                                        First, AnyFuture>;

template <class A>
inline constexpr bool is_vector = false;
template <class A>
inline constexpr bool is_vector<std::vector<A>> = true;

}  // namespace detail

template <class H>
detail::Wait<H> wait(std::vector<H> handles, ReturnWhen when = ReturnWhen::all_completed,
                     const TimeLimit& timeout = {}) {
    detail::require_handle<H>();
    return detail::Wait<H>(std::move(handles), when, timeout);
}
template <class H>
detail::Wait<H> wait(std::vector<H> handles, const TimeLimit& timeout) {
    return wait(std::move(handles), ReturnWhen::all_completed, timeout);
}
// GCC 12 cannot compile a braced list inside of a co_await: there, name the handles one by one.
template <class H>
detail::Wait<H> wait(std::initializer_list<H> handles, ReturnWhen when = ReturnWhen::all_completed,
                     const TimeLimit& timeout = {}) {
    return wait(std::vector<H>(handles), when, timeout);
}
// Handles one by one, then, in either order and both optional, when to return and a time limit.
template <class First, class... Rest>
    requires(!detail::is_vector<First>)
detail::Wait<detail::CommonHandle<First, Rest...>> wait(const First& first, const Rest&... rest) {
    detail::require_handle<First>();
    return detail::WaitArguments<detail::CommonHandle<First, Rest...>>(first, rest...).wait();
}

}  // namespace aio
