#include "aio/gather_base.hpp"
#include "aio/loop.hpp"

namespace aio::detail {

using loopscope::EventKind;

namespace {

EventLoop& loop_of(const std::vector<Ref<TaskBase>>& children, const std::source_location& where) {
    return children.empty() ? running_loop(where, "gather") : children.front()->loop();
}

}  // namespace

GatherBase::GatherBase(std::vector<Ref<TaskBase>> children, bool outcomes, const std::source_location& where)
    : FutureBase(loop_of(children, where)), children_(std::move(children)), outcomes_(outcomes) {
    id_ = loop_.next_object_id();
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        const auto name = recorder->string("gather(" + std::to_string(children_.size()) + ")");
        recorder->record(EventKind::object_create, id_, loop_.activity(),
                         static_cast<std::uint8_t>(loopscope::ObjectKind::gather), name,
                         loopscope::pack(loop_.current_id(), recorder->site(where)));
        for (const auto& child : children_) tell(EventKind::object_child, {}, child->id());
    }
    // While children wait for it to finish, a gather that nobody holds must live on.
    nodes_.reserve(children_.size());
    for (const auto& child : children_) {
        if (child->done()) continue;
        nodes_.push_back(std::make_unique<ChildDone>(*this, *child));
        child->add_waiter(*nodes_.back());
        add_ref();
    }
    for (const auto& child : children_) {
        if (child->done()) child_done(*child);
    }
    if (children_.empty()) complete(State::finished, loop_.activity());
}

GatherBase::~GatherBase() {
    if (raised_ && !retrieved_) report_anywhere({"a gather raised an exception that nobody looked at", exception_});
    // Kept beyond its run, it has no loop any more and nobody to tell.
    if (EventLoop::running_on_this_thread() != &loop_) return;
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        recorder->record(EventKind::object_destroy, id_, loop_.activity());
    }
}

bool GatherBase::cancel(const std::string& message) {
    if (done()) return false;
    bool any = false;
    for (const auto& child : children_) any |= child->cancel(message, {});
    if (any) note_cancel();
    return any;
}

void GatherBase::child_done(TaskBase& child) {
    ++finished_;
    const auto how = child.cancelled()   ? loopscope::Outcome::cancelled
                     : child.exception() ? loopscope::Outcome::raised
                                         : loopscope::Outcome::returned;
    tell(EventKind::object_child_done, how, child.id());
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
    tell(EventKind::object_done, loopscope::Outcome::returned, 0);
    complete(State::finished, loop_.activity());
}

void GatherBase::fail(std::exception_ptr exception, loopscope::Outcome how) {
    exception_ = std::move(exception);
    raised_ = how == loopscope::Outcome::raised;
    tell(EventKind::object_done, how, 0);
    complete(State::finished, loop_.activity());
}

void GatherBase::tell(EventKind kind, loopscope::Outcome how, std::uint32_t a) const {
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        recorder->record(kind, id_, loop_.activity(), static_cast<std::uint8_t>(how), a);
    }
}

GatherBase::ChildDone::ChildDone(GatherBase& gather, TaskBase& child) noexcept
    : Runnable(loopscope::HandleKind::callback), gather_(gather), child_(child) {}

GatherBase::ChildDone::~ChildDone() {
    if (place() != Place::nowhere) gather_.loop_.unlink(*this);
}

void GatherBase::ChildDone::tell_ready(EventLoop& loop, loopscope::WakeReason, loopscope::Sequence cause) {
    id_ = loop.next_callback_id();
    loopscope::Recorder& recorder = *loop.recorder();
    // One string for all children without a name of their own: there may be a million.
    const auto label =
        recorder.string(child_.has_own_name() ? "gather: " + child_.name() + " is done" : "gather: a child is done");
    recorder.record(EventKind::callback_ready, id_, cause, 0, label, gather_.id_);
}

void GatherBase::ChildDone::abandon() noexcept { gather_.drop_ref(); }

void GatherBase::ChildDone::run(EventLoop&) {
    const Ref<GatherBase> keep(&gather_);
    gather_.drop_ref();  // the reference that stood for this node
    gather_.child_done(child_);
}

}  // namespace aio::detail
