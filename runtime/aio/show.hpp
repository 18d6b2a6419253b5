// show: any value as a short text, for recordings.
//
// What fmt can format is shown so; pairs, tuples and ranges by their members, what
// a pointer or an optional holds by itself, and anything else by the name of its type.
// Cut to 60 characters. Only worth its cost when somebody listens.
//
// For aio's own sources.
// Thread rule: none.
#pragma once
#include <fmt/format.h>

#include <cstddef>
#include <exception>
#include <iterator>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace aio::detail {

inline constexpr std::size_t kShownCharacters = 60;

// At most that many characters (not bytes: UTF-8 stays whole), the last an ellipsis if it was cut.
std::string cut(std::string text, std::size_t characters = kShownCharacters);

// The short name of the type in a signature of type_signature(): no namespaces, no template arguments.
std::string short_type(std::string_view signature);

template <class T>
std::string_view type_signature() {
    return __PRETTY_FUNCTION__;
}

template <class T>
concept ShownAsText = std::is_convertible_v<const T&, std::string_view>;
template <class T>
concept ShownAsTuple = requires { std::tuple_size<T>::value; };
template <class T>
concept ShownAsRange = requires(const T& range) {
    std::begin(range);
    std::end(range);
};
template <class T>
concept ShownAsContent = !std::is_pointer_v<T> && requires(const T& holder) {
    static_cast<bool>(holder);
    *holder;
};

template <class T>
void show_into(std::string& out, const T& value, bool nested);

template <class T>
void show_range(std::string& out, const T& range) {
    out += '[';
    bool first = true;
    for (const auto& member : range) {
        if (!first) out += ", ";
        first = false;
        if (out.size() > 4 * kShownCharacters) break;  // nobody will see more of it
        show_into(out, member, true);
    }
    out += ']';
}

template <class T>
void show_tuple(std::string& out, const T& tuple) {
    out += '(';
    std::apply(
        [&out](const auto&... members) {
            bool first = true;
            ((out += first ? "" : ", ", first = false, show_into(out, members, true)), ...);
        },
        tuple);
    out += ')';
}

// nested: inside of something else, where text wants quotes.
template <class T>
void show_into(std::string& out, const T& value, bool nested) {
    if constexpr (ShownAsText<T>) {
        const std::string_view text = std::string_view(value).substr(0, 4 * kShownCharacters);
        if (nested) out += '\'';
        out += text;
        if (nested) out += '\'';
    } else if constexpr (fmt::is_formattable<T>::value) {
        fmt::format_to(std::back_inserter(out), "{}", value);
    } else if constexpr (ShownAsTuple<T>) {
        show_tuple(out, value);
    } else if constexpr (ShownAsRange<T>) {
        show_range(out, value);
    } else if constexpr (ShownAsContent<T>) {
        if (static_cast<bool>(value)) {
            show_into(out, *value, nested);
        } else {
            out += "nothing";
        }
    } else {
        out += short_type(type_signature<T>());
    }
}

// Never throws for what a formatter threw: who listens must not change what happens.
template <class T>
std::string show(const T& value) {
    std::string out;
    try {
        show_into(out, value, false);
    } catch (const std::exception&) {
        out = short_type(type_signature<T>());
    }
    return cut(std::move(out));
}

}  // namespace aio::detail
