#include "aio/promise.hpp"

#include "aio/coro.hpp"
#include "aio/exception_group.hpp"
#include "aio/loop.hpp"
#include "aio/task_base.hpp"
#include "monitor/function_name.hpp"

namespace aio::detail {

using loopscope::EventKind;
using loopscope::pack;

std::coroutine_handle<> transfer(PromiseBase& to) noexcept {
#if AIO_SYMMETRIC_TRANSFER
    return to.self();
#else
    to.task()->resume_next(to.self());
    return std::noop_coroutine();
#endif
}

void PromiseBase::created(std::coroutine_handle<> self) noexcept {
    self_ = self;
    if (unseen_) return;
    const EventLoop* loop = EventLoop::running_on_this_thread();
    if (loop == nullptr || loop->recorder() == nullptr) [[likely]]
        return;
    EventLoop& recorded = *EventLoop::running_on_this_thread();
    coro_id_ = recorded.next_coro_id();
    loopscope::Recorder& recorder = *recorded.recorder();
    recorder.record(EventKind::coro_create, coro_id_, recorded.activity(), 0, recorder.site(site_),
                    recorded.current_id());
}

void PromiseBase::start_inside(PromiseBase& outer, std::coroutine_handle<>* owner) noexcept {
    outer_ = &outer;
    task_ = outer.task_;
    owner_ = owner;
    if (unseen_) {
        site_ = outer.site_;
        return;
    }
    if (loopscope::Recorder* recorder = task_->loop().recorder()) [[unlikely]] {
        recorder->record(EventKind::coro_enter, coro_id_, task_->loop().activity(), 0, recorder->site(outer.site_),
                         pack(task_->id(), recorder->site(site_)));
    }
}

std::coroutine_handle<> PromiseBase::finish() noexcept {
    if (loopscope::Recorder* recorder = task_->loop().recorder(); recorder != nullptr && !unseen_) [[unlikely]] {
        const auto how = exception_ == nullptr              ? loopscope::Outcome::returned
                         : is_a<CancelledError>(exception_) ? loopscope::Outcome::cancelled
                                                            : loopscope::Outcome::raised;
        recorder->record(EventKind::coro_exit, coro_id_, task_->loop().activity(), static_cast<std::uint8_t>(how), 0,
                         task_->id());
    }
    if (outer_ != nullptr) return transfer(*outer_);
    task_->root_finished(*this);
    return std::noop_coroutine();
}

void PromiseBase::report_never_awaited() noexcept {
    EventLoop* loop = EventLoop::running_on_this_thread();
    const std::string function(loopscope::short_function(site_.function_name()));
    if (loopscope::Recorder* recorder = loop != nullptr ? loop->recorder() : nullptr) {
        const auto site = recorder->site(site_);
        recorder->record(EventKind::coro_never_awaited, coro_id_, loop->activity(), 0, site,
                         pack(loop->current_id(), recorder->string(function)));
    }
    report_anywhere(
        {"coroutine '" + function + "' was never awaited: co_await it, or hand it to create_task", nullptr});
}

void throw_awaited_twice(const std::source_location& where) {
    throw UsageError("this coroutine was awaited before, or made a task of; call its function again for a new one",
                     where, "coroutine");
}

}  // namespace aio::detail
