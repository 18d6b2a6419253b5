#include "aio/rate_limiter.hpp"

#include "aio/loop.hpp"

#include <algorithm>
#include <stdexcept>

namespace aio {

using loopscope::ValueKind;

RateLimiter::RateLimiter(std::size_t limit, Duration span, std::string_view name, std::source_location where)
    : Primitive(loopscope::ObjectKind::rate_limiter, name, where), limit_(limit), span_(span) {
    if (limit == 0) throw std::invalid_argument("a rate limiter lets at least one through");
    if (span <= Duration::zero()) throw std::invalid_argument("a rate limiter's span is longer than nothing");
    join_running_loop();
}

RateLimiter::~RateLimiter() {
    // An alarm that is set proves that its loop is there.
    if (alarm_.armed() || alarm_.place() != detail::Runnable::Place::nowhere) loop().disarm(alarm_);
    orphan(line_);
}

Duration RateLimiter::now() const noexcept { return loop().time(); }

bool RateLimiter::try_acquire(std::source_location where) {
    enter(where);
    detail::running_loop(where, "RateLimiter::try_acquire");
    return pass();
}

RateLimiter::Statistics RateLimiter::statistics() const {
    Statistics all{.limit = limit_,
                   .span = span_,
                   .waiting = line_.waiting(),
                   .acquired = acquired_,
                   .delayed = delayed_,
                   .waited = waited_};
    const EventLoop* here = EventLoop::running_on_this_thread();
    if (here == nullptr || here->number() != clock_) return all;
    const Duration start = here->time() - span_;
    all.in_window = static_cast<std::size_t>(
        std::count_if(times_.begin(), times_.end(), [start](Duration time) { return time > start; }));
    return all;
}

// Those that have left the window are forgotten.
void RateLimiter::slide() {
    if (clock_ != loop().number()) {  // another loop's clock starts anew
        clock_ = loop().number();
        times_.clear();
    }
    const Duration start = now() - span_;
    while (!times_.empty() && times_.front() <= start) times_.pop_front();
}

bool RateLimiter::pass() {
    slide();
    if (!has_room() || line_.first_waiting() != nullptr) return false;
    times_.push_back(now());
    ++acquired_;
    tell_free();
    return true;
}

// Lets through whom the window has room for. They have their place from now on, though they run later.
void RateLimiter::serve() {
    slide();
    const std::size_t before = times_.size();
    while (has_room()) {
        auto* const next = static_cast<detail::RateAwaiter*>(line_.first_waiting());
        if (next == nullptr) break;
        next->passed_ = now();
        times_.push_back(now());
        next->wake(activity());
    }
    if (times_.size() != before) tell_free();
    set_alarm();
}

// For the first in line, when the oldest leaves the window.
void RateLimiter::set_alarm() {
    const bool needed = line_.first_waiting() != nullptr && !times_.empty();
    if (alarm_.armed() || alarm_.place() != detail::Runnable::Place::nowhere) {
        if (needed) return;
        loop().disarm(alarm_);
    } else if (needed) {
        loop().arm(alarm_, detail::deadline(times_.front(), span_), "rate limiter");
    }
}

// Whoever was let through at that time was cancelled before it ran.
void RateLimiter::give_back(Duration time) {
    const auto found = std::find(times_.begin(), times_.end(), time);
    if (found != times_.end()) times_.erase(found);
}

void RateLimiter::tell_free() { tell_value(ValueKind::value, static_cast<std::int64_t>(limit_ - times_.size())); }

void RateLimiter::tell_start() {
    tell_value(ValueKind::capacity, static_cast<std::int64_t>(limit_));
    tell_free();
}

namespace detail {

void RateAwaiter::resume() {
    const bool cancelled = leave();
    if (!cancelled) {
        ++limiter_.acquired_;
        ++limiter_.delayed_;
        limiter_.waited_ += passed_ - since_;
        return;
    }
    if (woken()) limiter_.give_back(passed_);
    limiter_.serve();
    rethrow();
}

}  // namespace detail
}  // namespace aio
