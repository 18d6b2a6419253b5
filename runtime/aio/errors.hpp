// Errors that aio raises, named as in asyncio.
//
// Thread rule: plain values, none.
#pragma once
#include <exception>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

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

// Asked for a result that is not there, or gave one to what is done already.
class InvalidStateError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

// A deadline passed: timeout(), wait_for(), and what is built on them.
class TimeoutError : public std::runtime_error {
public:
    explicit TimeoutError(const std::string& what = "the time is over") : std::runtime_error(what) {}
};

// get_nowait() found nothing.
class QueueEmpty : public std::runtime_error {
public:
    explicit QueueEmpty(const std::string& what = "the queue is empty") : std::runtime_error(what) {}
};

// put_nowait() found no room.
class QueueFull : public std::runtime_error {
public:
    explicit QueueFull(const std::string& what = "the queue is full") : std::runtime_error(what) {}
};

// The queue was shut down: nothing more goes in, or nothing is left to come out.
class QueueShutDown : public std::runtime_error {
public:
    explicit QueueShutDown(const std::string& what = "the queue is shut down") : std::runtime_error(what) {}
};

// The barrier was aborted or reset while somebody waited at it.
class BrokenBarrierError : public std::runtime_error {
public:
    explicit BrokenBarrierError(const std::string& what = "the barrier is broken") : std::runtime_error(what) {}
};

// run() was interrupted by Ctrl-C, and the main task has stopped.
class Interrupted : public std::runtime_error {
public:
    Interrupted() : std::runtime_error("interrupted by Ctrl-C") {}
};

// A context variable has no value here, and no default.
class LookupError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The program uses aio in a way that cannot work: what, where, what to do, and which lesson explains it.
class UsageError : public std::logic_error {
public:
    // lesson: its id, as `loopscope LESSON` takes it; "" if none is about it.
    explicit UsageError(const std::string& what, std::source_location where = {}, std::string_view lesson = {});
    const std::source_location& where() const { return where_; }
    std::string_view lesson() const { return lesson_; }

private:
    std::source_location where_;
    std::string_view lesson_;
};

// Every task waits, and nothing is left that could wake one of them.
class DeadlockError : public UsageError {
public:
    using UsageError::UsageError;
};

namespace detail {
// What an exception says, in one line for people. REQUIRES: not nullptr.
std::string text_of(const std::exception_ptr& error);
std::string place_text(const std::source_location& where);  // "bank.cpp:31"
}  // namespace detail

}  // namespace aio
