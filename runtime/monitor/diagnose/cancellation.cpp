// What became of a cancellation.
//
// swallowed_cancellation: CancelledError was thrown into a task, nobody took the request back, and yet the
// task did not end cancelled. A timeout, a TaskGroup and whoever calls uncancel() take back what they
// asked for: that is told. A task that raised something else told its caller that it failed, which is
// let pass. It is known
//  - when the task returns: certain. What it did until then does not matter;
//  - when it waits at a line at which the same coroutine waited before it was told: it has gone round its
//    loop. Likely, for clean-up may be the end of a loop's last round. Clean-up as such may wait for as long as
//    it likes, at lines of its own and in coroutines of its own: how long is no sign.
//
// cancelled_before_start: the request came before the first step, so that no line of the body ran. Whoever
// wrote a try block there counted on it.
#include "monitor/diagnose/detector.hpp"
#include "monitor/kinds.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <unordered_map>

namespace loopscope {
namespace {

// A wait of one coroutine at one line.
struct Wait {
    CoroId coro = 0;
    SiteId site = 0;
    friend bool operator==(const Wait&, const Wait&) = default;
};

constexpr std::size_t kWaitsKept = 8;  // of a task, the latest: a loop is seldom longer

// A living task.
struct Life {
    std::vector<CoroId> chain;               // the innermost last
    std::vector<Wait> waits;                 // different ones, before it was told
    std::size_t asked = 0;                   // the latest cancel_request
    std::optional<std::size_t> asked_early;  // the first one, if it came before the first step
    // CancelledErrors that were thrown into it, and that nobody took back.
    std::uint64_t told = 0;
    std::size_t told_by = 0;  // the first one: its cancel_request,
    std::size_t told_at = 0;  // its cancel_delivered,
    SiteId told_site = 0;     // and its line
    std::uint64_t told_time = 0;
    bool known = false;  // it was reported
};

class Cancellation final : public Detector {
    void before(const Moment& moment) override {
        const Event& event = moment.event;
        switch (event.kind) {
            case EventKind::coro_enter:
                lives_[low(event.b)].chain.push_back(event.subject);
                return;
            case EventKind::coro_exit:
                return left(low(event.b), event.subject);
            case EventKind::cancel_request:
                return asked(moment);
            case EventKind::task_ready:
                return woken(moment);
            case EventKind::cancel_delivered:
                return told(moment, event.subject, event.a);
            case EventKind::uncancel:
                return taken_back(event.subject, event.b);
            case EventKind::task_wait:
                return waits(moment);
            case EventKind::task_done:
                done(moment);
                lives_.erase(event.subject);
                return;
            case EventKind::report:  // a task that is gone has no task_done
                if (report_kind_of(event.detail) == ReportKind::destroyed_pending) lives_.erase(event.subject);
                return;
            case EventKind::dropped:  // an uncancel may be among them
                lives_.clear();
                return;
            default:
                return;
        }
    }

    Life* life(TaskId id) {
        const auto at = lives_.find(id);
        return at != lives_.end() ? &at->second : nullptr;
    }

    void left(TaskId id, CoroId coro) {
        Life* task = life(id);
        if (task == nullptr) return;
        // From the innermost outwards: a recursion may be deep.
        const auto at = std::ranges::find(task->chain.rbegin(), task->chain.rend(), coro);
        if (at == task->chain.rend()) return;
        task->chain.erase(std::prev(at.base()), task->chain.end());
        std::erase_if(task->waits, [&](const Wait& wait) { return wait.coro == coro; });
    }

    void asked(const Moment& moment) {
        Life& task = lives_[moment.event.subject];
        task.asked = moment.index;
        const TaskNow* now = moment.world.task(moment.event.subject);
        if (now != nullptr && now->steps == 0 && !task.asked_early) task.asked_early = moment.index;
    }

