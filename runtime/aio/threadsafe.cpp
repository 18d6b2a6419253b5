#include "aio/threadsafe.hpp"

#include "aio/inbox.hpp"
#include "aio/outside.hpp"

namespace aio {

RemoteLoop::RemoteLoop(EventLoop& loop) noexcept : inbox_(loop.outside().inbox()) {}

bool RemoteLoop::runs_here() const noexcept {
    EventLoop* here = EventLoop::running_on_this_thread();
    return here != nullptr && here->outside().inbox() == inbox_;
}

bool RemoteLoop::call_soon(std::function<void()> function, std::string_view label) const {
    detail::Inbox::Call call{std::move(function), std::string(label)};
    if (!runs_here()) return inbox_->put(call);
    if (!inbox_->open()) return false;
    EventLoop::running_on_this_thread()->call_soon_threadsafe(std::move(call.function), label);
    return true;
}

bool RemoteLoop::alive() const { return inbox_->open(); }

KeepAlive::KeepAlive(RemoteLoop loop) : loop_(std::move(loop)) { loop_.inbox_->expect(); }

KeepAlive& KeepAlive::operator=(KeepAlive&& other) noexcept {
    if (this == &other) return *this;
    release();
    loop_ = other.loop_;
    holds_ = std::exchange(other.holds_, false);
    return *this;
}

void KeepAlive::release() noexcept {
    if (std::exchange(holds_, false)) loop_.inbox_->release();
}

namespace detail {

bool RemoteState::done() const {
    const std::lock_guard lock(mutex_);
    return standing_ != Standing::pending;
}

bool RemoteState::cancelled() const {
    const std::lock_guard lock(mutex_);
    return standing_ == Standing::cancelled;
}

void RemoteState::finish(Standing standing, std::exception_ptr error) noexcept {
    {
        const std::lock_guard lock(mutex_);
        if (standing_ != Standing::pending) return;  // cancelled from elsewhere
        standing_ = standing;
        error_ = std::move(error);
    }
    changed_.notify_all();
}

bool RemoteState::cancel() {
    {
        const std::lock_guard lock(mutex_);
        if (standing_ != Standing::pending) return false;
        standing_ = Standing::cancelled;
    }
    changed_.notify_all();
    loop_.call_soon([self = shared_from_this()] { self->cancel_task(); }, "cancel");
    return true;
}

void RemoteState::cancel_task() {
    if (task_ && !task_.done()) task_.cancel();
}

void RemoteState::wait(const std::source_location& where) const {
    std::unique_lock lock(mutex_);
    if (standing_ == Standing::pending && loop_.runs_here()) {
        throw UsageError("this thread runs the loop that it would wait for: co_await a task instead", where,
                         "event_loop");
    }
    changed_.wait(lock, [this] { return standing_ != Standing::pending; });
}

bool RemoteState::wait_for(std::chrono::nanoseconds span) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, span, [this] { return standing_ != Standing::pending; });
}

void RemoteState::take_or_throw(const std::source_location& where) {
    wait(where);
    const std::lock_guard lock(mutex_);
    if (error_ != nullptr) std::rethrow_exception(error_);
    if (standing_ == Standing::cancelled) throw CancelledError();
    if (std::exchange(taken_, true)) throw InvalidStateError("the result was taken before: get() gives it once");
}

void RemoteState::begin(AnyTask task) {
    task_ = std::move(task);
    if (cancelled()) task_.cancel();  // before it got here
}

void RemoteState::task_done(const AnyFuture& task) {
    task_ = {};
    if (task.cancelled()) {
        return finish(Standing::cancelled,
                      std::make_exception_ptr(CancelledError(task.future_state()->cancel_message())));
    }
    try {
        take_result(*task.future_state());
        finish(Standing::finished, nullptr);
    } catch (...) {
        finish(Standing::finished, std::current_exception());
    }
}

void RemoteState::end() noexcept {
    task_ = {};
    finish(Standing::cancelled, nullptr);
}

void throw_loop_ended(const std::source_location& where) {
    throw UsageError("the event loop has ended: a call from another thread came too late", where, "event_loop");
}

void throw_empty_remote(const std::source_location& where) {
    throw UsageError("this handle is empty: use the one that it was moved to", where, "task");
}

}  // namespace detail
}  // namespace aio
