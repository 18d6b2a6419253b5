// The loop's poll: what comes from outside, and the waiting for it. A turn enters Asio
// at most once, and not at all while nobody has asked for it (RUNTIME semantics S03, S74).
#include "aio/context_ref.hpp"
#include "aio/errors.hpp"
#include "aio/gate.hpp"
#include "aio/loop.hpp"
#include "aio/outside.hpp"
#include "aio/threadsafe.hpp"
#include "monitor/control.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace aio {

using loopscope::EventKind;

namespace {

std::uint64_t limit_to_tell(Duration span) {
    return span == Duration::max() ? loopscope::kForever : static_cast<std::uint64_t>(span.count());
}

}  // namespace

bool EventLoop::outside_may_act() const { return outside_->may_act(); }

Duration EventLoop::time_to_timer() const noexcept {
    if (timers_.empty()) return Duration::max();
    return std::max(timers_.earliest() - time(), Duration::zero());
}

// Waits only when nothing is ready.
void EventLoop::poll() {
    const bool idle = ready_[collecting_].empty() && !stopping_;
    if (!idle && outside_->silent()) [[likely]] {
        if (recorder_ != nullptr) [[unlikely]]
            tell_busy_time();
        return;
    }
    const Duration span = idle && !outside_->called() ? time_to_timer() : Duration::zero();
    const bool tells = recorder_ != nullptr && (idle || outside_->called() || outside_->outstanding() > 0);
    loopscope::Sequence begun = 0;
    if (tells) {
        begun = recorder_->record(EventKind::poll_begin, 0, 0, 0, outside_->outstanding(), limit_to_tell(span));
    }
    if (span <= Duration::zero()) {
        outside_->look();
    } else if (options_.clock == ClockKind::virtual_time) {
        wait_virtually(begun);
    } else {
        wait_really();
    }
    deliver_interrupt();
    take_calls();
    // What this turn runs may start operations that only Asio knows of.
    if (!ready_[collecting_].empty() || !timers_.empty()) outside_->forget();
    if (recorder_ != nullptr) [[unlikely]] {
        waited_ = false;
        recorder_->stamp();
        if (tells) recorder_->record(EventKind::poll_end, 0, 0, 0, outside_->take_completed());
        tell_time();
    }
}

bool EventLoop::must_go_on() const noexcept { return !ready_[collecting_].empty() || stopping_ || outside_->called(); }

// For whatever comes first: something from outside, or the next timer.
void EventLoop::wait_really() {
    if (recorder_ != nullptr) recorder_->flush();  // it stands still now
    while (!must_go_on()) {
        const Duration span = time_to_timer();
        if (span <= Duration::zero()) return;
        if (span == Duration::max() && outside_->outstanding() == 0) {
            outside_->look();  // only Asio knows what others have started on it
            if (must_go_on() || !outside_->may_act()) return;
        }
        waited_ = true;
        outside_->wait(span);
    }
}

// Virtual time moves only when nothing real is under way.
void EventLoop::wait_virtually(loopscope::Sequence begun) {
    std::optional<std::chrono::steady_clock::time_point> since;  // when real waiting began
    for (outside_->look();;) {
        if (must_go_on()) return;
        Duration limit = Duration::max();
        if (timers_.empty()) {
            if (!outside_->may_act()) return;
        } else if (!outside_->threads_hold_time()) {
            if (!outside_->io_holds_time()) break;
            if (options_.io_patience != Duration::max()) {
                const auto now = std::chrono::steady_clock::now();
                limit = options_.io_patience - (now - since.value_or(now));
                since = since.value_or(now);
                if (limit <= Duration::zero()) break;
            }
        }
        if (recorder_ != nullptr) recorder_->flush();  // it stands still now
        waited_ = true;
        outside_->wait(limit);
    }
    const Duration span = time_to_timer();
    hold_time(span, begun);
    virtual_time_ += span;
}

// Before virtual time moves, whoever steers may want it to take its time.
void EventLoop::hold_time(Duration span, loopscope::Sequence cause) {
    if (options_.control == nullptr) return;
    const auto wait = [&] { return options_.control->before_time_moves(span); };
    if (recorder_ != nullptr) {
        detail::pass_gate(*recorder_, cause, wait);
    } else {
        wait();
    }
}

void EventLoop::deliver_interrupt() {
    if (!outside_->interrupted()) return;
    if (recorder_ != nullptr) tell_arrival();
    outside_->deliver_interrupt();
}

// Calls of other threads go behind what is ready, in the order in which they came (S74). No step here
// is their cause, not even the one that has them taken.
void EventLoop::take_calls() {
    if (!outside_->inbox()->has_calls()) return;
    if (recorder_ != nullptr) tell_arrival();
    const loopscope::Sequence activity = std::exchange(activity_, 0);
    for (detail::Inbox::Call& call : outside_->inbox()->take()) {
        const detail::ContextScope scope(call.context);
        if (call.in_poll) {
            call.function();
        } else {
            call_soon(std::move(call.function), call.label);
        }
    }
    activity_ = activity;
}

void EventLoop::call_soon_threadsafe(std::function<void()> function, std::string_view label,
                                     std::source_location where) {
    if (running_on_this_thread() == this) {
        take_calls();  // those came first
        call_soon(std::move(function), label);
        return;
    }
    detail::Inbox::Call call{std::move(function), std::string(label)};
    if (!outside_->inbox()->put(call)) {
        detail::throw_loop_ended(where);
    }
}

RemoteLoop EventLoop::remote() noexcept { return RemoteLoop(*this); }

KeepAlive EventLoop::expect_calls() { return KeepAlive(*this); }

}  // namespace aio
