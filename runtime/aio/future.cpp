#include "aio/future.hpp"

#include "aio/loop.hpp"

namespace aio::detail {

using loopscope::EventKind;

PlainFuture::PlainFuture(EventLoop& loop, std::string_view name, const std::source_location& where)
    : FutureBase(loop), name_(name), id_(loop.next_object_id()) {
    if (loopscope::Recorder* recorder = loop.recorder()) {
        recorder->record(EventKind::object_create, id_, loop.activity(),
                         static_cast<std::uint8_t>(loopscope::ObjectKind::future), recorder->string(name_),
                         loopscope::pack(loop.current_id(), recorder->site(where)));
    }
}

PlainFuture::~PlainFuture() {
    // Kept beyond its run, it has no loop any more and nobody to tell.
    if (!is_of(EventLoop::running_on_this_thread())) return;
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        recorder->record(EventKind::object_destroy, id_, loop_.activity());
    }
}

bool PlainFuture::cancel(const std::string& message, const std::source_location& where) {
    refuse_other_thread(where);
    if (done()) return false;
    cancel_message_ = message;
    finish(loopscope::Outcome::cancelled);
    return true;
}

std::exception_ptr PlainFuture::exception() const noexcept {
    mark_seen();
    return exception_;
}

std::string PlainFuture::describe() const {
    return "future " + (name_.empty() ? std::to_string(id_) : "'" + name_ + "'");
}

void PlainFuture::set_exception(std::exception_ptr exception) {
    require_pending();
    if (exception == nullptr)
        throw UsageError(describe() + " cannot raise what is no exception (a null pointer)", {}, "task");
    exception_ = std::move(exception);
    mark_unseen();
    finish(loopscope::Outcome::raised);
}

void PlainFuture::refuse_other_thread(const std::source_location& where) const {
    if (standing() == LoopStanding::on_another_thread) require_loop(where);
}

void PlainFuture::require_pending() const {
    refuse_other_thread({});
    if (done()) throw InvalidStateError(describe() + " is done already: it takes one result");
}

void PlainFuture::finish(loopscope::Outcome how) {
    const State state = how == loopscope::Outcome::cancelled ? State::cancelled : State::finished;
    if (standing() == LoopStanding::gone) {
        // Nobody can await it any more; only callbacks would have to run.
        if (!complete_without_loop(state)) require_loop({});
        return;
    }
    loopscope::Sequence cause = loop_.activity();
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        loop_.tell_arrival();
        cause = recorder->record(EventKind::object_done, id_, cause, static_cast<std::uint8_t>(how));
    }
    complete(state, cause);
}

namespace {

[[noreturn]] void throw_bad_await(const FutureBase* future, const std::source_location& where) {
    if (future == nullptr) throw UsageError("there is nothing in this handle to await", where, "task");
    future->require_loop(where);
    if (!future->is_of(EventLoop::running_on_this_thread())) {
        throw UsageError(future->describe() + " belongs to another event loop", where, "event_loop");
    }
    throw UsageError(future->describe() + " cannot await itself", where, "task");
}

// What is done can be awaited anywhere, unless another thread uses it meanwhile.
bool may_await(const FutureBase* future, const EventLoop* loop) noexcept {
    if (future == nullptr) return false;
    if (future->is_of(loop)) [[likely]]
        return future != loop->current();
    return future->standing() != LoopStanding::on_another_thread && future->done();
}

bool is_cancelled_error(const std::exception_ptr& error) {
    if (error == nullptr) return false;
    try {
        std::rethrow_exception(error);
    } catch (const CancelledError&) {
        return true;
    } catch (...) {
        return false;
    }
}

}  // namespace

const Ref<FutureBase>& check_use(const Ref<FutureBase>& future, const std::source_location& where) {
    if (!may_await(future.get(), EventLoop::running_on_this_thread())) throw_bad_await(future.get(), where);
    return future;
}

const Ref<FutureBase>& check_await(const Ref<FutureBase>& future, const std::source_location& where) {
    check_use(future, where);
    EventLoop* loop = EventLoop::running_on_this_thread();
    if (!future->done() || loop == nullptr || loop->recorder() == nullptr) [[likely]]
        return future;
    loopscope::Recorder& recorder = *loop->recorder();
    recorder.record(EventKind::await_passed, loop->current_id(), loop->activity(),
                    static_cast<std::uint8_t>(future->wait_reason()), recorder.site(where), future->wait_id());
    return future;
}

void deliver_over(TaskBase& task, const FutureBase& future) {
    // Its exception counts as looked at, though the cancellation takes its place.
    if (!future.cancelled() && !is_cancelled_error(future.exception())) task.throw_cancelled();
    task.take_delivery();
}

FutureBase& throw_no_future() {
    throw UsageError("there is no task or future in this handle: create_task gives one", {}, "task");
}

}  // namespace aio::detail