    // A task that waits for another one, or for a gather, passes the request on: the end of that tells it.
    void woken(const Moment& moment) {
        const Event& event = moment.event;
        const Life* task = life(event.subject);
        const TaskNow* now = moment.world.task(event.subject);
        const auto cause = moment.recording.index_of(event.cause);
        if (task == nullptr || task->asked == 0 || now == nullptr || !cause) return;
        const auto began = moment.recording.index_of(now->since);
        if (!began || task->asked < *began) return;
        const Event& end = moment.recording[*cause];
        const bool of_that = (end.kind == EventKind::task_done && now->wait_reason == WaitReason::task) ||
                             (end.kind == EventKind::object_done && now->wait_reason == WaitReason::object);
        if (of_that && outcome_of(end.detail) == Outcome::cancelled) told(moment, event.subject, now->site);
    }

    void told(const Moment& moment, TaskId id, SiteId site) {
        Life& task = lives_[id];
        if (task.told++ > 0) return;
        task.told_by = task.asked;
        task.told_at = moment.index;
        task.told_site = site;
        task.told_time = moment.world.loop_time();
    }

    // So many requests are left.
    void taken_back(TaskId id, std::uint64_t left) {
        Life* task = life(id);
        if (task == nullptr) return;
        task->told = std::min(task->told, left);
        if (left == 0) task->asked_early.reset();
    }

    void waits(const Moment& moment) {
        const Event& event = moment.event;
        Life* task = life(event.subject);
        if (task == nullptr || task->chain.empty() || event.a == 0 || !may_show_a_loop(moment)) return;
        const Wait wait{task->chain.back(), event.a};
        const bool again = std::ranges::find(task->waits, wait) != task->waits.end();
        if (task->told > 0) {
            if (again && !task->known) swallowed(moment, event.subject, *task, Confidence::likely);
        } else if (!again) {
            if (task->waits.size() == kWaitsKept) task->waits.erase(task->waits.begin());
            task->waits.push_back(wait);
        }
    }

    // A group and a condition wait again by themselves before they pass a cancellation on.
    static bool may_show_a_loop(const Moment& moment) {
        const WaitReason reason = wait_reason_of(moment.event.detail);
        if (reason == WaitReason::signal) {
            const ObjectInfo* object = moment.recording.object(low(moment.event.b));
            return object != nullptr && object->kind == ObjectKind::event;
        }
        return reason == WaitReason::yield || reason == WaitReason::sleep || reason == WaitReason::get ||
               reason == WaitReason::put || reason == WaitReason::join;
    }

    void done(const Moment& moment) {
        const TaskId id = moment.event.subject;
        Life* task = life(id);
        if (task == nullptr) return;
        const Outcome how = outcome_of(moment.event.detail);
        if (how == Outcome::returned && task->told > 0 && !task->known) {
            swallowed(moment, id, *task, Confidence::certain);
        }
        if (how == Outcome::cancelled && task->asked_early && task->told == 0) never_started(moment, *task);
    }

    static void swallowed(const Moment& moment, TaskId id, Life& task, Confidence confidence) {
        task.known = true;
        Finding finding;
        finding.kind = FindingKind::swallowed_cancellation;
        finding.confidence = confidence;
        finding.first = finding.last = moment.index;
        if (task.told_by != 0) finding.moments.push_back(task.told_by);
        finding.moments.push_back(task.told_at);
        finding.moments.push_back(moment.index);
        finding.first = finding.moments.front();
        finding.tasks = {id};
        finding.site = task.told_site;
        finding.time = moment.world.loop_time() - task.told_time;
        moment.found.push_back(finding);
    }

    // A request that is there before the first step, and that nobody takes back, is met in its place.
    static void never_started(const Moment& moment, const Life& task) {
        const TaskId id = moment.event.subject;
        Finding finding;
        finding.kind = FindingKind::cancelled_before_start;
        finding.last = moment.index;
        if (const TaskInfo* info = moment.recording.task(id)) {
            finding.site = info->site;
            finding.moments.push_back(info->created);
        }
        finding.moments.push_back(*task.asked_early);
        finding.moments.push_back(moment.index);
        finding.first = finding.moments.front();
        finding.tasks = {id};
        moment.found.push_back(finding);
    }

    std::unordered_map<TaskId, Life> lives_;
};

}  // namespace

std::unique_ptr<Detector> make_cancellation_detector() { return std::make_unique<Cancellation>(); }

}  // namespace loopscope
