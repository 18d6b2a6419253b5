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
    GatherBase(std::vector<Ref<FutureBase>> children, bool outcomes, const std::source_location& where);

    std::size_t size() const noexcept { return children_.size(); }
    FutureBase& child(std::size_t index) const noexcept { return *children_[index]; }
    // Cancels every child; false if all are done.
    bool cancel(const std::string& message, const std::source_location& where) override;
    std::exception_ptr exception() const noexcept override;
    bool raised() const noexcept override { return exception_ != nullptr; }
    const std::string& cancel_message() const noexcept override;
    std::string describe() const override { return "gather(" + std::to_string(children_.size()) + ")"; }
    std::size_t cancel_targets() const noexcept override { return done() ? 0 : children_.size(); }
    FutureBase* cancel_target(std::size_t index) noexcept override { return children_[index].get(); }
    // Remembered even with return_exceptions: all children may be done and it is still cancelled.
    void note_cancel() noexcept override { cancel_requested_ = true; }
    loopscope::WakeReason wake_reason() const noexcept override { return loopscope::WakeReason::object; }
    std::uint64_t wait_id() const noexcept override { return id_; }

protected:
    ~GatherBase() override;

private:
    // Stands on a child's list of waiters; in the ready queue once the child is done.
    class ChildDone final : public Runnable {
    public:
        ChildDone(GatherBase& gather, FutureBase& child) noexcept;
        ~ChildDone();
        void woken_by(FutureBase& future) noexcept override;
        void run(EventLoop& loop) override;
        void tell_ready(EventLoop& loop, loopscope::WakeReason reason, loopscope::Sequence cause) override;
        void abandon() noexcept override;

    private:
        static constexpr std::uint8_t kKeepsGather = 1;
        GatherBase& gather_;
        FutureBase& child_;
    };

    void child_done(FutureBase& child);
    void fail(std::exception_ptr exception, loopscope::Outcome how);
    void tell(loopscope::EventKind kind, loopscope::Outcome how) const;
    void tell_child(loopscope::EventKind kind, loopscope::Outcome how, FutureBase& child) const;

    std::vector<Ref<FutureBase>> children_;
    std::vector<std::unique_ptr<ChildDone>> nodes_;
    std::exception_ptr exception_;
    std::size_t finished_ = 0;
    loopscope::ObjectId id_ = 0;
    bool outcomes_;  // return_exceptions
    bool cancel_requested_ = false;
};

}  // namespace aio::detail
