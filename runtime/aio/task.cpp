// A task's life: created, stepped, cancelled, finished. The hot path is run(): it is
// what a switch costs.
#include "aio/task.hpp"

#include "aio/cancel_path.hpp"
#include "aio/gate.hpp"
#include "aio/loop.hpp"
#include "monitor/control.hpp"

#include <stdexcept>
#include <utility>
#include <vector>

namespace aio {
namespace detail {

using loopscope::EventKind;
using loopscope::pack;

namespace {

std::uint8_t code(auto enumeration) { return static_cast<std::uint8_t>(enumeration); }

}  // namespace

TaskBase::TaskBase(EventLoop& loop, PromiseBase& root, std::string_view name)
    : Runnable(loopscope::HandleKind::task), FutureBase(loop), innermost_(&root) {
    id_ = loop.next_task_id();
    if (name.empty()) {
        default_number_ = loop.next_default_number();
    } else {
        extras().name = name;
    }
    if (ContextRef context = capture_context()) [[unlikely]]
        extras().context = std::move(context);
    root.start_as_root(*this);
}

TaskBase::~TaskBase() = default;

TaskBase::Extras& TaskBase::extras() {
    if (!extras_) extras_ = std::make_unique<Extras>();
    return *extras_;
}

std::string TaskBase::name() const {
    return has_own_name() || default_number_ == 0 ? extras_->name : "Task-" + std::to_string(default_number_);
}

void TaskBase::set_cancel_message(const std::string& message) {
    if (extras_ || !message.empty()) extras().cancel_message = message;
}

const std::string& TaskBase::cancel_message() const noexcept {
    static const std::string none;
    return extras_ ? extras_->cancel_message : none;
}

std::exception_ptr TaskBase::exception() const noexcept {
    mark_seen();
    return extras_ ? extras_->exception : nullptr;
}

const ContextRef& TaskBase::context() const noexcept {
    static const ContextRef nothing_set;
    return extras_ ? extras_->context : nothing_set;
}

void TaskBase::set_name(std::string name) {
    extras().name = std::move(name);
    if (done()) return;
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        recorder->record(EventKind::task_name, id_, loop_.activity(), 0, recorder->string(extras_->name));
    }
}

int TaskBase::uncancel() noexcept {
    if (cancelling_ == 0) return 0;
    if (--cancelling_ == 0) flags_ &= static_cast<std::uint8_t>(~kMustCancel);
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        recorder->record(EventKind::uncancel, id_, loop_.activity(), 0, 0, static_cast<std::uint64_t>(cancelling_));
    }
    return cancelling_;
}

bool TaskBase::cancel(const std::string& message, const std::source_location& where) {
    return cancel_through(*this, message, where);
}

Waitable* TaskBase::cancel_begins(const std::string& message, const std::source_location& where) {
    tell_cancel(message, where);
    if (flags_ & kOnPath) {  // by way of a future that is no task
        cancel_out_of_ring(message);
        return nullptr;
    }
    ++cancelling_;
    const std::size_t targets = waiting_on_ != nullptr ? waiting_on_->cancel_targets() : 0;
    for (std::size_t i = 0; i < targets; ++i) {
        const TaskBase* task = waiting_on_->cancel_target(i)->as_task();
        if (task != nullptr && (task == this || (task->flags_ & kOnPath))) {
            cancel_out_of_ring(message);
            return nullptr;
        }
    }
    if (targets == 0) {
        cancel_ends(forward_cancel(message), message);
        return nullptr;
    }
    flags_ |= kOnPath;
    return waiting_on_;
}

void TaskBase::cancel_ends(bool taken, const std::string& message) {
    flags_ &= static_cast<std::uint8_t>(~kOnPath);
    if (taken) return;
    flags_ |= kMustCancel;
    if (!told_) set_cancel_message(message);
}

// Tasks that wait for one another in a ring would wait for ever for the request to take
// effect. Where it closes the ring, this task stops waiting and meets it on the next turn.
void TaskBase::cancel_out_of_ring(const std::string& message) {
    flags_ |= kMustCancel;
    set_cancel_message(message);
    if (place() != Place::waiting) return;  // ready already
    loop_.unlink(*this);
    loop_.make_ready(*this, loopscope::WakeReason::cancelled, loop_.activity());
}

void TaskBase::tell_cancel(const std::string& message, const std::source_location& where) const {
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        recorder->record(EventKind::cancel_request, id_, loop_.activity(), 0, recorder->site(where),
                         pack(loop_.current_id(), recorder->string(message)));
    }
}

