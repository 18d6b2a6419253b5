// Never released: a task ended while it held a lock or a permit, and nobody gave it back.
//
// Another task may do so later, so that it is known only when the object goes, when the run is over, or when
// somebody waits for it and the program stands still. Who ends because the loop cancels
// all that is left need not have been careful: nobody comes after it.
//
// A permit that nobody waits for may be meant to be used up, and one that others give is a signal.
#include "monitor/diagnose/evidence.hpp"
#include "monitor/kinds.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>

namespace loopscope {
namespace {

class NeverReleased final : public Detector {
    void before(const Moment& moment) override {
        const Event& event = moment.event;
        switch (event.kind) {
            case EventKind::object_give:
                permits_.note(moment);
                break;
            case EventKind::object_destroy:
                if (told_.erase(event.subject) == 0) look_at(moment, event.subject);
                permits_.note(moment);
                break;
            case EventKind::loop_stop:
                look_at_all(moment, false);
                break;
            case EventKind::cancel_request:
                if (!ending_ && gives_up(moment)) {
                    look_at_all(moment, true);
                    ending_ = moment.index;
                }
                break;
            case EventKind::task_done:
                if (!ending_ && event.subject == main_task(moment.recording)) ending_ = moment.index;
                break;
            case EventKind::dropped:
                gap_.note(moment);
                permits_.forget();
                break;
            default:
                break;
        }
    }

    void look_at_all(const Moment& moment, bool only_waited_for) {
        for (const ObjectNow& object : moment.world.objects()) {
            if (told_.contains(object.id)) continue;
            if (only_waited_for && waiters(moment.world, object.id).empty()) continue;
            if (look_at(moment, object.id)) told_.insert(object.id);
        }
    }

    bool look_at(const Moment& moment, ObjectId id) const {
        const auto holds = moment.world.holders(id);
        if (holds.empty() || permits_.signals(moment.world, id)) return false;
        Finding finding;
        for (const HoldNow& hold : holds) {
            const TaskInfo* holder = moment.recording.task(hold.task);
            // The recording may know of its end though it is still to come.
            if (moment.world.task(hold.task) != nullptr || holder == nullptr) continue;
            if (!is_left_behind(*holder, hold)) continue;
            if (finding.tasks.empty()) finding.site = hold.site;
            finding.tasks.push_back(hold.task);
            finding.moments.push_back(index_or_first(moment.recording, hold.since));
            finding.moments.push_back(*holder->finished);
            finding.count += hold.count;
        }
        if (finding.tasks.empty()) return false;
        finding.kind = FindingKind::never_released;
        finding.objects = {id};
        const auto waiting = waiters(moment.world, id);
        for (const TaskNow* task : waiting) {
            finding.tasks.push_back(task->id);
            finding.moments.push_back(wait_index(moment.recording, *task));
        }
        finding.confidence = has_permits(moment.world.object(id)->kind)
                                 ? (waiting.empty() ? Confidence::possible : Confidence::likely)
                                 : Confidence::certain;
        settle(finding, moment);
        moment.found.push_back(std::move(finding));
        return true;
    }

    bool is_left_behind(const TaskInfo& holder, const HoldNow& hold) const {
        return holder.finished && (!ending_ || *holder.finished <= *ending_) && gap_.is_sure(hold.since);
    }

    static std::vector<const TaskNow*> waiters(const World& world, ObjectId id) {
        std::vector<const TaskNow*> all;
        for (const WaiterNow& waiter : world.waiters(id)) {
            const TaskNow* task = waiter.reason == WaitReason::acquire ? world.task(waiter.task) : nullptr;
            if (task != nullptr && task->state == TaskState::waiting) all.push_back(task);
        }
        return all;
    }

    Gap gap_;
    PermitUse permits_;
    std::unordered_set<ObjectId> told_;
    std::optional<std::size_t> ending_;  // from here on the loop cancels what is left
};

}  // namespace

std::unique_ptr<Detector> make_never_released_detector() { return std::make_unique<NeverReleased>(); }

}  // namespace loopscope
