// The program's own voice: lines that it prints and points that it passes.
//
// aio::print writes a line to stdout, and the recording remembers who printed it,
// where and when. A checkpoint is a named moment: the window can run to it, a lesson
// can speak of it. Without a recorder a checkpoint is nothing.
//
// Thread rule: the loop's thread.
#pragma once
#include <fmt/core.h>

#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace aio {

namespace detail {

void print_line(std::string_view line, const std::source_location& where);

// A format string that knows where it was written: a default argument cannot stand behind a pack.
template <class... Args>
struct PlacedFormat {
    template <class Text>
    consteval PlacedFormat(const Text& text, std::source_location place = std::source_location::current())
        : format(text), where(place) {}
    fmt::format_string<Args...> format;
    std::source_location where;
};

}  // namespace detail

// aio::print("got {} of {}", done, all): fmt's format strings, checked while compiling.
template <class... Args>
void print(detail::PlacedFormat<std::type_identity_t<Args>...> format, Args&&... args) {
    detail::print_line(fmt::format(format.format, std::forward<Args>(args)...), format.where);
}

// A named moment. Somebody who steers the program may hold it here.
void checkpoint(std::string_view name, std::source_location where = std::source_location::current());
// A remark for the recording alone.
void mark(std::string_view name, std::source_location where = std::source_location::current());

}  // namespace aio
