#include "aio/timeout.hpp"

#include "aio/errors.hpp"
#include "aio/loop.hpp"

#include <exception>

namespace aio {

using loopscope::EventKind;

Timeout timeout(const TimeLimit& delay, std::source_location where) {
    return Timeout(delay.from(detail::running_loop(where, "timeout").time()));
}

void Timeout::enter(const std::source_location& where) {
    if (state_ != State::created)
        throw UsageError("this timeout was entered before: make a new one", where, "timeouts");
    loop_ = &detail::running_loop(where, "a timeout");
    task_ = loop_->current();
    if (task_ == nullptr) throw UsageError("a timeout is for use inside a task", where, "timeouts");
    where_ = where;
    cancelling_ = task_->cancelling();
    pending_ = task_->cancel_pending();
    entered_in_ = task_->steps();
    state_ = State::active;
    id_ = loop_->next_object_id();
    if (loopscope::Recorder* recorder = loop_->recorder()) {
        recorder->record(EventKind::object_create, id_, loop_->activity(),
                         static_cast<std::uint8_t>(loopscope::ObjectKind::timeout), 0,
                         loopscope::pack(task_->id(), recorder->site(where)));
    }
    arm();
}

void Timeout::reschedule(std::optional<Duration> when, std::source_location where) {
    if (loop_ != nullptr) loop_->require_thread(where);
    if (state_ == State::created) throw UsageError("this timeout was not entered yet", where, "timeouts");
    if (state_ != State::active) {
        throw UsageError(expired() ? "the time is over: this timeout cannot be moved any more"
                                   : "what ran under this timeout is over: it cannot be moved any more",
                         where, "timeouts");
    }
    disarm();
    when_ = when;
    arm();
}

void Timeout::arm() {
    tell(EventKind::object_value, static_cast<std::uint8_t>(loopscope::ValueKind::deadline),
         static_cast<std::uint64_t>(when_ ? when_->count() : -1));
    if (!when_) return;
    if (*when_ <= loop_->time()) {
        soon_ = loop_->call_soon([this] { expire(); }, "timeout");
    } else {
        loop_->arm(alarm_, *when_, "timeout");
    }
}

void Timeout::disarm() noexcept {
    if (loop_ == nullptr) return;
    soon_.cancel();
    soon_ = Handle();
    if (alarm_.armed() || alarm_.place() != detail::Runnable::Place::nowhere) loop_->disarm(alarm_);
}

// A request that was pending on entry, and that the task has made no step to meet since, arrives in
// the same CancelledError as this one: it came from elsewhere and stays one (docs/divergences.md, S51).
void Timeout::expire() {
    state_ = State::expiring;
    if (pending_ && task_->steps() == entered_in_) --cancelling_;
    task_->cancel({}, where_);
}

bool Timeout::leave(loopscope::Outcome how) noexcept {
    disarm();
    bool converts = false;
    if (state_ == State::expiring) {
        state_ = State::expired;
        converts = task_->uncancel() <= cancelling_ && how == loopscope::Outcome::cancelled;
    } else {
        state_ = State::finished;
    }
    tell(EventKind::object_done, static_cast<std::uint8_t>(converts ? loopscope::Outcome::raised : how), 0);
    tell(EventKind::object_destroy, 0, 0);
    loop_ = nullptr;
    task_ = nullptr;
    return converts;
}

void Timeout::tell(EventKind kind, std::uint8_t detail, std::uint64_t b) const {
    if (loopscope::Recorder* recorder = loop_->recorder()) {
        recorder->record(kind, id_, loop_->activity(), detail,
                         kind == EventKind::object_value ? loop_->current_id() : 0, b);
    }
}

namespace detail {

TimeoutScope::TimeoutScope(const TimeoutChoice& choice, const std::source_location& where)
    : given_(choice.given),
      own_(choice.absolute ? choice.when : choice.span.from(running_loop(where, "a timeout").time())) {
    limit().enter(where);
}

void TimeoutScope::leave() noexcept {
    if (std::exchange(inside_, false)) limit().leave(loopscope::Outcome::returned);
}

void TimeoutScope::leave_by_exception() {
    inside_ = false;
    try {
        throw;
    } catch (const CancelledError&) {
        if (limit().leave(loopscope::Outcome::cancelled)) std::throw_with_nested(TimeoutError());
        throw;
    } catch (...) {
        limit().leave(loopscope::Outcome::raised);
        throw;
    }
}

}  // namespace detail
}  // namespace aio
