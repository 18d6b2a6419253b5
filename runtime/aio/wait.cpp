#include "aio/wait.hpp"

#include "aio/loop.hpp"

#include <stdexcept>
#include <string>
#include <unordered_set>

namespace aio::detail {

using loopscope::EventKind;

WaitBase::WaitBase(std::vector<Ref<FutureBase>> children, ReturnWhen when, const TimeLimit& timeout, const char* verb,
                   const std::source_location& where)
    : children_(std::move(children)),
      timeout_(timeout),
      verb_(verb),
      where_(where),
      missing_(children_.size()),
      when_(when) {}

void WaitBase::start(PromiseBase& promise) {
    task_ = promise.task();
    loop_ = &task_->loop();
    id_ = loop_->next_object_id();
    tell_start();
    if (const auto due = timeout_.from(loop_->time())) {
        tell_deadline(*due);
        loop_->arm(alarm_, *due, verb_);
    }
    watches_ = std::make_unique<ChildWatch[]>(children_.size());
    for (std::size_t i = 0; i < children_.size(); ++i) watches_[i].start(*loop_, *children_[i], *this, id_, verb_);
    state_ = State::waiting;
    task_->suspend_on(promise, *this, loopscope::WaitReason::object, id_);
}

void WaitBase::child_done(ChildWatch& watch) {
    FutureBase& child = watch.child();
    --missing_;
    tell_child(*loop_, EventKind::object_child_done, id_, child);
    const bool enough = missing_ == 0 || when_ == ReturnWhen::first_completed ||
                        (when_ == ReturnWhen::first_exception && !child.cancelled() && child.raised());
    if (!enough) return;
    loop_->disarm(alarm_);
    wake(loopscope::WakeReason::object);
}

void WaitBase::wake(loopscope::WakeReason reason) {
    if (state_ != State::waiting) return;
    state_ = State::woken;
    loop_->make_ready(*task_, reason, tell_done(loopscope::Outcome::returned));
}

bool WaitBase::cancel_wait(const std::string& message) {
    if (state_ != State::waiting) return false;
    state_ = State::cancelled;
    task_->set_cancel_message(message);
    loop_->make_ready(*task_, loopscope::WakeReason::cancelled, tell_done(loopscope::Outcome::cancelled));
    return true;
}

void WaitBase::resume() {
    const bool cancelled = state_ == State::cancelled;
    stop();
    if (cancelled) task_->throw_cancelled();
    task_->resumed();
}

void WaitBase::stop() noexcept {
    if (state_ == State::idle) return;
    state_ = State::idle;
    loop_->disarm(alarm_);
    watches_.reset();
    if (loopscope::Recorder* recorder = loop_->recorder()) {
        recorder->record(EventKind::object_destroy, id_, loop_->activity());
    }
}

loopscope::Sequence WaitBase::tell_done(loopscope::Outcome how) const {
    loopscope::Recorder* recorder = loop_->recorder();
    if (recorder == nullptr) return loop_->activity();
    return recorder->record(EventKind::object_done, id_, loop_->activity(), static_cast<std::uint8_t>(how));
}

void WaitBase::tell_start() const {
    loopscope::Recorder* recorder = loop_->recorder();
    if (recorder == nullptr) return;
    const auto name = recorder->string(std::string(verb_) + "(" + std::to_string(children_.size()) + ")");
    recorder->record(EventKind::object_create, id_, loop_->activity(),
                     static_cast<std::uint8_t>(loopscope::ObjectKind::wait), name,
                     loopscope::pack(loop_->current_id(), recorder->site(where_)));
    for (const auto& child : children_) tell_child(*loop_, EventKind::object_child, id_, *child);
}

void WaitBase::tell_deadline(Duration due) const {
    if (loopscope::Recorder* recorder = loop_->recorder()) {
        recorder->record(EventKind::object_value, id_, loop_->activity(),
                         static_cast<std::uint8_t>(loopscope::ValueKind::deadline), loop_->current_id(),
                         static_cast<std::uint64_t>(due.count()));
    }
}

std::vector<std::size_t> distinct(const std::vector<Ref<FutureBase>>& futures) {
    std::vector<std::size_t> first;
    std::unordered_set<const FutureBase*> seen;
    for (std::size_t i = 0; i < futures.size(); ++i) {
        if (seen.insert(futures[i].get()).second) first.push_back(i);
    }
    return first;
}

void refuse_empty_wait() { throw std::invalid_argument("wait needs at least one task or future"); }

}  // namespace aio::detail
