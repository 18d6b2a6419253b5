#include "aio/generator.hpp"

#include "aio/exception_group.hpp"
#include "aio/loop.hpp"
#include "monitor/function_name.hpp"

#include <string>
#include <vector>

namespace aio::detail {

using loopscope::EventKind;
using loopscope::Outcome;
using loopscope::pack;

// --- the body's side ---

std::coroutine_handle<> YieldAwaiter::await_suspend(std::coroutine_handle<>) noexcept {
    return generator_.leave(Outcome::returned);
}

void YieldAwaiter::await_resume() const {
    if (generator_.closing()) throw GeneratorExit();
}

std::coroutine_handle<> GeneratorPromiseBase::EndAwaiter::await_suspend(std::coroutine_handle<>) noexcept {
    return generator.leave(generator.promise().exception() == nullptr ? Outcome::returned : Outcome::raised);
}

Ref<GeneratorBase> GeneratorPromiseBase::begin_life(std::coroutine_handle<> frame) {
    created(frame);
    generator_ = new GeneratorBase(frame, *this);
    return Ref<GeneratorBase>(generator_);
}

// --- the generator ---

GeneratorBase::GeneratorBase(std::coroutine_handle<> frame, GeneratorPromiseBase& promise)
    : Primitive(loopscope::ObjectKind::generator, loopscope::short_function(promise.defined_at().function_name()),
                promise.defined_at()),
      frame_(frame),
      promise_(&promise) {
    join_running_loop();
}

GeneratorBase::~GeneratorBase() {
    drop_frame();
    leave_loop();
}

void GeneratorBase::drop_frame() noexcept {
    if (frame_) std::exchange(frame_, nullptr).destroy();
}

void GeneratorBase::leave_loop() noexcept {
    if (next == nullptr) return;
    previous->next = next;
    next->previous = previous;
    next = previous = nullptr;
}

void GeneratorBase::require_free(const std::source_location& where, const char* what) {
    if (over()) return;
    enter(where);
    if (running_) {
        throw UsageError(std::string(what) + " while " + describe() +
                             " runs already: one task at a time may be inside, and this one waits there",
                         where, "coroutine");
    }
}

std::coroutine_handle<> GeneratorBase::go_inside(PromiseBase& outer) noexcept {
    running_ = started_ = true;
    outer_ = &outer;
    if (next == nullptr) {
        Link& all = loop().generators();
        next = &all;
        previous = all.previous;
        all.previous->next = this;
        all.previous = this;
    }
    promise_->start_inside(outer, &frame_);
    tell_entered(outer);
    return transfer(*promise_);
}

std::coroutine_handle<> GeneratorBase::leave(Outcome how) noexcept {
    running_ = false;
    tell_left(how);
    return transfer(*outer_);
}

bool GeneratorBase::end_of_next() {
    if (!frame_.done()) return false;
    const std::exception_ptr error = promise_->exception();
    end(error);
    if (error != nullptr) std::rethrow_exception(error);
    return true;
}

bool GeneratorBase::begin_close() {
    if (over()) return false;
    if (!started_) {
        end(nullptr);
        return false;
    }
    closing_ = true;
    return true;
}

void GeneratorBase::end_of_close(const std::source_location& where) {
    const bool went_on = !frame_.done();
    std::exception_ptr error = went_on ? nullptr : promise_->exception();
    if (error != nullptr && is_a<GeneratorExit>(error)) error = nullptr;
    end(error);
    if (went_on) {
        throw UsageError(describe() + " was closed and gave one more value: after GeneratorExit clean up and return",
                         where, "coroutine");
    }
    if (error != nullptr) std::rethrow_exception(error);
}

void GeneratorBase::end(const std::exception_ptr& error) {
    drop_frame();
    leave_loop();
    if (recorder() == nullptr) return;
    const Outcome how = error == nullptr              ? Outcome::returned
                        : is_a<CancelledError>(error) ? Outcome::cancelled
                                                      : Outcome::raised;
    tell(EventKind::object_done, static_cast<std::uint8_t>(how), 0, 0);
}

// Its coroutine is told of from its first entry on: one that nobody enters was not forgotten.
void GeneratorBase::tell_entered(const PromiseBase& outer) {
    loopscope::Recorder* listener = recorder();
    if (listener == nullptr) return;
    const auto defined_at = listener->site(promise_->defined_at());
    if (coro_id_ == 0) {
        coro_id_ = loop().next_coro_id();
        listener->record(EventKind::coro_create, coro_id_, activity(), 0, defined_at, task_id());
    }
    listener->record(EventKind::coro_enter, coro_id_, activity(), 0, listener->site(outer.site()),
                     pack(task_id(), defined_at));
}

void GeneratorBase::tell_left(Outcome how) {
    if (loopscope::Recorder* listener = recorder()) {
        listener->record(EventKind::coro_exit, coro_id_, activity(), static_cast<std::uint8_t>(how), 0, task_id());
    }
}

// --- who asks ---

GeneratorBase& check_generator(const Ref<GeneratorBase>& generator, const std::source_location& where) {
    if (!generator) throw UsageError("there is no generator in this handle: it was moved from", where, "coroutine");
    return *generator;
}

GeneratorAwaiter::GeneratorAwaiter(Ref<GeneratorBase> generator, const std::source_location& where, const char* what)
    : generator_(std::move(generator)), where_(where) {
    check_generator(generator_, where).require_free(where, what);
}

// --- the end of a run ---

namespace {

Coro<> close(Ref<GeneratorBase> generator) {
    const GeneratorClose request(std::move(generator));
    co_await request;
}

}  // namespace

void close_generators(EventLoop& loop) {
    std::vector<Task<>> closing;
    for (Link* link = loop.generators().next; link != &loop.generators(); link = link->next) {
        auto& generator = static_cast<GeneratorBase&>(*link);
        if (generator.over() || generator.running()) continue;
        const std::source_location where = generator.promise().defined_at();
        closing.push_back(
            loop.create_task(close(Ref<GeneratorBase>(&generator)), "close " + generator.describe(), where));
    }
    if (closing.empty()) return;
    for (const auto& task : closing) loop.run_until_done(task);
    for (const auto& task : closing) {
        if (task.cancelled() || task.exception() == nullptr) continue;
        loop.report({"task '" + task.name() + "' raised an exception while the loop shut down", task.exception(), task,
                     loopscope::ReportKind::shutdown_raised});
    }
    loop.cancel_all();  // what closing may have begun
}

}  // namespace aio::detail
