// Errors that aio raises, named as in asyncio.
//
// Thread rule: plain values, none.
#pragma once
#include <source_location>
#include <stdexcept>
#include <string>

namespace aio {

// What a cancelled task meets at its next suspension. Not a std::exception, for the
// reason that makes Python's a BaseException: `catch (const std::exception&)` is for
// what went wrong, and must not swallow a request to stop.
class CancelledError {
public:
    CancelledError() = default;
    explicit CancelledError(std::string message) : message_(std::move(message)) {}
    const std::string& message() const { return message_; }  // as given to cancel()

private:
    std::string message_;
};

// Asked for a result that is not there.
class InvalidStateError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

// The program uses aio in a way that cannot work: what, where, and what to do.
class UsageError : public std::logic_error {
public:
    explicit UsageError(const std::string& what, std::source_location where = {});
    const std::source_location& where() const { return where_; }

private:
    std::source_location where_;
};

// Every task waits, and nothing is left that could wake one of them.
class DeadlockError : public UsageError {
public:
    using UsageError::UsageError;
};

}  // namespace aio
