#include "monitor/world.hpp"

#include "monitor/kinds.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace loopscope {
namespace {

SharedList<TimerNow>::Place find_timer(const SharedList<TimerNow>& timers, std::uint64_t due, TimerId id) {
    return timers.find_first([&](const TimerNow& timer) { return std::tie(timer.due, timer.id) < std::tie(due, id); });
}

SharedList<WatchNow>::Place find_watch(const SharedList<WatchNow>& watches, TaskId task, StringId name) {
    return watches.find_first(
        [&](const WatchNow& shown) { return std::tie(shown.task, shown.name) < std::tie(task, name); });
}

}  // namespace

// Kinds stand in groups of sixteen, as event.hpp lists them.
void World::apply(const Event& event, Sequence sequence) {
    switch (static_cast<std::uint16_t>(event.kind) >> 4) {
        case 1:
            return apply_loop(event);
        case 2:
            return apply_handle(event, sequence);
        case 3:
            return apply_task(event, sequence);
        case 4:
            return apply_coroutine(event);
        case 5:
            return apply_object(event, sequence);
        case 6:
            return apply_operation(event, sequence);
        case 7:
            return apply_voice(event, sequence);
        default:
            return;
    }
}

void World::apply_loop(const Event& event) {
    switch (event.kind) {
        case EventKind::loop_start:
            phase_ = LoopPhase::between_turns;
            break;
        case EventKind::loop_stop:
            phase_ = LoopPhase::stopped;
            break;
        case EventKind::turn_begin:
            turn_ = event.b;
            phase_ = LoopPhase::polling;
            break;
        case EventKind::turn_end:
            phase_ = LoopPhase::between_turns;
            run_batch_ = 0;
            break;
        case EventKind::poll_begin:
            phase_ = LoopPhase::polling;
            poll_limit_ = event.b;
            io_outstanding_ = event.a;
            break;
        case EventKind::poll_end:
            phase_ = LoopPhase::timers;
            poll_limit_ = 0;
            io_outstanding_ -= std::min(io_outstanding_, event.a);
            break;
        case EventKind::run_begin:
            phase_ = LoopPhase::running;
            run_batch_ = event.a;
            begin_batch(event.a);
            break;
        case EventKind::time_moves:
            loop_time_ = event.b;
            break;
        case EventKind::dropped:
            dropped_ += event.b;
            break;
        case EventKind::choice:
            choose(event);
            break;
        default:
            break;
    }
}

// The first so many that are ready run in this turn.
void World::begin_batch(std::size_t handles) {
    for (auto at = ready_.place(0); ready_.holds(at); at = ready_.after(at)) {
        const bool this_turn = handles > 0;
        if (this_turn) --handles;
        if (ready_[at].this_turn != this_turn) ready_.edit(at).this_turn = this_turn;
    }
}

// The one that was chosen is the next to run.
void World::choose(const Event& event) {
    if (const auto entry = take_ready(handle_kind_of(event.detail), event.subject)) {
        ready_.insert(ready_.place(0), *entry);
    }
}

void World::apply_handle(const Event& event, Sequence sequence) {
    switch (event.kind) {
        case EventKind::callback_ready:
            ready_.push_back({HandleKind::callback, event.subject, sequence, false});
            break;
        case EventKind::callback_begin: {
            const HandleKind kind = handle_kind_of(event.detail);
            if (kind == HandleKind::task) break;  // a task's turn is told by step_begin
            suspend_running(sequence);
            const auto entry = take_ready(kind, event.subject);
            running_handle_ = entry ? *entry : ReadyEntry{kind, event.subject, sequence, false};
            break;
        }
        case EventKind::callback_end:
            if (running_ == 0) running_handle_.reset();
            break;
        case EventKind::callback_cancelled:
            take_ready(HandleKind::callback, event.subject);
            break;
        case EventKind::timer_arm:
            arm_timer(event, sequence);
            break;
        case EventKind::timer_fire:
            if (take_timer(event.subject, event.b)) {
                ready_.push_back({HandleKind::timer, event.subject, sequence, false});
            }
            break;
        case EventKind::timer_cancel:
            // A timer that is due already stands in the ready queue.
            if (!take_timer(event.subject, event.b)) take_ready(HandleKind::timer, event.subject);
            break;
        default:
            break;
    }
}

