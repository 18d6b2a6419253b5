// GatherBase: a future that is done when its children are, whatever they return.
//
// Hop for hop as asyncio's: each child's end runs a callback on the next turn, the
// last callback completes the gather, and who awaits it runs a turn later.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/future_base.hpp"
#include "aio/task_base.hpp"

#include <exception>
#include <memory>
#include <source_location>
#include <string>
#include <vector>

namespace aio::detail {

class GatherBase : public FutureBase {
public:
    GatherBase(std::vector<Ref<TaskBase>> children, bool outcomes, const std::source_location& where);

    std::size_t size() const noexcept { return children_.size(); }
    template <class T>
    TaskState<T>& child(std::size_t index) const noexcept {
        return static_cast<TaskState<T>&>(*children_[index]);
    }
    // Cancels every child; false if all are done.
    bool cancel(const std::string& message);
    bool cancel_wait(const std::string& message) override { return cancel(message); }
    std::size_t cancel_targets() const noexcept override { return done() ? 0 : children_.size(); }
    TaskBase* cancel_target(std::size_t index) noexcept override { return children_[index].get(); }
    // Remembered even with return_exceptions: all children may be done and it is still cancelled.
    void note_cancel() noexcept override { cancel_requested_ = true; }
    loopscope::WakeReason wake_reason() const noexcept override { return loopscope::WakeReason::object; }
    loopscope::WaitReason wait_reason() const noexcept { return loopscope::WaitReason::object; }
    std::uint64_t wait_id() const noexcept { return id_; }

    void add_ref() noexcept { ++references_; }
    void drop_ref() noexcept {
        if (--references_ == 0) delete this;
    }

protected:
    virtual ~GatherBase();
    void throw_if_failed() const {
        retrieved_ = true;
        if (exception_) std::rethrow_exception(exception_);
    }

private:
    // Stands on a child's list of waiters; in the ready queue once the child is done.
    class ChildDone final : public Runnable {
    public:
        ChildDone(GatherBase& gather, TaskBase& child) noexcept;
        ~ChildDone();
        void run(EventLoop& loop) override;
        void tell_ready(EventLoop& loop, loopscope::WakeReason reason, loopscope::Sequence cause) override;
        void abandon() noexcept override;

    private:
        GatherBase& gather_;
        TaskBase& child_;
    };

    void child_done(TaskBase& child);
    void fail(std::exception_ptr exception, loopscope::Outcome how);
    void tell(loopscope::EventKind kind, loopscope::Outcome how, std::uint32_t a) const;

    std::vector<Ref<TaskBase>> children_;
    std::vector<std::unique_ptr<ChildDone>> nodes_;
    std::exception_ptr exception_;
    std::size_t finished_ = 0;
    std::uint32_t references_ = 0;
    loopscope::ObjectId id_ = 0;
    bool outcomes_;  // return_exceptions
    bool cancel_requested_ = false;
    bool raised_ = false;             // exception_ is a child's own, no cancellation
    mutable bool retrieved_ = false;  // somebody looked at the outcome
};

}  // namespace aio::detail
