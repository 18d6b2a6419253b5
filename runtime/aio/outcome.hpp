// Outcome<T>: a result, or the exception in its place.
//
// What gather(return_exceptions, ...) returns for each child.
// Thread rule: a value, none.
#pragma once
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace aio {

template <class T>
class Outcome {
    using Value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

public:
    Outcome()
        requires std::is_void_v<T>
        : value_(std::monostate{}) {}
    explicit Outcome(Value value) : value_(std::move(value)) {}
    explicit Outcome(std::exception_ptr exception) : exception_(std::move(exception)) {}

    bool has_value() const noexcept { return value_.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }
    // The result; throws the exception if there is none.
    const Value& value() const {
        if (!value_) std::rethrow_exception(exception_);
        return *value_;
    }
    // nullptr if there is a result.
    const std::exception_ptr& exception() const noexcept { return exception_; }
    // The exception's type, asked as Python's isinstance does.
    template <class E>
    bool raised() const {
        if (!exception_) return false;
        try {
            std::rethrow_exception(exception_);
        } catch (const E&) {
            return true;
        } catch (...) {
            return false;
        }
    }

private:
    std::optional<Value> value_;
    std::exception_ptr exception_;
};

}  // namespace aio
