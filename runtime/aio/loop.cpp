// The turn of the loop. Order matters more than anything else here: poll, timers,
// then what was ready when the turn's run phase began (RUNTIME semantics S01 to S08).
#include "aio/loop.hpp"

#include "aio/context_ref.hpp"
#include "aio/gate.hpp"
#include "aio/generator_base.hpp"
#include "aio/log.hpp"
#include "aio/outside.hpp"
#include "monitor/control.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <mutex>
#include <utility>
#include <vector>

namespace aio {

using loopscope::EventKind;
using loopscope::pack;

namespace {

void log_context(const ErrorContext& context) noexcept {
    try {
        const std::string why = context.exception == nullptr ? "" : ": " + detail::text_of(context.exception);
        detail::log_warning(context.message + why);
    } catch (...) {
        return;  // no memory: there is nobody left to tell, and the loop must go on
    }
}

// For what can be neither thrown nor outlived.
[[noreturn]] void end_program(const std::string& why) noexcept {
    log_context({why, nullptr});
    std::abort();
}

std::uint64_t ns(Duration duration) { return static_cast<std::uint64_t>(duration.count()); }

}  // namespace

void detail::refuse_nested_run(const std::source_location& where) {
    if (detail::this_threads_loop == nullptr) return;
    throw UsageError("an event loop runs on this thread already: await the coroutine instead of running it", where,
                     "event_loop");
}

// Marks this thread's loop as running, and puts back what was there.
class EventLoop::Running {
public:
    explicit Running(EventLoop& loop, const std::source_location& where = {}) : loop_(loop) {
        detail::refuse_nested_run(where);
        loop.require_thread(where);
        loop.thread_ = std::this_thread::get_id();
        detail::loop_runs_on(&loop, loop.thread_);
        detail::this_threads_loop = &loop;
        loop.running_ = true;
    }
    ~Running() {
        detail::loop_runs_on(&loop_, {});
        detail::this_threads_loop = nullptr;
        loop_.running_ = false;
        loop_.stopping_ = false;
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    EventLoop& loop_;
    detail::ContextScope no_context_;  // what was entered outside is not entered in the tasks
};

EventLoop::EventLoop(RunOptions options)
    : options_(std::move(options)),
      number_(detail::loop_begins(this)),
      thread_(std::this_thread::get_id()),
      recorder_(options_.recorder),
      outside_(std::make_unique<detail::Outside>()),
      random_(options_.seed),
      start_(std::chrono::steady_clock::now()) {
    tasks_.next = tasks_.previous = &tasks_;
    generators_.next = generators_.previous = &generators_;
    if (recorder_ != nullptr) {
        recorder_->stamp();
        recorder_->record(EventKind::loop_start, 0, 0, static_cast<std::uint8_t>(options_.clock),
                          recorder_->string(options_.name));
        tell_time();
    }
}

EventLoop::~EventLoop() {
    if (running_) end_program("an event loop was destroyed while it runs; stop() it and let it return first");
    // What frames destroy on their way may look for the loop; nothing is recorded any more.
    EventLoop* const before = std::exchange(detail::this_threads_loop, this);
    if (recorder_ != nullptr) tell_end();
    recorder_ = nullptr;
    outside_->close();
    while (tasks_.next != &tasks_) {
        detail::task_of(*tasks_.next).destroy_pending();
    }
    while (generators_.next != &generators_) static_cast<detail::GeneratorBase&>(*generators_.next).leave_loop();
    while (!timers_.empty()) timers_.pop().abandon();
    for (auto& list : ready_) {
        while (!list.empty()) list.pop_front().abandon();
    }
    outside_.reset();  // I/O that is outstanding ends here, its handlers with it
    detail::this_threads_loop = before;
    detail::loop_ends(this);
}

// The end of the loop is the last that is told; who is destroyed with it is told before.
void EventLoop::tell_end() {
    recorder_->stamp();
    tell_time();
    for (const AnyTask& task : tasks()) tell_report(task.state()->pending_context());
    recorder_->record(EventKind::loop_stop, 0, 0, static_cast<std::uint8_t>(outcome_), error_);
    recorder_->flush();
}

void EventLoop::ends_with(const std::exception_ptr& error) {
    if (error == nullptr || recorder_ == nullptr) return;
    try {
        std::rethrow_exception(error);
    } catch (const CancelledError&) {
        outcome_ = loopscope::Outcome::cancelled;
    } catch (...) {
        outcome_ = loopscope::Outcome::raised;
        error_ = recorder_->string(detail::text_of(error));
    }
}

bool EventLoop::lives(std::uint64_t number) { return detail::loop_lives(number); }

void EventLoop::refuse_other_thread(const std::source_location& where) const {
    if (detail::standing_of(this, short_number()) == detail::LoopStanding::usable) return;
    throw UsageError("this event loop runs on another thread: go there by call_soon_threadsafe", where, "event_loop");
}

Duration EventLoop::time() const noexcept {
    if (options_.clock == ClockKind::virtual_time) return virtual_time_;
    return std::chrono::steady_clock::now() - start_;
}

Handle EventLoop::call_soon(std::function<void()> function, std::string_view label) {
    require_thread({});
    detail::Ref<detail::Callback> callback(
        new detail::Callback(*this, loopscope::HandleKind::callback, std::move(function), label));
    make_ready(*callback, loopscope::WakeReason::created, activity_);
    return Handle(std::move(callback));
}

TimerHandle EventLoop::call_later(Duration delay, std::function<void()> function, std::string_view label) {
    return call_at(detail::deadline(time(), delay), std::move(function), label);
}

TimerHandle EventLoop::call_at(Duration when, std::function<void()> function, std::string_view label) {
    require_thread({});
    detail::Ref<detail::Callback> callback(
        new detail::Callback(*this, loopscope::HandleKind::timer, std::move(function), label));
    arm(*callback, when, label);
    return TimerHandle(std::move(callback));
}

void EventLoop::run_until_done(const AnyFuture& future, std::source_location where) {
    const Running running(*this, where);
    // Completing the task stops the loop by a callback, a turn later, as asyncio does.
    class Stop final : public detail::Runnable {
    public:
        Stop() : Runnable(loopscope::HandleKind::callback) {}
        void run(EventLoop& loop) override {
            loop.stop();
            begun = loop.activity();
        }
        void tell_ready(EventLoop& loop, loopscope::WakeReason, loopscope::Sequence cause) override {
            id_ = loop.next_callback_id();
            loop.recorder()->record(EventKind::callback_ready, id_, cause, 0,
                                    loop.recorder()->string("stop the loop: the main task is done"));
        }
        loopscope::Sequence begun = 0;
    } stop;
    if (future.done()) return;
    detail::FutureBase& state = *future.future_state();
    if (!state.is_of(this)) {
        throw UsageError(state.describe() + " belongs to another event loop: run it there", where, "event_loop");
    }
    state.add_waiter(stop);
    try {
        do {
            if (nothing_can_happen()) give_up();
            run_turn();
        } while (!stopping_);
    } catch (...) {
        if (stop.place() != detail::Runnable::Place::nowhere) unlink(stop);
        throw;
    }
    if (stop.place() != detail::Runnable::Place::nowhere) unlink(stop);
    activity_ = stop.begun;  // what is cancelled now is so because of that
    if (future.done()) return;
    throw UsageError("stop() ended the loop before " + state.describe() + " was done", where, "event_loop");
}

void EventLoop::run_forever(std::source_location where) {
    const Running running(*this, where);
    do {
        if (nothing_can_happen()) give_up();
        run_turn();
    } while (!stopping_);
}

void EventLoop::cancel_all() {
    const Running running(*this);
    // Tasks that clean up may make more tasks, which are cancelled in their turn. Those that
    // never come to an end are destroyed with the loop, and that is reported.
    constexpr int kRounds = 100;
    for (int round = 0; round < kRounds && tasks_.next != &tasks_; ++round) cancel_once();
}

void EventLoop::join_threads() {
    const Running running(*this, {});
    while (outside_->threads() > 0) {
        stopping_ = false;
        run_turn();
    }
}

void EventLoop::cancel_once() {
    const std::vector<AnyTask> left = tasks();
    for (AnyTask task : left) task.cancel();
    for (const AnyTask& task : left) {
        while (!task.done()) {
            stopping_ = false;  // nobody may stop the cleaning up halfway
            if (nothing_can_happen()) give_up();
            run_turn();
        }
    }
    for (const AnyTask& task : left) {
        if (task.cancelled()) continue;
        if (const auto error = task.exception()) {
            report({"task '" + task.name() + "' raised an exception while the loop shut down", error, task,
                    loopscope::ReportKind::shutdown_raised});
        }
    }
}

void EventLoop::give_up() {
    std::string waiting;
    int named = 0;
    for (const AnyTask& task : tasks()) {
        if (++named > 3) break;
        const detail::PromiseBase* promise = task.state()->innermost();
        waiting += (named == 1 ? ": '" : ", '") + task.name() + "'";
        if (promise != nullptr) waiting += " at " + detail::place_text(promise->site());
    }
    throw DeadlockError("nothing is left that could wake a task" + waiting, {}, "deadlock");
}

void EventLoop::run_turn() {
    ++turn_;
    if (recorder_ != nullptr) [[unlikely]] {
        recorder_->stamp();
        recorder_->record(EventKind::turn_begin, 0, 0, 0, 0, turn_);
    }
    activity_ = 0;
    poll();
    if (!timers_.empty()) fire_due_timers();
    run_ready();
    activity_ = 0;  // what is done between turns is no step's doing
    if (recorder_ != nullptr) [[unlikely]] {
        recorder_->record(EventKind::turn_end, 0, 0, 0, 0, turn_);
    }
}

void EventLoop::tell_time() {
    const Duration now = time();
    told_at_ = recorder_->time();
    if (now == told_time_) return;
    told_time_ = now;
    recorder_->record(EventKind::time_moves, 0, 0, 0, 0, ns(now));
}

void EventLoop::tell_wait() {
    waited_ = false;
    recorder_->stamp();
    tell_time();
}

// A loop that always has something to run never waits, but its time goes on. Not in every turn: a
// stamp is there anyway, the clock is not.
void EventLoop::tell_busy_time() {
    constexpr std::uint64_t kWorthTelling = 1'000'000;  // ns
    if (recorder_->time() - told_at_ >= kWorthTelling) tell_time();
}

void EventLoop::fire_due_timers() {
    const Duration now = time();
    if (timers_.earliest() > now) return;
    if (recorder_ != nullptr) [[unlikely]]
        tell_time();
    while (!timers_.empty() && timers_.earliest() <= now) {
        make_ready(timers_.pop(), loopscope::WakeReason::timer, 0);
    }
}

void EventLoop::run_ready() {
    if (recorder_ != nullptr) [[unlikely]] {
        recorder_->record(EventKind::run_begin, 0, 0, 0, ready_count_);
    }
    const bool chosen = !options_.schedule.is_fifo();
    detail::RunnableList& batch = ready_[collecting_];
    collecting_ ^= 1;
    ready_count_ = 0;
    while (!batch.empty()) {
        detail::Runnable& node = chosen ? take_next(batch) : batch.pop_front();
        if (node.kind() == loopscope::HandleKind::task) [[likely]] {
            static_cast<detail::TaskBase&>(node).TaskBase::run(*this);
        } else {
            run_callback(node);
        }
    }
    current_ = nullptr;
}

// A choice that cannot be is the end of the run. What was to run in this turn must still be there
// for the cleaning up.
std::size_t EventLoop::choose(std::span<const Candidate> candidates, detail::RunnableList& batch) {
    try {
        return options_.schedule.choose(candidates);
    } catch (...) {
        options_.schedule = Schedule::fifo();
        activity_ = 0;
        while (!batch.empty()) {
            ready_[collecting_].push_back(batch.pop_front(), collecting_place());
            ++ready_count_;
        }
        throw;
    }
}

// Asks the schedule, where there is a choice between tasks.
detail::Runnable& EventLoop::take_next(detail::RunnableList& batch) {
    detail::Runnable* first = &batch.front();
    if (first->kind() != loopscope::HandleKind::task) return batch.pop_front();
    std::array<detail::TaskBase*, Schedule::kMostCandidates> tasks;
    std::array<Candidate, Schedule::kMostCandidates> candidates;
    std::size_t count = 0;
    std::size_t seen = 0;
    for (detail::Runnable* node = first; node != nullptr && seen < tasks.size(); node = batch.after(*node), ++seen) {
        if (node->kind() != loopscope::HandleKind::task) continue;
        tasks[count] = static_cast<detail::TaskBase*>(node);
        candidates[count] = {tasks[count]->id(), tasks[count]->has_run()};
        ++count;
    }
    if (count == 1) return batch.pop_front();
    const std::size_t place = choose({candidates.data(), count}, batch);
    detail::TaskBase& next = *tasks[place];
    if (recorder_ != nullptr) {
        recorder_->record(EventKind::choice, next.id(), 0, static_cast<std::uint8_t>(next.kind()),
                          static_cast<std::uint32_t>(place), count);
    }
    detail::RunnableList::unlink(next);
    return next;
}

void EventLoop::run_callback(detail::Runnable& node) {
    current_ = nullptr;
    if (recorder_ == nullptr) [[likely]] {
        node.run(*this);
        return;
    }
    const auto kind = static_cast<std::uint8_t>(node.kind());
    const std::uint32_t id = node.record_id();
    activity_ = recorder_->record(EventKind::callback_begin, id, 0, kind);
    node.run(*this);
    recorder_->record(EventKind::callback_end, id, activity_, kind);
}

void EventLoop::unlink(detail::Runnable& node) noexcept {
    if (node.place() == detail::Runnable::Place::nowhere) return;
    if (node.place() == collecting_place()) --ready_count_;
    detail::RunnableList::unlink(node);
}

void EventLoop::arm(detail::TimerNode& timer, Duration due, std::string_view label) {
    timer.due_ = due;
    timer.id_ = ++last_timer_id_;
    timers_.push(timer);
    if (recorder_ != nullptr) [[unlikely]] {
        tell_time();
        recorder_->record(EventKind::timer_arm, timer.id_, activity_, 0, recorder_->string(label), ns(due));
    }
}

void EventLoop::disarm(detail::TimerNode& timer) noexcept {
    if (timer.armed()) {
        timers_.remove(timer);
    } else if (timer.place() != detail::Runnable::Place::nowhere) {
        unlink(timer);
    } else {
        return;
    }
    if (recorder_ != nullptr) [[unlikely]] {
        recorder_->record(EventKind::timer_cancel, timer.id_, activity_, 0, 0, ns(timer.due_));
    }
}

void EventLoop::adopt(detail::TaskBase& task) {
    task.add_ref();
    detail::Link& link = task.in_loop;
    link.next = &tasks_;
    link.previous = tasks_.previous;
    tasks_.previous->next = &link;
    tasks_.previous = &link;
}

void EventLoop::forget(detail::TaskBase& task) noexcept {
    detail::Link& link = task.in_loop;
    link.previous->next = link.next;
    link.next->previous = link.previous;
    task.drop_ref();
}

std::vector<AnyTask> EventLoop::tasks() const {
    std::vector<AnyTask> all;
    for (detail::Link* link = tasks_.next; link != &tasks_; link = link->next) {
        all.emplace_back(detail::Ref<detail::TaskBase>(&detail::task_of(*link)));
    }
    return all;
}

void EventLoop::tell_report(const ErrorContext& context) {
    detail::FutureBase* const about = context.future.future_state().get();
    const detail::TaskBase* const task = about != nullptr && about->is_of(this) ? about->as_task() : nullptr;
    const auto error = context.exception != nullptr ? recorder_->string(detail::text_of(context.exception)) : 0;
    recorder_->record_text(EventKind::report, task != nullptr ? task->id() : 0, activity_,
                           static_cast<std::uint8_t>(context.kind), error, 0, context.message);
}

void EventLoop::report(const ErrorContext& context) noexcept {
    try {
        if (recorder_ != nullptr) tell_report(context);
        if (exception_handler_) return exception_handler_(context);
    } catch (...) {
        log_context({"the exception handler raised an exception itself", std::current_exception()});
    }
    log_context(context);
}

void detail::clean_up(EventLoop& loop) noexcept {
    try {
        loop.cancel_all();
        close_generators(loop);
    } catch (...) {
        loop.report({"not every task could be cleaned up", std::current_exception()});
    }
    try {
        loop.join_threads();
    } catch (...) {
        loop.report({"the loop could not wait for its threads", std::current_exception()});
    }
}

void detail::report_anywhere(const ErrorContext& context) noexcept {
    if (detail::this_threads_loop != nullptr) {
        detail::this_threads_loop->report(context);
    } else {
        log_context(context);
    }
}

EventLoop& current_loop(std::source_location where) { return detail::running_loop(where, "current_loop"); }

}  // namespace aio
