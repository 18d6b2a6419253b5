// TimeLimit: how long something may take, as a program writes it.
//
// 2s, 0.5 (seconds), or std::nullopt for as long as it takes.
// Thread rule: a value, none.
#pragma once
#include "aio/timer_heap.hpp"

#include <chrono>
#include <optional>
#include <type_traits>

namespace aio {

class TimeLimit {
public:
    TimeLimit(std::nullopt_t = std::nullopt) noexcept {}
    TimeLimit(std::optional<Duration> span) noexcept : span_(span) {}
    template <class Rep, class Period>
        requires std::is_convertible_v<std::chrono::duration<Rep, Period>, Duration>
    TimeLimit(std::chrono::duration<Rep, Period> span) noexcept : span_(span) {}
    TimeLimit(double seconds);  // not a number: std::invalid_argument

    const std::optional<Duration>& span() const noexcept { return span_; }
    // The loop's time when it is over; nullopt: never.
    std::optional<Duration> from(Duration now) const noexcept {
        return span_ ? std::optional<Duration>(detail::deadline(now, *span_)) : std::nullopt;
    }

private:
    std::optional<Duration> span_;
};

}  // namespace aio
