#include "monitor/perfetto_flows.hpp"

#include "monitor/kinds.hpp"

#include <algorithm>
#include <unordered_map>

namespace loopscope {

DrawnLanes::DrawnLanes(const Recording& recording) : recording_(recording), last_step_end_(recording.tasks().size()) {
    for (std::size_t i = recording.first(); i < recording.size(); ++i) {
        if (recording[i].kind != EventKind::step_end) continue;
        const TaskInfo* task = recording.task(recording[i].subject);
        if (task)
            last_step_end_[static_cast<std::size_t>(task - recording.tasks().data())] = static_cast<std::uint32_t>(i);
    }
}

std::size_t DrawnLanes::end_of(const TaskInfo& task, const Span& span) const {
    if (span.end == kOpen) return recording_.size();
    const std::size_t step_end = last_step_end_[static_cast<std::size_t>(&task - recording_.tasks().data())];
    const bool last = span.state == TaskState::running && task.finished == span.end;
    return last && step_end > span.end ? step_end : span.end;
}

std::size_t DrawnLanes::begin_of(const TaskInfo& task) const {
    const Lane* lane = recording_.lane(task.id);
    const std::size_t begin = lane && !lane->spans.empty() ? lane->spans.front().begin : task.created;
    return std::max(begin, recording_.first());
}

std::size_t DrawnLanes::end_of(const TaskInfo& task) const {
    const Lane* lane = recording_.lane(task.id);
    const std::size_t end = lane && !lane->spans.empty() ? end_of(task, lane->spans.back()) : recording_.size();
    return task.finished ? std::max(end, *task.finished) : recording_.size();
}

std::optional<std::size_t> DrawnLanes::in_step(TaskId id, std::size_t index) const {
    const TaskInfo* task = recording_.task(id);
    const Lane* lane = recording_.lane(id);
    if (task == nullptr || lane == nullptr) return std::nullopt;
    auto after = std::ranges::upper_bound(lane->spans, index, {}, &Span::begin);
    while (after != lane->spans.begin()) {
        const Span& span = *--after;
        if (span.state != TaskState::running) {
            if (task->finished && index >= *task->finished) continue;
            return std::nullopt;
        }
        const std::size_t end = end_of(*task, span);
        if (index < end) return index;
        return task->finished && index >= *task->finished ? std::optional(end - 1) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<std::size_t> DrawnLanes::next_step(TaskId id, std::size_t index) const {
    const Lane* lane = recording_.lane(id);
    if (lane == nullptr) return std::nullopt;
    auto span = std::ranges::lower_bound(lane->spans, index, {}, &Span::begin);
    std::optional<std::size_t> ready;
    // A task that is made is ready before it stands in the queue.
    if (span != lane->spans.begin()) {
        const Span& before = *(span - 1);
        if (before.state == TaskState::ready && before.end > index) ready = index;
    }
    for (; span != lane->spans.end(); ++span) {
        if (span->state == TaskState::running) return span->begin;
        if (span->state == TaskState::ready) ready = span->begin;
    }
    return ready;
}

namespace {

class Planner {
public:
    Planner(const Recording& recording, const DrawnLanes& lanes) : recording_(recording), lanes_(lanes) {}

    std::vector<Flow> plan() {
        auto wake = recording_.wakes().begin();
        for (std::size_t i = recording_.first(); i < recording_.size(); ++i) {
            const Event& event = recording_[i];
            if (event.kind == EventKind::cancel_request) add("cancel", low(event.b), i, event.subject, i);
            if (event.kind == EventKind::object_child_done && event.a != 0) done_[event.subject].push_back(event.a);
            if (event.kind == EventKind::object_destroy) done_.erase(event.subject);
            while (wake != recording_.wakes().end() && wake->ready < i) ++wake;
            if (wake != recording_.wakes().end() && wake->ready == i) add(*wake);
        }
        return std::move(flows_);
    }

private:
    void add(const WakeEdge& wake) {
        const bool known = wake.cause != kOpen && wake.cause >= recording_.first();
        const std::size_t cause = known ? wake.cause : wake.ready;
        const TaskId by = known ? wake.by : recording_.running_at(wake.ready);
        switch (wake.reason) {
            case WakeReason::created: {
                const TaskInfo* task = recording_.task(wake.task);
                if (task && task->parent != 0) add("spawn", task->parent, task->created, wake.task, wake.ready);
                return;
            }
            case WakeReason::yielded:    // nobody else had a part in it
            case WakeReason::cancelled:  // the arrow begins at the request
                return;
            case WakeReason::task_done:
                if (known && recording_[cause].kind == EventKind::task_done)
                    return add("await", recording_[cause].subject, cause, wake.task, wake.ready);
                return add("await", by, cause, wake.task, wake.ready);
            default:
                add("wake", by, cause, wake.task, wake.ready);
                add_children(wake);
        }
    }

    // A gather, a group: from each task that it waited for.
    void add_children(const WakeEdge& wake) {
        const Lane* lane = recording_.lane(wake.task);
        if (lane == nullptr) return;
        auto span = std::ranges::lower_bound(lane->spans, wake.ready, {}, &Span::begin);
        if (span == lane->spans.begin()) return;
        --span;
        if (span->state != TaskState::waiting || span->wait_reason != WaitReason::object) return;
        const auto done = done_.find(low(span->wait_on));
        if (done == done_.end()) return;
        for (const TaskId child : done->second) {
            const TaskInfo* task = recording_.task(child);
            if (task && task->finished) add("await", child, *task->finished, wake.task, wake.ready);
        }
        done->second.clear();
    }

    void add(const char* name, TaskId from_task, std::size_t from, TaskId to_task, std::size_t after) {
        const auto to = lanes_.next_step(to_task, after);
        if (!to || from < recording_.first()) return;
        const auto in_step = from_task == 0 ? std::nullopt : lanes_.in_step(from_task, from);
        if (in_step.value_or(from) >= *to) return;
        flows_.push_back({name, in_step.value_or(from), *to, in_step ? from_task : 0, to_task});
    }

    const Recording& recording_;
    const DrawnLanes& lanes_;
    std::unordered_map<ObjectId, std::vector<TaskId>> done_;
    std::vector<Flow> flows_;
};

}  // namespace

std::vector<Flow> plan_flows(const Recording& recording, const DrawnLanes& lanes) {
    return Planner(recording, lanes).plan();
}

}  // namespace loopscope
