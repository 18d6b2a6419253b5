#include "aio/shield.hpp"

#include "aio/loop.hpp"

namespace aio::detail {

using loopscope::EventKind;

ShieldState::ShieldState(Ref<FutureBase> inner, const std::source_location& where)
    : FutureBase(inner->loop()), inner_(std::move(inner)), id_(loop_.next_object_id()) {
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        recorder->record(EventKind::object_create, id_, loop_.activity(),
                         static_cast<std::uint8_t>(loopscope::ObjectKind::shield), 0,
                         loopscope::pack(loop_.current_id(), recorder->site(where)));
    }
    tell_child(loop_, EventKind::object_child, id_, *inner_);
    watch_.start(loop_, *inner_, *this, id_, "shield");
}

ShieldState::~ShieldState() {
    // Kept beyond its run, it has no loop any more and nobody to tell.
    if (!is_of(EventLoop::running_on_this_thread())) return;
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        recorder->record(EventKind::object_destroy, id_, loop_.activity());
    }
}

void ShieldState::child_done(ChildWatch&) {
    tell_child(loop_, EventKind::object_child_done, id_, *inner_);
    const loopscope::Outcome how = outcome_of(*inner_);
    if (how == loopscope::Outcome::raised) {
        exception_ = inner_->exception();
        mark_unseen();
    }
    finish(how);
}

// What the inner one raises from here on is its own: nobody marks it as looked at.
bool ShieldState::cancel(const std::string& message, const std::source_location& where) {
    if (done()) return false;
    require_loop(where);
    cancel_message_ = message;
    watch_.stop();
    finish(loopscope::Outcome::cancelled);
    return true;
}

void ShieldState::finish(loopscope::Outcome how) {
    loopscope::Sequence cause = loop_.activity();
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        cause = recorder->record(EventKind::object_done, id_, cause, static_cast<std::uint8_t>(how));
    }
    complete(how == loopscope::Outcome::cancelled ? State::cancelled : State::finished, cause);
}

std::exception_ptr ShieldState::exception() const noexcept {
    mark_seen();
    return exception_;
}

Ref<FutureBase> shielded(Ref<FutureBase> inner, const std::source_location& where) {
    if (inner->done()) return inner;
    return Ref<FutureBase>(new ShieldState(std::move(inner), where));
}

}  // namespace aio::detail
