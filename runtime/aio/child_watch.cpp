#include "aio/child_watch.hpp"

#include "aio/loop.hpp"

#include <string>

namespace aio::detail {

using loopscope::EventKind;

void ChildWatch::start(EventLoop& loop, FutureBase& child, Watcher& watcher, loopscope::ObjectId owner,
                       const char* verb) {
    loop_ = &loop;
    child_ = &child;
    watcher_ = &watcher;
    owner_ = owner;
    verb_ = verb;
    if (child.done()) {
        loop.make_ready(*this, child.wake_reason(), loop.activity());
    } else {
        child.add_waiter(*this);
    }
}

void ChildWatch::stop() noexcept {
    if (place() == Place::nowhere) return;
    // A child that nobody completed may outlive its loop.
    if (place() == Place::waiting) return RunnableList::unlink(*this);
    loop_->unlink(*this);
    if (loopscope::Recorder* recorder = loop_->recorder()) {
        recorder->record(EventKind::callback_cancelled, id_, loop_->activity());
    }
}

void ChildWatch::run(EventLoop&) { watcher_->child_done(*this); }

void ChildWatch::tell_ready(EventLoop& loop, loopscope::WakeReason, loopscope::Sequence cause) {
    id_ = loop.next_callback_id();
    loopscope::Recorder& recorder = *loop.recorder();
    const TaskBase* task = child_->as_task();
    // One string for all children without a name of their own: there may be a million.
    const std::string child = task != nullptr && task->has_own_name() ? task->name() : "a child";
    recorder.record(EventKind::callback_ready, id_, cause, 0,
                    recorder.string(std::string(verb_) + ": " + child + " is done"), owner_);
}

loopscope::Outcome outcome_of(const FutureBase& child) noexcept {
    return child.cancelled() ? loopscope::Outcome::cancelled
           : child.raised()  ? loopscope::Outcome::raised
                             : loopscope::Outcome::returned;
}

void tell_child(EventLoop& loop, EventKind kind, loopscope::ObjectId owner, FutureBase& child) {
    loopscope::Recorder* recorder = loop.recorder();
    if (recorder == nullptr) return;
    const auto how = kind == EventKind::object_child_done ? outcome_of(child) : loopscope::Outcome::returned;
    const TaskBase* task = child.as_task();
    recorder->record(kind, owner, loop.activity(), static_cast<std::uint8_t>(how), task != nullptr ? task->id() : 0,
                     task != nullptr ? 0 : child.wait_id());
}

}  // namespace aio::detail
