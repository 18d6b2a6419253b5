#include "aio/retry.hpp"

#include "aio/loop.hpp"
#include "aio/print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace aio {

namespace {

void require(bool good, const char* what) {
    if (!good) throw std::invalid_argument(what);
}

// From 0 to 1, the same on every platform: the distributions of <random> are not.
double draw(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1.0p-53; }

}  // namespace

RetryPolicy& RetryPolicy::attempts(int most) {
    require(most >= 1, "retry: at least one attempt is made");
    attempts_ = most;
    return *this;
}

RetryPolicy& RetryPolicy::delay(Duration first) {
    require(first >= Duration::zero(), "retry: a delay is not negative");
    delay_ = first;
    return *this;
}

RetryPolicy& RetryPolicy::delay(double seconds) {
    require(seconds >= 0, "retry: a delay is a number, and not negative");
    return delay(sleep(seconds).delay);
}

RetryPolicy& RetryPolicy::backoff(double factor) {
    require(factor >= 0 && std::isfinite(factor), "retry: the backoff is a number, and not negative");
    backoff_ = factor;
    return *this;
}

RetryPolicy& RetryPolicy::longest(Duration wait) {
    require(wait >= Duration::zero(), "retry: a wait is not negative");
    longest_ = wait;
    return *this;
}

RetryPolicy& RetryPolicy::jitter(double part) {
    require(part >= 0 && part <= 1, "retry: the jitter is a part of the wait, from 0 to 1");
    jitter_ = part;
    return *this;
}

RetryPolicy& RetryPolicy::on_if(Predicate again) {
    again_ = std::move(again);
    return *this;
}

RetryPolicy& RetryPolicy::observe(Observer observer) {
    observer_ = std::move(observer);
    return *this;
}

bool RetryPolicy::again(int attempt, const std::exception_ptr& error) const {
    if (attempt >= attempts_) return false;
    return again_ ? again_(error) : !detail::is_a<UsageError>(error);
}

Duration RetryPolicy::wait_after(int attempt, std::mt19937_64& random) const {
    double wait = static_cast<double>(delay_.count()) * std::pow(backoff_, attempt - 1);
    wait = std::min(wait, static_cast<double>(longest_.count()));
    if (jitter_ > 0) wait *= 1 + jitter_ * (2 * draw(random) - 1);
    // What does not fit into a Duration is for ever.
    constexpr double kMost = 9.2e18;
    return wait < kMost ? std::min(longest_, Duration(std::llround(wait))) : longest_;
}

Duration RetryPolicy::failed(int attempt, const std::exception_ptr& error, const std::source_location& where) const {
    EventLoop& loop = current_loop(where);
    const Duration wait = wait_after(attempt, loop.random());
    if (observer_) observer_(RetryEvent{attempt, error, wait});
    if (loop.recorder() != nullptr) {
        mark(fmt::format("attempt {} of {} failed: {}", attempt, attempts_, detail::text_of(error)), where);
    }
    return wait;
}

}  // namespace aio
