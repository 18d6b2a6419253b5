#include "aio/task_group.hpp"

#include "aio/loop.hpp"

namespace aio::detail {

using loopscope::EventKind;
using loopscope::Outcome;

namespace {

std::uint8_t code(auto enumeration) { return static_cast<std::uint8_t>(enumeration); }

}  // namespace

// Stands on a child's list of waiters, then in the ready queue; it goes when it has run. It
// keeps the group, which others may have left by then.
class TaskGroupBase::Child final : public Runnable {
public:
    Child(TaskGroupBase& group, TaskBase& task) noexcept
        : Runnable(loopscope::HandleKind::callback), group_(&group), task_(&task) {}

    static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
    static void operator delete(void* block, std::size_t bytes) noexcept { free_frame(block, bytes); }

    TaskBase& task() const noexcept { return *task_; }
    Child* older = nullptr;
    Child* newer = nullptr;

    void run(EventLoop&) override {
        const Ref<TaskGroupBase> group = group_;
        group->child_done(*this);
        delete this;
    }
    void abandon() noexcept override {
        const Ref<TaskGroupBase> group = group_;
        group->forget(*this);
        delete this;
    }
    void tell_ready(EventLoop& loop, loopscope::WakeReason, loopscope::Sequence cause) override {
        id_ = loop.next_callback_id();
        loopscope::Recorder& recorder = *loop.recorder();
        // One string for all children without a name of their own: there may be a million.
        const auto label =
            recorder.string(task_->has_own_name() ? "group: " + task_->name() + " is done" : "group: a child is done");
        recorder.record(EventKind::callback_ready, id_, cause, 0, label, group_->id());
    }

private:
    Ref<TaskGroupBase> group_;
    Ref<TaskBase> task_;
};

TaskGroupBase::TaskGroupBase(std::string_view name, const std::source_location& where)
    : Primitive(loopscope::ObjectKind::task_group, name, where), where_(where) {
    join_running_loop();
}

TaskGroupBase::~TaskGroupBase() { orphan(line_); }

TaskGroupEntered::TaskGroupEntered(TaskGroupBase& group) : group_(group) { group.parent_ = group.loop().current(); }

void TaskGroupBase::require_open(const std::source_location& where) {
    const bool over = parent_ == nullptr || (exiting_ && size_ == 0);
    if (over) {
        throw UsageError(describe() + " is finished: create its tasks before its block ends", where, "task_group");
    }
    enter(where);
    if (aborting_) {
        throw UsageError(describe() + " is shutting down: it was cancelled, or one of its tasks failed", where,
                         "task_group");
    }
}

void TaskGroupBase::add(TaskBase& task) {
    auto* child = new Child(*this, task);
    child->older = newest_;
    (newest_ != nullptr ? newest_->newer : oldest_) = child;
    newest_ = child;
    ++size_;
    task.add_waiter(*child);
    tell(EventKind::object_child, 0, task.id(), 0);
}

void TaskGroupBase::forget(Child& child) noexcept {
    (child.older != nullptr ? child.older->newer : oldest_) = child.newer;
    (child.newer != nullptr ? child.newer->older : newest_) = child.older;
    --size_;
}

void TaskGroupBase::child_done(Child& child) {
    forget(child);
    const TaskBase& task = child.task();
    const std::exception_ptr error = task.cancelled() ? nullptr : task.exception();
    const Outcome how = task.cancelled() ? Outcome::cancelled : error != nullptr ? Outcome::raised : Outcome::returned;
    tell(EventKind::object_child_done, code(how), task.id(), 0);
    // Before the parent is cancelled below: a parent that was woken already meets that later.
    if (size_ == 0 && !line_.empty() && line_.front().waiting()) line_.front().wake(activity());
    if (error == nullptr) return;
    if (parent_ == nullptr) {
        return loop().report({task.describe() + " raised an exception after its group had gone", error});
    }
    errors_.push_back(error);
    if (aborting_ || parent_cancelled_) return;
    abort(where_);
    cancel_parent(where_);
}

void TaskGroupBase::abort(const std::source_location& where) {
    aborting_ = true;
    if (loopscope::Recorder* listener = recorder()) {
        tell(EventKind::object_close, code(loopscope::CloseKind::aborted), 0,
             loopscope::pack(task_id(), listener->site(where)));
    }
    for (Child* child = oldest_; child != nullptr; child = child->newer) child->task().cancel({}, where);
}

void TaskGroupBase::cancel_parent(const std::source_location& where) {
    parent_cancelled_ = true;
    parent_->cancel({}, where);
}

void TaskGroupBase::cancel(const std::source_location& where) {
    if (parent_ == nullptr) return;
    enter(where);
    if (aborting_ || (exiting_ && size_ == 0)) return;
    abort(where);
    cancel_parent(where);
}

void TaskGroupBase::body_raised(std::exception_ptr error) {
    try {
        std::rethrow_exception(error);
    } catch (const CancelledError&) {
        cancelled_ = std::move(error);
    } catch (...) {
        body_error_ = std::move(error);
    }
}

void TaskGroupBase::begin_exit() {
    exiting_ = true;
    if ((body_error_ != nullptr || cancelled_ != nullptr) && !aborting_) abort(where_);
}

void TaskGroupBase::cancelled_while_waiting(std::exception_ptr error) {
    latest_cancelled_ = std::move(error);
    if (aborting_) return;
    cancelled_ = latest_cancelled_;
    abort(where_);
}

void TaskGroupBase::finish() {
    if (parent_cancelled_) {
        if (parent_->uncancel() == 0) {
            cancelled_ = nullptr;
        } else if (cancelled_ == nullptr) {
            cancelled_ = latest_cancelled_;  // what is left is somebody else's request
        }
    }
    if (cancelled_ != nullptr && errors_.empty()) {
        tell_done(Outcome::cancelled);
        std::rethrow_exception(cancelled_);
    }
    if (body_error_ != nullptr) errors_.push_back(std::exchange(body_error_, nullptr));
    if (errors_.empty()) return tell_done(Outcome::returned);
    // A request from outside that the group's errors stand before is made again, for the next wait.
    if (parent_->cancelling() > 0) {
        parent_->uncancel();
        parent_->cancel({}, where_);
    }
    tell_done(Outcome::raised);
    throw ExceptionGroup("unhandled errors in a TaskGroup", std::move(errors_));
}

void TaskGroupBase::tell_done(Outcome how) { tell(EventKind::object_done, code(how), 0, 0); }

}  // namespace aio::detail
