// FutureBase: something that will be done, and those who wait for it.
//
// Tasks and gathers are futures: pending, then finished or cancelled, once. When it
// is done, everybody on its list goes to the ready queue, oldest first; nobody runs
// at once. The list is intrusive: to wait allocates nothing.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/runnable.hpp"
#include "monitor/event.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace aio::detail {

class TaskBase;

// What a task waits on, as far as cancelling goes.
class Waitable {
public:
    // Asks it to give up, because the task that waits on it is being cancelled. True:
    // the task will be woken and meet CancelledError. False: too late, it is done.
    virtual bool cancel_wait(const std::string& message) = 0;
    // The tasks that a cancellation goes on to instead, oldest first; it follows them without
    // recursion. None: cancel_wait() does the whole.
    virtual std::size_t cancel_targets() const noexcept { return 0; }
    virtual TaskBase* cancel_target(std::size_t /*index*/) noexcept { return nullptr; }
    // It has been asked for, and goes on to those.
    virtual void note_cancel() noexcept {}

protected:
    ~Waitable() = default;
};

class FutureBase : public Waitable {
public:
    enum class State : std::uint8_t { pending, finished, cancelled };

    explicit FutureBase(EventLoop& loop) noexcept : loop_(loop) {}
    FutureBase(const FutureBase&) = delete;
    FutureBase& operator=(const FutureBase&) = delete;

    EventLoop& loop() const noexcept { return loop_; }
    bool done() const noexcept { return state_ != State::pending; }
    bool cancelled() const noexcept { return state_ == State::cancelled; }
    // Why a task that awaits this one becomes ready.
    virtual loopscope::WakeReason wake_reason() const noexcept = 0;

    // WAKES: `node` when this is done, after those who came before. REQUIRES: pending.
    void add_waiter(Runnable& node) noexcept { waiters_.push_back(node, Runnable::Place::waiting); }

protected:
    ~FutureBase() = default;
    // It is done: everybody who waits becomes ready, because of the event `cause`.
    void complete(State state, loopscope::Sequence cause);

    EventLoop& loop_;
    RunnableList waiters_;
    State state_ = State::pending;
};

}  // namespace aio::detail
