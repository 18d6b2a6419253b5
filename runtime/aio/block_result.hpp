// BlockResult<T>: what the body of a block returned, if it came that far.
//
// A task group that was cancelled, or a resource whose exit suppressed an exception, ends
// without the body's result: a block of nothing just ends, an optional is empty, and anything
// else is a UsageError.
//
// For aio's own sources.
// Thread rule: a plain value, none.
#pragma once
#include "aio/awaitable.hpp"

#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace aio::detail {

[[noreturn]] void throw_no_block_result(const std::source_location& where, const char* lesson);

template <class T>
inline constexpr bool may_be_absent = false;
template <>
inline constexpr bool may_be_absent<void> = true;
template <class T>
inline constexpr bool may_be_absent<std::optional<T>> = true;

template <class T>
class BlockResult {
public:
    template <class... Values>
    void set(Values&&... values) {
        value_.emplace(std::forward<Values>(values)...);
    }
    T take(const std::source_location& where, const char* lesson) {
        if (!value_ && !may_be_absent<T>) throw_no_block_result(where, lesson);
        if constexpr (!std::is_void_v<T>) {
            if constexpr (may_be_absent<T>) {
                if (!value_) return T();
            }
            return std::move(*value_);
        }
    }

private:
    std::optional<Unvoid<T>> value_;
};

}  // namespace aio::detail
