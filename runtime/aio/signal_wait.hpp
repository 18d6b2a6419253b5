// SignalWait: stands in a primitive's line until somebody wakes it.
//
// What waiting for an event and for a condition have in common.
//
// For aio's own sources.
// Thread rule: the loop's thread.
#pragma once
#include "aio/coro.hpp"
#include "aio/primitive.hpp"

namespace aio::detail {

class SignalAwaiter {
public:
    SignalAwaiter(Primitive& on, WaiterList& line) noexcept : on_(on), line_(line) {}
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        waiter_.wait(handle.promise(), line_, on_, loopscope::WaitReason::signal);
    }
    void await_resume() {
        if (waiter_.leave()) waiter_.rethrow();
    }

private:
    Primitive& on_;
    WaiterList& line_;
    Waiter waiter_;
};

struct SignalWait {
    SignalWait(Primitive& primitive, WaiterList& waiters) noexcept : on(primitive), line(waiters) {}
    Primitive& on;
    WaiterList& line;
};

inline SignalAwaiter make_awaiter(const SignalWait& wait, const std::source_location&) {
    return SignalAwaiter(wait.on, wait.line);
}

}  // namespace aio::detail
