// aio::retry: tries again what may fail for a while.
//
// The function is called anew for each attempt. Between attempts it sleeps, longer each
// time (backoff), and a random part longer or shorter (jitter), so that many who failed
// together do not come back together. What the last attempt raises is raised.
//
//   auto page = co_await aio::retry(fetch);                 3 attempts, 1 s and 2 s between them
//   aio::RetryPolicy policy;
//   policy.attempts(5).delay(200ms).backoff(1.5).jitter(0.1).on<NetworkError>();
//   auto page = co_await aio::retry(policy, fetch);
//
// Python: a decorator that everybody writes; tenacity.  Lesson: lessons/06_errors.
// Thread rule: the loop's thread.
//
//   co_await retry
//   REQUIRES  inside a task; function() gives an awaitable, each time
//   SWITCHES  if the function does, and between attempts
//   CANCEL    reaches the attempt or the sleep; CancelledError is never tried again
//   WAKES     nobody
#pragma once
#include "aio/awaitable.hpp"
#include "aio/errors.hpp"
#include "aio/exception_group.hpp"
#include "aio/inner.hpp"
#include "aio/sleep.hpp"

#include <exception>
#include <functional>
#include <optional>
#include <random>
#include <source_location>
#include <type_traits>
#include <utility>

namespace aio {

// An attempt failed, and there will be another.
struct RetryEvent {
    int attempt = 0;           // that failed, from 1
    std::exception_ptr error;  // what it raised
    Duration wait{};           // until the next one
};

class RetryPolicy {
public:
    using Predicate = std::function<bool(const std::exception_ptr&)>;
    using Observer = std::function<void(const RetryEvent&)>;

    RetryPolicy() {}  // GCC 12 copies aggregates wrongly into coroutines

    // In all, the first included. std::invalid_argument below 1.
    RetryPolicy& attempts(int most);
    // Before the second attempt. Durations are not negative (std::invalid_argument).
    RetryPolicy& delay(Duration first);
    RetryPolicy& delay(double seconds);
    // Each wait is this many times the one before. std::invalid_argument below 0.
    RetryPolicy& backoff(double factor);
    // No wait is longer.
    RetryPolicy& longest(Duration wait);
    // Each wait is up to this part of itself longer or shorter, drawn from EventLoop::random().
    // std::invalid_argument outside of 0 to 1.
    RetryPolicy& jitter(double part);
    // What is tried again: one of Es, or derived from one. By default everything except UsageError,
    // which does not get better by repetition.
    template <class... Es>
    RetryPolicy& on() {
        return on_if([](const std::exception_ptr& error) { return (detail::is_a<Es>(error) || ...); });
    }
    RetryPolicy& on_if(Predicate again);
    // Called before each wait.
    RetryPolicy& observe(Observer observer);

    int attempts() const noexcept { return attempts_; }
    // Whether another attempt follows one that raised this.
    bool again(int attempt, const std::exception_ptr& error) const;
    // How long to wait after the attempt of that number failed.
    Duration wait_after(int attempt, std::mt19937_64& random) const;
    // For aio itself: tells the observer and the record. Gives the wait.
    Duration failed(int attempt, const std::exception_ptr& error, const std::source_location& where) const;

private:
    int attempts_ = 3;
    Duration delay_ = std::chrono::seconds(1);
    double backoff_ = 2;
    Duration longest_ = Duration::max();
    double jitter_ = 0;
    Predicate again_;
    Observer observer_;
};

namespace detail {

template <class Function>
using RetryResult = ResultOf<std::invoke_result_t<Function&>>;

template <class Function>
Inner<RetryResult<Function>> run_retry(RetryPolicy policy, Function function, std::source_location where) {
    int attempt = 0;
    std::exception_ptr error;
    while (true) {
        ++attempt;
        try {
            if constexpr (std::is_void_v<RetryResult<Function>>) {
                co_await std::invoke(function);
                co_return;
            } else {
                co_return co_await std::invoke(function);
            }
        } catch (const CancelledError&) {
            throw;
        } catch (...) {
            error = std::current_exception();
        }
        if (!policy.again(attempt, error)) std::rethrow_exception(error);
        co_await sleep(policy.failed(attempt, error, where));
    }
}

}  // namespace detail

template <class Function>
    requires std::is_invocable_v<Function&>
auto retry(RetryPolicy policy, Function function, std::source_location where = std::source_location::current()) {
    return detail::run_retry<Function>(std::move(policy), std::move(function), where);
}
template <class Function>
    requires std::is_invocable_v<Function&>
auto retry(Function function, std::source_location where = std::source_location::current()) {
    return detail::run_retry<Function>(RetryPolicy(), std::move(function), where);
}

}  // namespace aio
