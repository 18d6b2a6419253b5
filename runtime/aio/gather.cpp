#include "aio/gather_base.hpp"

#include "aio/cancel_path.hpp"
#include "aio/loop.hpp"

namespace aio::detail {

using loopscope::EventKind;

GatherBase::GatherBase(std::vector<Ref<FutureBase>> children, bool outcomes, const std::source_location& where)
    : FutureBase(running_loop(where, "gather")), children_(std::move(children)), outcomes_(outcomes) {
    id_ = loop_.next_object_id();
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        const auto name = recorder->string("gather(" + std::to_string(children_.size()) + ")");
        recorder->record(EventKind::object_create, id_, loop_.activity(),
                         static_cast<std::uint8_t>(loopscope::ObjectKind::gather), name,
                         loopscope::pack(loop_.current_id(), recorder->site(where)));
        for (const auto& child : children_) tell_child(EventKind::object_child, {}, *child);
    }
    nodes_.reserve(children_.size());
    for (const auto& child : children_) {
        if (child->done()) continue;
        nodes_.push_back(std::make_unique<ChildDone>(*this, *child));
        child->add_waiter(*nodes_.back());
    }
    for (const auto& child : children_) {
        if (child->done()) child_done(*child);
    }
    if (children_.empty()) complete(State::finished, loop_.activity());
}

GatherBase::~GatherBase() {
    // Kept beyond its run, it has no loop any more and nobody to tell.
    if (!is_of(EventLoop::running_on_this_thread())) return;
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        recorder->record(EventKind::object_destroy, id_, loop_.activity());
    }
}

bool GatherBase::cancel(const std::string& message, const std::source_location& where) {
    return cancel_through(*this, message, where);
}

void GatherBase::child_done(FutureBase& child) {
    ++finished_;
    const auto how = child.cancelled()   ? loopscope::Outcome::cancelled
                     : child.exception() ? loopscope::Outcome::raised
                                         : loopscope::Outcome::returned;
    tell_child(EventKind::object_child_done, how, child);
    if (done()) return;
    if (!outcomes_) {
        if (how == loopscope::Outcome::cancelled)
            return fail(std::make_exception_ptr(CancelledError(child.cancel_message())), how);
        if (how == loopscope::Outcome::raised) return fail(child.exception(), how);
    }
    if (finished_ < children_.size()) return;
    if (cancel_requested_) {
        return fail(std::make_exception_ptr(CancelledError(child.cancel_message())), loopscope::Outcome::cancelled);
    }
    tell(EventKind::object_done, loopscope::Outcome::returned);
    complete(State::finished, loop_.activity());
}

void GatherBase::fail(std::exception_ptr exception, loopscope::Outcome how) {
    exception_ = std::move(exception);
    if (how == loopscope::Outcome::raised) mark_unseen();
    tell(EventKind::object_done, how);
    complete(State::finished, loop_.activity());
}

// b names a child that is no task.
void GatherBase::tell_child(EventKind kind, loopscope::Outcome how, FutureBase& child) const {
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        const TaskBase* task = child.as_task();
        recorder->record(kind, id_, loop_.activity(), static_cast<std::uint8_t>(how), task != nullptr ? task->id() : 0,
                         task != nullptr ? 0 : child.wait_id());
    }
}

void GatherBase::tell(EventKind kind, loopscope::Outcome how) const {
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        recorder->record(kind, id_, loop_.activity(), static_cast<std::uint8_t>(how));
    }
}

// While tasks run for it, a gather that nobody holds lives on: an exception must not get lost.
// A plain future may never be done, and would keep it for ever.
GatherBase::ChildDone::ChildDone(GatherBase& gather, FutureBase& child) noexcept
    : Runnable(loopscope::HandleKind::callback), gather_(gather), child_(child) {
    if (child.as_task() == nullptr) return;
    flags_ = kKeepsGather;
    gather.add_ref();
}

GatherBase::ChildDone::~ChildDone() {
    // A child that nobody completed may outlive its loop.
    if (place() == Place::waiting) {
        RunnableList::unlink(*this);
    } else if (place() != Place::nowhere) {
        gather_.loop_.unlink(*this);
    }
}

// It is about to run, and needs its gather.
void GatherBase::ChildDone::woken_by(FutureBase&) noexcept {
    if (flags_ & kKeepsGather) return;
    flags_ = kKeepsGather;
    gather_.add_ref();
}

void GatherBase::ChildDone::tell_ready(EventLoop& loop, loopscope::WakeReason, loopscope::Sequence cause) {
    id_ = loop.next_callback_id();
    loopscope::Recorder& recorder = *loop.recorder();
    const bool named = child_.as_task() != nullptr && child_.as_task()->has_own_name();
    // One string for all children without a name of their own: there may be a million.
    const auto label =
        recorder.string(named ? "gather: " + child_.as_task()->name() + " is done" : "gather: a child is done");
    recorder.record(EventKind::callback_ready, id_, cause, 0, label, gather_.id_);
}

void GatherBase::ChildDone::abandon() noexcept {
    if (flags_ & kKeepsGather) gather_.drop_ref();
}

void GatherBase::ChildDone::run(EventLoop&) {
    const Ref<GatherBase> keep(&gather_);
    gather_.drop_ref();  // the reference that stood for this node
    gather_.child_done(child_);
}

std::exception_ptr GatherBase::exception() const noexcept {
    mark_seen();
    return exception_;
}

const std::string& GatherBase::cancel_message() const noexcept {
    static const std::string none;
    return none;
}

}  // namespace aio::detail