// Whether what the task waits on takes the request over. Its message stands, even if others follow
// before the task runs.
bool TaskBase::forward_cancel(const std::string& message) {
    if (waiting_on_ == nullptr || !waiting_on_->cancel_wait(message)) return false;
    told_ = true;
    return true;
}

void TaskBase::throw_cancelled() {
    take_delivery();
    throw CancelledError(cancel_message());
}

void TaskBase::take_delivery() {
    flags_ &= static_cast<std::uint8_t>(~kDeliver);
    if (loopscope::Recorder* recorder = loop_.recorder()) {
        recorder->record(EventKind::cancel_delivered, id_, loop_.activity(), 0, recorder->site(innermost_->site()));
    }
}

void TaskBase::suspend_on(PromiseBase& promise, Waitable& on, loopscope::WaitReason reason, std::uint64_t what) {
    innermost_ = &promise;
    flags_ |= kSuspended;
    waiting_on_ = &on;
    if (loopscope::Recorder* recorder = loop_.recorder()) [[unlikely]] {
        recorder->record(EventKind::task_wait, id_, loop_.activity(), code(reason), recorder->site(promise.site()),
                         what);
    }
}

void TaskBase::yield(PromiseBase& promise) {
    innermost_ = &promise;
    flags_ |= kSuspended;
    if (loopscope::Recorder* recorder = loop_.recorder()) [[unlikely]] {
        recorder->record(EventKind::task_wait, id_, loop_.activity(), code(loopscope::WaitReason::yield),
                         recorder->site(promise.site()));
    }
    loop_.make_ready(*this, loopscope::WakeReason::yielded, loop_.activity());
}

void TaskBase::tell_ready(EventLoop& loop, loopscope::WakeReason reason, loopscope::Sequence cause) {
    loop.recorder()->record(EventKind::task_ready, id_, cause, code(reason));
}

void TaskBase::run(EventLoop& loop) {
    if (loop.recorder() != nullptr) [[unlikely]]
        return run_recorded(loop);
    loop.begin_step(*this);
    ++steps_;
    step();
}

void TaskBase::run_recorded(EventLoop& loop) {
    const Ref<TaskBase> keep(this);  // what follows the step still asks for its state
    loopscope::Recorder& recorder = *loop.recorder();
    loop.begin_step(*this);
    loop.set_activity(recorder.record(EventKind::step_begin, id_, 0, 0, ++steps_));
    if (loopscope::Control* control = loop.control()) {
        pass_gate(recorder, loop.activity(), [control] { return control->at_step(); });
    }
    step();
    recorder.stamp();
    recorder.record(EventKind::step_end, id_, loop.activity(),
                    code(done() ? loopscope::StepResult::finished : loopscope::StepResult::suspended));
}

// From where it resumes to where it suspends. May end with the task's destruction.
void TaskBase::step() {
    Waitable* const waited_on = std::exchange(waiting_on_, nullptr);
    if (told_) [[unlikely]]
        told_ = false;
    if (flags_ & (kMustCancel | kAskFirst)) [[unlikely]] {
        const std::uint8_t had = flags_;
        flags_ = static_cast<std::uint8_t>(flags_ & ~(kMustCancel | kAskFirst));
        if (had & kMustCancel) {
            flags_ |= kDeliver;
            if (!(flags_ & kStarted)) return end(State::cancelled);  // the body never runs
        } else if (waited_on->waits_again()) {
            return;
        }
    }
    flags_ = static_cast<std::uint8_t>((flags_ & ~kSuspended) | kStarted);
    innermost_->self().resume();
#if !AIO_SYMMETRIC_TRANSFER
    while (next_) std::exchange(next_, nullptr).resume();
#endif
    if ((flags_ & (kSuspended | kFinished | kMustCancel)) != kSuspended) [[unlikely]]
        after_step();
}

// The step did not just suspend: the task is over, or was cancelled by itself or by what it called.
void TaskBase::after_step() {
    if (!(flags_ & (kSuspended | kFinished))) lost();
    if (flags_ & kFinished) return finish();
    if (forward_cancel(cancel_message())) flags_ &= static_cast<std::uint8_t>(~kMustCancel);
}

// GCC 12 compiles some coroutine bodies to nothing (PR 106188): the step neither waits
// nor ends. Silence would teach the wrong thing.
void TaskBase::lost() {
    extras().exception = std::make_exception_ptr(
        UsageError("the compiler lost the body of a coroutine (GCC PR 106188): declare a local variable at its top, "
                   "or build with Clang 17, GCC 13 or newer",
                   innermost_->site(), "coroutine"));
    flags_ |= kFinished | kLost;
}

