// Everything that can be awaited, as a future.
//
// create_task, gather, wait_for, shield and TaskGroup take whatever co_await takes:
// a coroutine, a task, a future, lock.acquire(), queue.get() ... What is no future yet
// is run by a task of its own.
//
// For aio's own sources, but for create_task.
// Thread rule: the loop's thread.
#pragma once
#include "aio/coro.hpp"
#include "aio/future.hpp"
#include "aio/task.hpp"
#include "aio/task_base.hpp"

#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>

namespace aio::detail {

template <class A>
inline constexpr bool is_coro = false;
template <class T>
inline constexpr bool is_coro<Coro<T>> = true;

template <class T>
std::type_identity<T> future_result(const FutureOf<T>&);
template <class A>
concept FutureLike = requires(const std::remove_cvref_t<A>& thing) { future_result(thing); };

// What `co_await thing` gives, as a value.
template <class A>
struct ResultOfAwaiting {
    using Type = std::remove_cvref_t<
        decltype(make_awaiter(std::declval<A>(), std::declval<const std::source_location&>()).await_resume())>;
};
template <FutureLike A>
struct ResultOfAwaiting<A> {
    using Type = typename decltype(future_result(std::declval<const std::remove_cvref_t<A>&>()))::type;
};
template <class T>
struct ResultOfAwaiting<Coro<T>> {
    using Type = T;
};
template <class A>
using ResultOf = typename ResultOfAwaiting<std::remove_cvref_t<A>>::Type;

// std::monostate stands where a void result would.
template <class T>
using Unvoid = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

// Takes the awaitable into its frame. The record tells of it at the line of whoever gave that.
template <class A>
Coro<ResultOf<A>> awaiting(A thing, MadeAt /*where*/) {
    [[maybe_unused]] const char kTop = 0;  // GCC 12 needs a local (RUNTIME: PR 106188)
    co_return co_await InPlace<A>(thing);
}

// A coroutine of any awaitable that is no future. `where`: the line that the task stands at until it runs.
template <class A>
    requires Awaitable<A>
auto as_coro(A&& thing, const std::source_location& where) {
    if constexpr (is_coro<std::remove_cvref_t<A>>) {
        return std::forward<A>(thing);
    } else {
        return awaiting<std::remove_cvref_t<A>>(std::forward<A>(thing), MadeAt{where});
    }
}

// asyncio's ensure_future: a future as it is, anything else in a new task, ready now.
template <class A>
    requires Awaitable<A>
Ref<FutureBase> as_future(A&& thing, const std::source_location& where) {
    if constexpr (FutureLike<A>) {
        return check_use(thing.future_state(), where);
    } else {
        auto coro = as_coro(std::forward<A>(thing), where);
        return make_task(coro, {}, where);
    }
}

}  // namespace aio::detail

namespace aio {

// create_task(lock.acquire()): a task of anything that can be awaited and is no coroutine.
template <detail::Awaitable A>
    requires(!detail::is_coro<std::remove_cvref_t<A>> && !detail::FutureLike<A>)
Task<detail::ResultOf<A>> create_task(A&& thing, std::string_view name = {},
                                      std::source_location where = std::source_location::current()) {
    auto coro = detail::as_coro(std::forward<A>(thing), where);
    return Task<detail::ResultOf<A>>(detail::make_task(coro, name, where));
}

// It runs already.
template <class A>
    requires std::is_base_of_v<AnyFuture, std::remove_cvref_t<A>>
void create_task(A&&, std::string_view = {}) {
    static_assert(!std::is_base_of_v<AnyFuture, std::remove_cvref_t<A>>,
                  "this is a task or a future already: co_await it, or hand it to gather");
}

}  // namespace aio
