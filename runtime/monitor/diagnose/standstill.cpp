// Nobody left: the program stands still for good, and somebody waits for what leads to nobody: an event that
// nobody sets, a queue into which nobody puts. Its kin is the lost wake-up: that event was set, that
// condition was notified, while nobody listened, and only then did somebody begin to wait for it.
//
// Whoever waits for another task, or for what another task holds, is not told of: the story is that of the
// other one. A server that waits for connections or a timer to come does not stand still.
#include "monitor/diagnose/evidence.hpp"
#include "monitor/kinds.hpp"

#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace loopscope {
namespace {

class Standstill final : public Detector {
    void before(const Moment& moment) override {
        const Event& event = moment.event;
        switch (event.kind) {
            case EventKind::object_give:
                permits_.note(moment);
                break;
            case EventKind::object_destroy:
                permits_.note(moment);
                unheard_.erase(event.subject);
                break;
            case EventKind::object_notify:
                notified(moment);
                break;
            case EventKind::cancel_request:
                if (!told_ && gives_up(moment)) standing(moment);
                break;
            case EventKind::dropped:
                gap_.note(moment);
                permits_.forget();
                unheard_.clear();
                break;
            default:
                break;
        }
    }

    void notified(const Moment& moment) {
        const ObjectNow* object = moment.world.object(moment.event.subject);
        const bool calls =
            object != nullptr && (object->kind == ObjectKind::event || object->kind == ObjectKind::condition);
        if (!calls) return;
        if (high(moment.event.b) == 0) {
            unheard_[object->id] = {moment.sequence, moment.index, low(moment.event.b), moment.event.a};
        } else {
            unheard_.erase(object->id);
        }
    }

    // Those who wait for the same, in the same way, are one finding.
    void standing(const Moment& moment) {
        told_ = true;
        std::map<std::pair<ObjectId, WaitReason>, std::vector<const TaskNow*>> groups;
        for (const TaskNow& task : moment.world.tasks()) {
            if (task.state != TaskState::waiting || !waits_on_object(task.wait_reason)) continue;
            if (low(task.wait_on) == 0 || !gap_.is_sure(task.since)) continue;
            groups[{low(task.wait_on), task.wait_reason}].push_back(&task);
        }
        for (const auto& [what, tasks] : groups) {
            if (leads_to_somebody(moment.world, what.first)) continue;
            std::vector<const TaskNow*> deaf;
            std::vector<const TaskNow*> others;
            const auto unheard = unheard_.find(what.first);
            for (const TaskNow* task : tasks) {
                const bool lost = unheard != unheard_.end() && task->since > unheard->second.sequence;
                (lost ? deaf : others).push_back(task);
            }
            if (!deaf.empty()) add(moment, FindingKind::lost_wake_up, what.first, deaf);
            if (!others.empty()) add(moment, FindingKind::nobody_left, what.first, others);
        }
    }

    // Through children and holders to a task. One that is gone and took what it held with it counts too: that
    // is a finding of its own.
    bool leads_to_somebody(const World& world, ObjectId id) const {
        std::vector<ObjectId> objects{id};
        std::unordered_set<ObjectId> seen;
        while (!objects.empty()) {
            const ObjectId object = objects.back();
            objects.pop_back();
            if (!seen.insert(object).second || permits_.signals(world, object)) continue;
            for (const WaitEdge& edge : wait_edges_from(world, {WaitNode::Kind::object, object})) {
                if (edge.to.kind == WaitNode::Kind::task) return true;
                objects.push_back(edge.to.id);
            }
        }
        return false;
    }

    void add(const Moment& moment, FindingKind kind, ObjectId object, const std::vector<const TaskNow*>& tasks) {
        Finding finding;
        finding.kind = kind;
        finding.objects = {object};
        finding.site = tasks.front()->site;
        finding.count = tasks.size() - 1;
        finding.reason = tasks.front()->wait_reason;
        for (const TaskNow* task : tasks) {
            finding.tasks.push_back(task->id);
            finding.moments.push_back(wait_index(moment.recording, *task));
        }
        if (kind == FindingKind::lost_wake_up) {
            const Unheard& unheard = unheard_.at(object);
            // That it was meant for them is a guess, though a good one.
            finding.confidence = Confidence::likely;
            finding.tasks.insert(finding.tasks.begin() + 1, unheard.task);
            finding.told_at = unheard.site;
            finding.moments.push_back(std::max(unheard.index, moment.recording.first()));
        }
        settle(finding, moment);
        moment.found.push_back(std::move(finding));
    }

    struct Unheard {
        Sequence sequence = 0;
        std::size_t index = 0;
        TaskId task = 0;
        SiteId site = 0;
    };
    Gap gap_;
    PermitUse permits_;
    // The last time that an event was set or a condition notified, where nobody waited then.
    std::unordered_map<ObjectId, Unheard> unheard_;
    bool told_ = false;  // a run stands still for good once
};

}  // namespace

std::unique_ptr<Detector> make_standstill_detector() { return std::make_unique<Standstill>(); }

}  // namespace loopscope