void TaskBase::finish() {
    auto state = State::finished;
    if (flags_ & kLost) return end(state);
    if (const std::exception_ptr& error = innermost_->exception()) {
        try {
            std::rethrow_exception(error);
        } catch (const CancelledError& cancelled) {
            set_cancel_message(cancelled.message());
            state = State::cancelled;
        } catch (...) {
            extras().exception = error;
        }
    } else if (flags_ & kMustCancel) {
        state = State::cancelled;  // asked for in its last step: it never waited again to be told
    } else {
        try {
            take_result(*innermost_);
        } catch (...) {  // a result whose move throws
            extras().exception = std::current_exception();
        }
    }
    end(state);
}

void TaskBase::end(State state) {
    PromiseBase* root = std::exchange(innermost_, nullptr);
    // A lost body leaves its frame in no state to be destroyed: better a leak than a crash.
    if (!(flags_ & kLost)) root->destroy();
    const std::exception_ptr* error = extras_ && extras_->exception ? &extras_->exception : nullptr;
    loopscope::Sequence cause = 0;
    if (loopscope::Recorder* recorder = loop_.recorder()) [[unlikely]] {
        const auto how = state == State::cancelled ? loopscope::Outcome::cancelled
                         : error != nullptr        ? loopscope::Outcome::raised
                                                   : loopscope::Outcome::returned;
        cause = recorder->record(EventKind::task_done, id_, loop_.activity(), code(how),
                                 error != nullptr ? recorder->string(text_of(*error)) : 0);
    }
    if (error != nullptr) mark_unseen();
    complete(state, cause);
    loop_.forget(*this);
}

ErrorContext TaskBase::pending_context() {
    return {describe() + " was destroyed while it was pending", nullptr, AnyFuture(Ref<FutureBase>(this)),
            loopscope::ReportKind::destroyed_pending};
}

void TaskBase::destroy_pending() {
    const Ref<TaskBase> keep(this);
    waiting_on_ = nullptr;  // what it waits on may live in a frame that goes now
    report_anywhere(pending_context());
    loop_.unlink(*this);
    while (innermost_ != nullptr) {
        PromiseBase* outer = innermost_->outer();
        std::exchange(innermost_, outer)->destroy();
    }
    complete(State::cancelled, 0);
    loop_.forget(*this);
}

void start_task(TaskBase& task, const std::source_location& where) {
    EventLoop& loop = task.loop();
    loop.adopt(task);
    loopscope::Sequence cause = loop.activity();
    if (loopscope::Recorder* recorder = loop.recorder()) {
        cause = recorder->record(EventKind::task_create, task.id(), cause, 0, task.name_to_tell(*recorder),
                                 pack(loop.current_id(), recorder->site(where)));
        task.tell_root(*recorder);
    }
    loop.make_ready(task, loopscope::WakeReason::created, cause);
}

loopscope::StringId TaskBase::name_to_tell(loopscope::Recorder& recorder) const {
    if (!has_own_name()) return loopscope::kDefaultName | default_number_;
    return recorder.string(extras_->name);
}

void TaskBase::tell_root(loopscope::Recorder& recorder) const {
    recorder.record(EventKind::coro_enter, innermost_->coro_id(), loop_.activity(), 0, 0,
                    pack(id_, recorder.site(innermost_->site())));
}

void throw_empty_coro(const std::source_location& where) {
    throw UsageError("there is no coroutine to make a task of: it was awaited or moved from before", where,
                     "coroutine");
}

EventLoop& running_loop(const std::source_location& where, const char* what) {
    if (EventLoop* loop = EventLoop::running_on_this_thread()) return *loop;
    throw UsageError(std::string(what) + " needs a running event loop: call it inside aio::run", where, "event_loop");
}

}  // namespace detail

AnyTask current_task() noexcept {
    const EventLoop* loop = EventLoop::running_on_this_thread();
    if (loop == nullptr || loop->current() == nullptr) return {};
    return AnyTask(detail::Ref<detail::TaskBase>(loop->current()));
}

std::vector<AnyTask> all_tasks() {
    const EventLoop* loop = EventLoop::running_on_this_thread();
    return loop == nullptr ? std::vector<AnyTask>() : loop->tasks();
}

}  // namespace aio
