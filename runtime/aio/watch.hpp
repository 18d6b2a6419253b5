// aio::watch: a value that the program shows as it goes, by name: aio::watch("balance", balance).
//
// The recording keeps every value that was shown, with its task and line, so that a view can
// say what it was at any instant. Without a recorder it is one branch: nothing is formatted.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/loop.hpp"
#include "aio/show.hpp"

#include <cmath>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>

namespace aio {

namespace detail {

void tell_watch(EventLoop& loop, std::string_view name, loopscope::WatchKind kind, std::string_view shown,
                const std::source_location& where);

// Truth values and characters are shown as words, and there is no decimal number for infinity.
template <class T>
loopscope::WatchKind watch_kind(const T& value) {
    constexpr bool kWord = std::is_same_v<T, bool> || std::is_same_v<T, char>;
    if constexpr (std::is_floating_point_v<T>) {
        return std::isfinite(value) ? loopscope::WatchKind::number : loopscope::WatchKind::text;
    } else {
        return std::is_integral_v<T> && !kWord ? loopscope::WatchKind::number : loopscope::WatchKind::text;
    }
}

}  // namespace detail

// Any value: numbers, texts, pairs, ranges and optionals as they are, anything else by the name of its type.
template <class T>
void watch(std::string_view name, const T& value, std::source_location where = std::source_location::current()) {
    EventLoop* const loop = EventLoop::running_on_this_thread();
    if (loop == nullptr || loop->recorder() == nullptr) [[likely]]
        return;
    detail::tell_watch(*loop, name, detail::watch_kind(value), detail::show(value), where);
}

}  // namespace aio
