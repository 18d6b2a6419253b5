// aio::with_timeout_or: the result, or another one if it takes too long.
//
// For work that may be left out: a recommendation, a cached price. It is cancelled when the
// time is over. Only its own time counts: a TimeoutError that the work raises comes out.
//
//   std::string advice = co_await aio::with_timeout_or(300ms, std::string("none"), recommend());
//
// Python: a wait_for inside of try/except TimeoutError.  Lesson: lessons/08_timeouts.
// Thread rule: the loop's thread.
//
//   co_await with_timeout_or
//   REQUIRES  inside a task
//   SWITCHES  only if the body does
//   CANCEL    reaches the body, and leaves it as CancelledError
//   WAKES     nobody. At the deadline: its own task, by cancelling it
#pragma once
#include "aio/awaitable.hpp"
#include "aio/errors.hpp"
#include "aio/inner.hpp"
#include "aio/timeout.hpp"

#include <source_location>
#include <type_traits>
#include <utility>

namespace aio {

namespace detail {

template <class Body>
Inner<ResultOf<Body>> run_timeout_or(TimeLimit span, ResultOf<Body> fallback, Body body, std::source_location where) {
    Timeout limit = timeout(span, where);
    try {
        co_return co_await with_timeout(limit, std::move(body));
    } catch (const TimeoutError&) {
        if (!limit.expired()) throw;
    }
    co_return std::move(fallback);
}

}  // namespace detail

// `body` is what co_await takes, and has a result. The time counts from when this is awaited.
template <class Fallback, class Body>
    requires detail::Awaitable<Body> && std::is_convertible_v<Fallback&&, detail::ResultOf<Body>>
auto with_timeout_or(TimeLimit limit, Fallback&& fallback, Body&& body,
                     std::source_location where = std::source_location::current()) {
    return detail::run_timeout_or<std::decay_t<Body>>(limit, std::forward<Fallback>(fallback), std::forward<Body>(body),
                                                      where);
}

}  // namespace aio
