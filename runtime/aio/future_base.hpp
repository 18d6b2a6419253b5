// FutureBase: something that will be done, and those who wait for it.
//
// Tasks, futures and gathers are this: pending, then finished or cancelled, once. When
// it is done, everybody on its list goes to the ready queue, oldest first; nobody runs
// at once. The list is intrusive: to wait allocates nothing. What stands on it is a
// task that awaits, or a callback.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/living_loops.hpp"
#include "aio/ref.hpp"
#include "aio/runnable.hpp"
#include "monitor/event.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <source_location>
#include <string>

namespace aio {
class AnyFuture;
}

namespace aio::detail {

class FutureBase;
class TaskBase;

// What a task waits on, as far as cancelling goes.
class Waitable {
public:
    // Asks it to give up, because the task that waits on it is being cancelled. True:
    // the task will be woken and meet CancelledError. False: too late, it is done.
    virtual bool cancel_wait(const std::string& message) = 0;
    // The futures that a cancellation goes on to instead, oldest first; it follows them without
    // recursion (cancel_path.hpp). None: cancel_wait() does the whole.
    virtual std::size_t cancel_targets() const noexcept { return 0; }
    virtual FutureBase* cancel_target(std::size_t /*index*/) noexcept { return nullptr; }
    // At least one of those took the request over.
    virtual void note_cancel() noexcept {}
    // The step that a wake-up brought begins, if the task asked to be told (ask_before_resuming).
    // True: what it waits for is gone again, and it waits on: its coroutine is not resumed.
    virtual bool waits_again() { return false; }

protected:
    ~Waitable() = default;
};

class FutureBase;
// What stands in the place of its result, a CancelledError too; nullptr if nothing. REQUIRES: done. Counts as
// having been looked at.
std::exception_ptr what_it_raised(const FutureBase& future);

class FutureBase : public Waitable {
public:
    enum class State : std::uint8_t { pending, finished, cancelled };
    using DoneFunction = std::function<void(const AnyFuture&)>;

    explicit FutureBase(EventLoop& loop) noexcept;
    FutureBase(const FutureBase&) = delete;
    FutureBase& operator=(const FutureBase&) = delete;

    EventLoop& loop() const noexcept { return loop_; }  // REQUIRES: it is there still
    // By number and not by address alone: a future may outlive its loop, and a later one may stand there.
    bool is_of(const EventLoop* loop) const noexcept;
    // A future whose loop is gone is done or never will be; one whose loop runs on another thread is
    // that thread's.
    LoopStanding standing() const noexcept;
    // Before anything that touches the loop. UsageError if that is gone or runs on another thread.
    void require_loop(const std::source_location& where) const;
    bool done() const noexcept { return state_ != State::pending; }
    bool cancelled() const noexcept { return state_ == State::cancelled; }

    // Asks for cancellation; false if it is done already.
    virtual bool cancel(const std::string& message, const std::source_location& where) = 0;
    bool cancel_wait(const std::string& message) override { return cancel(message, {}); }
    // What it raised; nullptr if nothing. REQUIRES: done. Counts as having been looked at: mark_seen().
    virtual std::exception_ptr exception() const noexcept = 0;
    // Whether it raised; does not count as having been looked at. REQUIRES: done.
    virtual bool raised() const noexcept = 0;
    virtual const std::string& cancel_message() const noexcept = 0;  // of the last request
    // Where its result is, as the type that its handle names; nullptr for void. REQUIRES: finished, nothing raised.
    virtual void* value() = 0;
    // The same as exception(); InvalidStateError until it is done, CancelledError if it was cancelled.
    std::exception_ptr exception_or_throw() const;
    // Throws what stands in the place of a result, if anything does.
    void throw_if_failed() const;
    // The same, and for who moves the result out: InvalidStateError for everybody after that.
    void require_result() const {
        throw_if_failed();
        if (taken_) [[unlikely]]
            throw_taken();
    }
    void moves_out() {
        require_result();
        taken_ = true;
    }
    virtual std::string describe() const = 0;  // "task 'fetch-1'", for messages
    virtual TaskBase* as_task() noexcept { return nullptr; }

    // Why a task that awaits this one becomes ready, and what the record says that it waits for.
    virtual loopscope::WakeReason wake_reason() const noexcept = 0;
    virtual loopscope::WaitReason wait_reason() const noexcept { return loopscope::WaitReason::object; }
    virtual std::uint64_t wait_id() const noexcept = 0;

    // WAKES: `node` when this is done, after those who came before. REQUIRES: pending.
    void add_waiter(Runnable& node) noexcept { waiters_.push_back(node, Runnable::Place::waiting); }
    // Calls `function` on the turn after this is done, in the order in which they were added; on the
    // next turn if it is done already. The number is what remove_done_callback takes.
    std::uint64_t add_done_callback(DoneFunction function, std::string_view label);
    bool remove_done_callback(std::uint64_t number);  // false: it is not there (any more)

    // Nobody beside so many handles and owners could ask for the result.
    bool held_by_at_most(std::uint32_t holders) const noexcept { return references_ <= holders; }
    void add_ref() noexcept { ++references_; }
    void drop_ref() noexcept {
        if (--references_ != 0) return;
        if (unseen_) [[unlikely]]
            return report_unseen();
        delete this;
    }

protected:
    virtual ~FutureBase();
    // It is done: everybody who waits becomes ready, because of the event `cause`.
    void complete(State state, loopscope::Sequence cause);
    // The same without a loop. False: there were callbacks, which can never run.
    bool complete_without_loop(State state) noexcept;
    // It raised: whoever does not look at the exception until this goes is told about it then.
    void mark_unseen() noexcept { unseen_ = true; }
    void mark_seen() const noexcept { unseen_ = false; }

    EventLoop& loop_;
    RunnableList waiters_;

private:
    void report_unseen() noexcept;
    [[noreturn]] void throw_taken() const;
    [[noreturn]] void throw_without_loop(LoopStanding standing, const std::source_location& where) const;

    std::uint32_t references_ = 0;
    // Together four bytes: a million tasks wait in memory. The number stands apart from the bits:
    // another thread may ask for it while this one changes them.
    State state_ : 2 = State::pending;
    mutable bool unseen_ : 1 = false;
    bool taken_ : 1 = false;

protected:
    bool told_ : 4 = false;  // of a task: what it waits on took a request to cancel over

private:
    std::uint16_t loop_number_;  // its short_number()
};

}  // namespace aio::detail
