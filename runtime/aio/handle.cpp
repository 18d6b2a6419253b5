#include "aio/handle.hpp"

#include "aio/loop.hpp"

#include <utility>

namespace aio::detail {

using loopscope::EventKind;

Callback::Callback(EventLoop& loop, loopscope::HandleKind kind, std::function<void()> function, std::string_view label)
    : TimerNode(kind), loop_(loop), function_(std::move(function)), label_(label), context_(capture_context()) {
    if (kind == loopscope::HandleKind::callback) id_ = loop.next_callback_id();
}

void Callback::cancel() noexcept {
    cancelled_ = true;
    if (over_) return;  // it runs now, or has run, or was cancelled before
    if (kind() == loopscope::HandleKind::timer) {
        loop_.disarm(*this);
    } else {
        loop_.unlink(*this);
        if (loopscope::Recorder* recorder = loop_.recorder()) {
            recorder->record(EventKind::callback_cancelled, id_, loop_.activity());
        }
    }
    let_go();
}

void Callback::run(EventLoop& loop) {
    const Ref<Callback> keep(this);
    // It may cancel itself, and what it captured ends with this call.
    const auto function = std::exchange(function_, nullptr);
    let_go();
    const ContextScope scope(context_);
    try {
        function();
    } catch (...) {
        loop.report({"callback '" + label_ + "' raised an exception",
                     std::current_exception(),
                     {},
                     loopscope::ReportKind::callback_raised});
    }
}

void Callback::tell_ready(EventLoop& loop, loopscope::WakeReason reason, loopscope::Sequence cause) {
    if (kind() == loopscope::HandleKind::timer) return TimerNode::tell_ready(loop, reason, cause);
    loop.recorder()->record(EventKind::callback_ready, id_, cause, 0, loop.recorder()->string(label_));
}

void Callback::abandon() noexcept { let_go(); }

// It will not run again: what it captured must not live as long as its handles.
void Callback::let_go() noexcept {
    over_ = true;
    function_ = nullptr;
    drop_ref();
}

void TimerNode::tell_ready(EventLoop& loop, loopscope::WakeReason, loopscope::Sequence cause) {
    loop.recorder()->record(EventKind::timer_fire, id_, cause, 0, 0, static_cast<std::uint64_t>(due_.count()));
}

}  // namespace aio::detail
