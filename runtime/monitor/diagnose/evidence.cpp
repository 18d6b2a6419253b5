#include "monitor/diagnose/evidence.hpp"

#include "monitor/kinds.hpp"

#include <algorithm>

namespace loopscope {

void PermitUse::note(const Moment& moment) {
    const Event& event = moment.event;
    if (event.kind == EventKind::object_destroy) {
        uses_.erase(event.subject);
        return;
    }
    if (event.kind != EventKind::object_give) return;
    const ObjectNow* object = moment.world.object(event.subject);
    if (object == nullptr || !has_permits(object->kind)) return;
    const bool held = moment.world.hold(event.subject, low(event.b)) != nullptr;
    Use& use = uses_[event.subject];
    (held ? use.own : use.foreign) = true;
}

bool PermitUse::signals(const World& world, ObjectId id) const {
    const ObjectNow* object = world.object(id);
    if (object == nullptr || !has_permits(object->kind)) return false;
    if (object->kind != ObjectKind::pool && object->capacity.value_or(0) <= 0) return true;
    const auto use = uses_.find(id);
    return use != uses_.end() && use->second.foreign;
}

bool PermitUse::lends(const World& world, ObjectId id) const {
    const ObjectNow* object = world.object(id);
    if (object == nullptr) return false;
    if (!has_permits(object->kind)) return true;
    if (signals(world, id)) return false;
    const auto use = uses_.find(id);
    return object->kind != ObjectKind::semaphore || (use != uses_.end() && use->second.own);
}

bool gives_up(const Moment& moment) {
    const Event& event = moment.event;
    if (event.kind != EventKind::cancel_request || low(event.b) != 0) return false;
    return moment.world.phase() == LoopPhase::between_turns && stands_still(moment.world) &&
           moment.world.task(main_task(moment.recording)) != nullptr;
}

TaskId main_task(const Recording& recording) {
    const auto roots = recording.children(0);
    return roots.empty() ? 0 : roots.front();
}

std::size_t index_or_first(const Recording& recording, Sequence sequence) {
    return std::max(recording.index_of(sequence).value_or(recording.first()), recording.first());
}

// A wait is known by its task_wait in an object's line, and otherwise by the step that it ended: there it
// stands close before.
std::size_t wait_index(const Recording& recording, const TaskNow& task) {
    constexpr std::size_t kClose = 8;
    const std::size_t index = index_or_first(recording, task.in_line != 0 ? task.in_line : task.since);
    for (std::size_t at = index, looked = 0; looked < kClose; --at, ++looked) {
        const Event& event = recording[at];
        if (event.kind == EventKind::task_wait && event.subject == task.id) return at;
        if (at == recording.first()) break;
    }
    return index;
}

void settle(Finding& finding, const Moment& moment) {
    std::ranges::sort(finding.moments);
    const auto same = std::ranges::unique(finding.moments);
    finding.moments.erase(same.begin(), same.end());
    finding.last = moment.index;
    finding.first = finding.moments.empty() ? moment.index : std::min(finding.moments.front(), moment.index);
}

}  // namespace loopscope
