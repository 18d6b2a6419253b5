// Deadlock: tasks that wait for each other in a ring.
//
// A ring closes when the last of its tasks begins to wait. It may also be there, and open, for a while: one of
// two permits is still with somebody who works. Such a ring is looked at again at the end of each turn.
#include "monitor/diagnose/evidence.hpp"
#include "monitor/kinds.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace loopscope {
namespace {

class Deadlock final : public Detector {
    void before(const Moment& moment) override {
        switch (moment.event.kind) {
            case EventKind::object_destroy:
                timeout_goes(moment);
                [[fallthrough]];
            case EventKind::object_give:
                permits_.note(moment);
                break;
            case EventKind::cancel_request:
                if (gives_up(moment)) standing(moment);
                break;
            case EventKind::dropped:
                gap_.note(moment);
                caught_.clear();
                open_.clear();
                wanted_.clear();
                permits_.forget();
                timeouts_.clear();
                for (const ObjectNow& object : moment.world.objects()) timeout_comes(object);
                break;
            default:
                break;
        }
    }

    void after(const Moment& moment) override {
        switch (moment.event.kind) {
            case EventKind::object_create:
                if (const ObjectNow* object = moment.world.object(moment.event.subject)) timeout_comes(*object);
                break;
            case EventKind::object_take:
                want(moment, low(moment.event.b));
                break;
            case EventKind::object_child:
                want(moment, moment.event.a);
                break;
            case EventKind::task_wait:
                if (wait_reason_of(moment.event.detail) == WaitReason::task) want(moment, low(moment.event.b));
                break;
            case EventKind::step_end:
                waits(moment, moment.event.subject);
                break;
            case EventKind::turn_end:
                if (!open_.empty()) look_again(moment);
                break;
            case EventKind::task_done:
                wanted_.erase(moment.event.subject);
                [[fallthrough]];
            case EventKind::task_ready:
                open_.erase(moment.event.subject);
                if (!caught_.empty()) let_go(moment.event.subject);
                break;
            default:
                break;
        }
    }

    void timeout_comes(const ObjectNow& object) {
        if (object.kind == ObjectKind::timeout) timeouts_[object.owner].insert(object.id);
    }
    void timeout_goes(const Moment& moment) {
        const ObjectNow* object = moment.world.object(moment.event.subject);
        const auto at = object != nullptr ? timeouts_.find(object->owner) : timeouts_.end();
        if (at == timeouts_.end()) return;
        at->second.erase(object->id);
        if (at->second.empty()) timeouts_.erase(at);
    }

    void want(const Moment& moment, TaskId id) {
        if (moment.world.task(id) != nullptr) wanted_.insert(id);
    }

    void waits(const Moment& moment, TaskId id) {
        const TaskNow* task = moment.world.task(id);
        if (task == nullptr || task->state != TaskState::waiting) return;
        const bool for_somebody = task->wait_reason == WaitReason::task || task->wait_reason == WaitReason::object ||
                                  task->wait_reason == WaitReason::acquire || task->wait_reason == WaitReason::get;
        if (!for_somebody || !wanted_.contains(id)) return;
        if (is_behind_known_ring(moment.world, *task) || !leads_back(moment.world, id)) return;
        if (!examine(moment, id)) open_.insert(id);
    }

    // Many may join one line, and each way around a large ring is long.
    bool is_behind_known_ring(const World& world, const TaskNow& task) const {
        if (caught_.empty()) return false;
        if (task.wait_reason == WaitReason::task) return is_caught(low(task.wait_on));
        const auto holds = world.holders(low(task.wait_on));
        return !holds.empty() && std::ranges::all_of(holds, [&](const HoldNow& hold) { return is_caught(hold.task); });
    }

    void look_again(const Moment& moment) {
        constexpr std::size_t kLooks = 32;  // in a turn; where there are more, their turn comes in a later one
        for (std::size_t looks = std::min(kLooks, open_.size()); looks > 0; --looks) {
            auto at = open_.upper_bound(looked_at_);
            if (at == open_.end()) at = open_.begin();
            looked_at_ = *at;
            if (examine(moment, looked_at_) || !leads_back(moment.world, looked_at_)) open_.erase(at);
        }
    }

