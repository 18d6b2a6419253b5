// Held across a wait: a task holds a lock, and waits for something else for long, while others stand in
// line for the lock. All of them wait for that sleep or that I/O, one after the other.
//
// To hold one of several permits across a wait is what a limiter is there for. It counts only
// where the holder stands in line for something else, so that the permit serves nobody meanwhile.
//
// Some do it on purpose, so that only one of many does a piece of work: a finding is likely, not certain. A wait
// in a ring is a deadlock's story, and one that lasted until the loop gave up is that of the standstill.
#include "monitor/diagnose/evidence.hpp"
#include "monitor/kinds.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace loopscope {
namespace {

class HeldAcrossWait final : public Detector {
    // Who joined the line of an object for one, and when, since it has its holder.
    using Came = std::map<TaskId, std::size_t>;

    void before(const Moment& moment) override {
        const Event& event = moment.event;
        switch (event.kind) {
            case EventKind::task_wait:
                if (wait_reason_of(event.detail) == WaitReason::acquire) stands_in_line(moment);
                break;
            case EventKind::object_take:
                takes(moment);
                break;
            case EventKind::task_ready:
                wakes(moment);
                break;
            case EventKind::cancel_request:
                if (gives_up(moment)) gave_up_ = moment.sequence;
                break;
            case EventKind::task_done:
                held_.erase(event.subject);
                caught_.erase(event.subject);
                break;
            case EventKind::object_destroy:
                wanted_.erase(event.subject);
                break;
            case EventKind::dropped:
                gap_.note(moment);
                wanted_.clear();
                held_.clear();
                caught_.clear();
                break;
            default:
                break;
        }
    }

    void after(const Moment& moment) override {
        const Event& event = moment.event;
        if (event.kind == EventKind::object_give) gives(moment, low(event.b), event.subject);
        for (; seen_ < moment.found.size(); ++seen_) {
            const Finding& finding = moment.found[seen_];
            if (finding.kind == FindingKind::deadlock && finding.last == moment.index) {
                caught_.insert(finding.tasks.begin(), finding.tasks.end());
            }
        }
    }

    // A new holder: those who stand in line by now are all that count.
    void takes(const Moment& moment) {
        const ObjectNow* object = moment.world.object(moment.event.subject);
        if (object == nullptr || !is_held(*object)) return;
        held_[low(moment.event.b)].insert(object->id);
        if (const auto wanted = wanted_.find(object->id); wanted != wanted_.end()) wanted->second.clear();
    }

    void gives(const Moment& moment, TaskId task, ObjectId object) {
        const auto held = held_.find(task);
        if (held == held_.end() || moment.world.hold(object, task) != nullptr) return;
        held->second.erase(object);
        if (held->second.empty()) held_.erase(held);
    }

    static bool is_held(const ObjectNow& object) { return object.kind == ObjectKind::lock || has_permits(object.kind); }

    static bool is_exclusive(const ObjectNow& object) {
        return object.kind == ObjectKind::lock ||
               (has_permits(object.kind) && object.kind != ObjectKind::pool && object.capacity == 1);
    }

    void stands_in_line(const Moment& moment) {
        const ObjectNow* object = moment.world.object(low(moment.event.b));
        if (object != nullptr && is_exclusive(*object)) wanted_[object->id][moment.event.subject] = moment.index;
    }

    // What it holds is all that is looked at: there may be very many objects, and very many who wait.
    void wakes(const Moment& moment) {
        const bool was_caught = caught_.erase(moment.event.subject) > 0;
        const auto held = held_.find(moment.event.subject);
        if (held == held_.end() || was_caught) return;
        const TaskNow* task = moment.world.task(moment.event.subject);
        if (task == nullptr || task->state != TaskState::waiting || task->wait_reason == WaitReason::yield) return;
        if (!gap_.is_sure(task->since) || task->since < gave_up_) return;
        const std::uint64_t began = moment.recording.loop_time_at(index_or_first(moment.recording, task->since));
        const std::uint64_t now = moment.recording.loop_time_at(moment.index);
        if (now < began || now - began < moment.limits.held_ns) return;
        static const Came kNobody;
        std::erase_if(held->second, [&](ObjectId id) { return moment.world.hold(id, task->id) == nullptr; });
        for (const ObjectId id : held->second) {
            const auto wanted = wanted_.find(id);
            const Came& came = wanted != wanted_.end() ? wanted->second : kNobody;
            examine(moment, *moment.world.object(id), came, *task, now - began);
        }
    }

    void examine(const Moment& moment, const ObjectNow& object, const Came& came, const TaskNow& holder,
                 std::uint64_t took) {
        const ObjectId blocker = waits_on_object(holder.wait_reason) ? low(holder.wait_on) : 0;
        if (blocker == object.id) return;
        if (!is_exclusive(object) && (holder.wait_reason != WaitReason::acquire || blocker == 0)) return;
        const HoldNow* hold = moment.world.hold(object.id, holder.id);
        if (hold == nullptr || !gap_.is_sure(hold->since)) return;
        // What is taken at one line is held by one piece of the program, wherever in that it waits.
        const bool known = hold->site != 0 && object.site != 0;
        const std::uint64_t where = known ? pack(hold->site, object.site) : pack(0, object.id);
        if (told_.contains(where)) return;
        const std::size_t waits_at = wait_index(moment.recording, holder);
        const std::set<TaskId> others = in_line(moment, object.id, came, holder.id, waits_at);
        if (others.empty()) return;
        told_.insert(where);
        Finding finding;
        finding.kind = FindingKind::held_across_wait;
        finding.confidence = Confidence::likely;
        finding.reason = holder.wait_reason;
        finding.tasks = {holder.id};
        finding.tasks.insert(finding.tasks.end(), others.begin(), others.end());
        finding.objects = {object.id};
        if (blocker != 0) finding.objects.push_back(blocker);
        finding.site = holder.site;
        finding.time = took;
        finding.count = others.size();
        finding.moments = {index_or_first(moment.recording, hold->since), waits_at, moment.index};
        settle(finding, moment);
        moment.found.push_back(std::move(finding));
    }

    // Those who stand there still, and those who came after the holder began to wait and have left since.
    static std::set<TaskId> in_line(const Moment& moment, ObjectId object, const Came& came, TaskId holder,
                                    std::size_t since) {
        std::set<TaskId> tasks;
        for (const WaiterNow& waiter : moment.world.waiters(object)) {
            if (waiter.task != holder && waiter.reason == WaitReason::acquire) tasks.insert(waiter.task);
        }
        for (const auto& [task, at] : came) {
            if (task != holder && at > since) tasks.insert(task);
        }
        return tasks;
    }

    Gap gap_;
    std::unordered_map<ObjectId, Came> wanted_;            // those that have, or had, a line
    std::unordered_map<TaskId, std::set<ObjectId>> held_;  // what who lives may hold: others may give it back
    std::unordered_set<TaskId> caught_;                    // who waits in a ring that is known
    std::size_t seen_ = 0;                                 // findings of others that were looked at
    Sequence gave_up_ = 0;                                 // waits from before are ended by the loop
    std::set<std::uint64_t> told_;                         // by where it is taken, and where it was made
};

}  // namespace

std::unique_ptr<Detector> make_held_across_wait_detector() { return std::make_unique<HeldAcrossWait>(); }

}  // namespace loopscope