void World::apply_task(const Event& event, Sequence sequence) {
    switch (event.kind) {
        case EventKind::task_create:
            create_task(event, sequence);
            break;
        case EventKind::task_ready:
            make_ready(event, sequence);
            break;
        case EventKind::step_begin:
            begin_step(event, sequence);
            break;
        case EventKind::task_wait:
            if (TaskNow* task = edit_task(event.subject)) {
                if (task->in_line != 0) leave_line(*task);
                task->wait_reason = wait_reason_of(event.detail);
                task->wait_on = wait_on_of(event);
                task->site = event.a;
                task->in_line = 0;
                if (waits_on_object(task->wait_reason)) stand_in_line(*task, sequence);
                reached(task->id, event.a);
            }
            break;
        case EventKind::step_end:
            if (event.detail == static_cast<std::uint8_t>(StepResult::finished)) finish_task(event.subject);
            if (running_ == event.subject) suspend_running(sequence);
            if (running_ == 0 && running_handle_ && running_handle_->kind == HandleKind::task) running_handle_.reset();
            break;
        case EventKind::task_done:
            finish_task(event.subject);
            break;
        case EventKind::cancel_request:
            if (TaskNow* task = edit_task(event.subject)) {
                if (task->cancel_requests < std::numeric_limits<std::uint8_t>::max()) ++task->cancel_requests;
            }
            reached(low(event.b), event.a);
            break;
        case EventKind::cancel_delivered:
            if (TaskNow* task = edit_task(event.subject)) task->cancel_requests = 0;
            reached(event.subject, event.a);
            break;
        default:
            break;
    }
}

void World::apply_coroutine(const Event& event) {
    switch (event.kind) {
        case EventKind::coro_create: {
            const auto at = unawaited_.find_number(&FrameNow::coro, event.subject);
            if (event.subject == 0 || (unawaited_.holds(at) && unawaited_[at].coro == event.subject)) break;
            unawaited_.insert(at, FrameNow{event.subject, 0, event.a, -1});
            break;
        }
        case EventKind::coro_enter:
            enter_coroutine(event);
            break;
        case EventKind::coro_exit:
            exit_coroutine(event);
            break;
        case EventKind::coro_never_awaited:
            forget_unawaited(event.subject);
            break;
        default:
            break;
    }
}

void World::apply_voice(const Event& event, Sequence sequence) {
    if (event.kind == EventKind::knob) return;
    reached(event.subject, low(event.b));
    if (event.kind != EventKind::watch || (event.subject != 0 && task(event.subject) == nullptr)) return;
    const auto kind =
        event.detail == static_cast<std::uint8_t>(WatchKind::number) ? WatchKind::number : WatchKind::text;
    const WatchNow shown{event.subject, event.a, low(event.b), kind, sequence};
    const auto at = find_watch(watches_, event.subject, event.a);
    if (watches_.holds(at) && watches_[at].task == shown.task && watches_[at].name == shown.name) {
        watches_.edit(at) = shown;
    } else {
        watches_.insert(at, shown);
    }
}

void World::arm_timer(const Event& event, Sequence sequence) {
    const TimerNow timer{event.b, event.subject, event.a, running_, sequence};
    const auto at = find_timer(timers_, timer.due, timer.id);
    if (timers_.holds(at) && timers_[at].due == timer.due && timers_[at].id == timer.id) return;
    timers_.insert(at, timer);
}

std::optional<TimerNow> World::take_timer(TimerId id, std::uint64_t due) {
    const auto at = find_timer(timers_, due, id);
    if (!timers_.holds(at) || timers_[at].due != due || timers_[at].id != id) return std::nullopt;
    const TimerNow timer = timers_[at];
    timers_.erase(at);
    return timer;
}

std::optional<ReadyEntry> World::take_ready(HandleKind kind, std::uint32_t id) {
    for (auto at = ready_.place(0); ready_.holds(at); at = ready_.after(at)) {
        const ReadyEntry entry = ready_[at];
        if (entry.id != id || entry.kind != kind) continue;
        ready_.erase(at);
        return entry;
    }
    return std::nullopt;
}

void World::create_task(const Event& event, Sequence sequence) {
    const auto at = tasks_.find_number(&TaskNow::id, event.subject);
    if (event.subject == 0 || (tasks_.holds(at) && tasks_[at].id == event.subject)) return;
    TaskNow task;
    task.id = event.subject;
    task.since = sequence;
    tasks_.insert(at, task);
    reached(low(event.b), high(event.b));
}

void World::make_ready(const Event& event, Sequence sequence) {
    TaskNow* task = edit_task(event.subject);
    if (!task || task->queued) return;
    if (task->in_line != 0) mark_woken(*task);
    task->queued = true;
    task->wake_reason = wake_reason_of(event.detail);
    task->ready_cause = event.cause;
    ready_.push_back({HandleKind::task, task->id, sequence, false});
    // A task that puts itself there (sleep(0)) runs on until its step ends.
    if (task->state == TaskState::running) return;
    task->state = TaskState::ready;
    task->since = sequence;
}