    // True: it is closed.
    bool examine(const Moment& moment, TaskId id) {
        const auto ring = ring_through(moment.world, id, timeouts_);
        if (ring.empty()) return false;
        if (is_sure(moment, ring) && lends(moment.world, ring)) {
            add(moment, ring, goes_through_permits(moment.world, ring) ? Confidence::likely : Confidence::certain);
            return true;
        }
        return false;
    }

    // Now also those whose permits somebody else might have given.
    void standing(const Moment& moment) {
        for (const auto& ring : rings(moment.world)) {
            const bool signals = std::ranges::any_of(ring, [&](const WaitEdge& edge) {
                return edge.from.kind == WaitNode::Kind::object && permits_.signals(moment.world, edge.from.id);
            });
            if (!signals && is_sure(moment, ring)) add(moment, ring, Confidence::certain);
        }
    }

    bool is_sure(const Moment& moment, const std::vector<WaitEdge>& ring) const {
        if (!gap_.any()) return true;
        return std::ranges::all_of(ring, [&](const WaitEdge& edge) {
            if (edge.kind != WaitEdge::Kind::child) return gap_.is_sure(edge.since);
            // Which children are left is known only of what was made later.
            const ObjectInfo* object = moment.recording.object(edge.from.id);
            return object != nullptr && gap_.is_sure(moment.recording.sequence(object->created));
        });
    }

    bool lends(const World& world, const std::vector<WaitEdge>& ring) const {
        return std::ranges::all_of(ring, [&](const WaitEdge& edge) {
            return edge.kind != WaitEdge::Kind::held_by || permits_.lends(world, edge.from.id);
        });
    }

    static bool goes_through_permits(const World& world, const std::vector<WaitEdge>& ring) {
        return std::ranges::any_of(ring, [&](const WaitEdge& edge) {
            const ObjectNow* object = edge.kind == WaitEdge::Kind::held_by ? world.object(edge.from.id) : nullptr;
            return object != nullptr && has_permits(object->kind);
        });
    }

    // Whoever joins a ring that is known is stuck behind it: that is the same story.
    void add(const Moment& moment, const std::vector<WaitEdge>& ring, Confidence confidence) {
        Finding finding;
        finding.kind = FindingKind::deadlock;
        finding.confidence = confidence;
        finding.edges = ring;
        for (const WaitEdge& edge : ring) {
            if (edge.from.kind == WaitNode::Kind::object) {
                finding.objects.push_back(edge.from.id);
            } else {
                finding.tasks.push_back(edge.from.id);
                finding.moments.push_back(wait_index(moment.recording, *moment.world.task(edge.from.id)));
            }
            if (edge.kind == WaitEdge::Kind::held_by) {
                finding.moments.push_back(index_or_first(moment.recording, edge.since));
            }
        }
        if (std::ranges::any_of(finding.tasks, [&](TaskId task) { return is_caught(task); })) return;
        finding.site = ring.front().site;
        finding.count = finding.tasks.size();
        settle(finding, moment);
        const auto ring_tasks = std::make_shared<const std::vector<TaskId>>(finding.tasks);
        for (const TaskId task : finding.tasks) caught_[task] = ring_tasks;
        moment.found.push_back(std::move(finding));
    }

    bool is_caught(TaskId task) const { return caught_.contains(task); }
    // One of them is free, and with it the ring is open.
    void let_go(TaskId task) {
        const auto at = caught_.find(task);
        if (at == caught_.end()) return;
        const auto ring = at->second;
        for (const TaskId one : *ring) caught_.erase(one);
    }

    Gap gap_;
    PermitUse permits_;
    TimeoutsOf timeouts_;  // that live
    // Who is in a ring that was told and is there, with all that are in it.
    std::unordered_map<TaskId, std::shared_ptr<const std::vector<TaskId>>> caught_;
    // Those for whom somebody may wait: who took something, is a child, or was awaited. A ring goes through no other.
    std::unordered_set<TaskId> wanted_;
    std::set<TaskId> open_;  // tasks whose ring somebody may still open
    TaskId looked_at_ = 0;   // the last of them
};

}  // namespace

std::unique_ptr<Detector> make_deadlock_detector() { return std::make_unique<Deadlock>(); }

}  // namespace loopscope