void World::begin_step(const Event& event, Sequence sequence) {
    suspend_running(sequence);
    ++step_;
    running_handle_ = ReadyEntry{HandleKind::task, event.subject, sequence, false};
    TaskNow* task = edit_task(event.subject);
    if (!task) return;
    if (task->queued) {
        if (const auto entry = take_ready(HandleKind::task, task->id)) running_handle_ = entry;
        task->queued = false;
    }
    if (task->in_line != 0) leave_line(*task);
    task->in_line = 0;
    task->state = TaskState::running;
    task->steps = event.a;
    task->since = sequence;
    running_ = task->id;
    running_site_ = task->site;
    // Before its first wait a task stands where its coroutine is defined.
    if (task->site == 0 && task->top_frame >= 0) {
        running_site_ = frame(task->top_frame).defined_at;
    }
}

void World::suspend_running(Sequence sequence) {
    if (TaskNow* task = running_ != 0 ? edit_task(running_) : nullptr) {
        task->state = task->queued ? TaskState::ready : TaskState::waiting;
        task->since = sequence;
    }
    running_ = 0;
    running_site_ = 0;
    running_handle_.reset();
}

void World::finish_task(TaskId id) {
    const auto at = tasks_.find_number(&TaskNow::id, id);
    if (!tasks_.holds(at) || tasks_[at].id != id) return;
    if (tasks_[at].queued) take_ready(HandleKind::task, id);
    if (tasks_[at].in_line != 0) leave_line(tasks_[at]);
    for (std::int32_t inner = tasks_[at].top_frame; inner >= 0;) {
        const std::int32_t outer = frame(inner).outer;
        free_frame(inner);
        inner = outer;
    }
    tasks_.erase(at);
    pack_frames();
    for (auto shown = find_watch(watches_, id, 0); watches_.holds(shown) && watches_[shown].task == id;
         shown = find_watch(watches_, id, 0)) {
        watches_.erase(shown);
    }
    if (running_ != id) return;
    running_ = 0;
    running_site_ = 0;
}

void World::reached(TaskId id, SiteId site) {
    if (running_ != 0 && id == running_ && site != 0) running_site_ = site;
}

TaskNow* World::edit_task(TaskId id) {
    const auto at = tasks_.find_number(&TaskNow::id, id);
    return tasks_.holds(at) && tasks_[at].id == id ? &tasks_.edit(at) : nullptr;
}

const TaskNow* World::task(TaskId id) const {
    const auto at = tasks_.find_number(&TaskNow::id, id);
    return tasks_.holds(at) && tasks_[at].id == id ? &tasks_[at] : nullptr;
}

World::Items<WatchNow> World::watches(TaskId id) const {
    const auto end = watches_.find_first([&](const WatchNow& shown) { return shown.task <= id; });
    return watches_.between(find_watch(watches_, id, 0), end);
}

// Adds up what `size` says of each list.
template <typename Size>
std::size_t World::sum_lists(Size size) {
    return size(&World::tasks_) + size(&World::objects_) + size(&World::frames_) + size(&World::unawaited_) +
           size(&World::ready_) + size(&World::timers_) + size(&World::holds_) + size(&World::holds_by_task_) +
           size(&World::waiters_) + size(&World::items_) + size(&World::children_) + size(&World::operations_) +
           size(&World::watches_);
}

std::size_t World::footprint() const {
    return sizeof(World) + sum_lists([this](auto list) { return (this->*list).bytes(); });
}

std::size_t World::bytes_beyond(const World& earlier) const {
    return sizeof(World) + sum_lists([&](auto list) { return (this->*list).bytes_beyond(earlier.*list); });
}

std::size_t World::chunks() const {
    return sum_lists([this](auto list) { return (this->*list).chunks(); });
}

const char* to_string(TaskState state) {
    switch (state) {
        case TaskState::ready:
            return "ready";
        case TaskState::running:
            return "running";
        case TaskState::waiting:
            return "waiting";
        case TaskState::done:
            return "done";
        case TaskState::failed:
            return "failed";
        case TaskState::cancelled:
            return "cancelled";
    }
    return "unknown";
}

const char* to_string(LoopPhase phase) {
    switch (phase) {
        case LoopPhase::not_started:
            return "not started";
        case LoopPhase::between_turns:
            return "between turns";
        case LoopPhase::polling:
            return "polling";
        case LoopPhase::timers:
            return "timers";
        case LoopPhase::running:
            return "running";
        case LoopPhase::stopped:
            return "stopped";
    }
    return "unknown";
}

}  // namespace loopscope
