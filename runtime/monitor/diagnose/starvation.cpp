// Starvation: somebody's turn has come, and again and again others are served who came later.
//
// The ready queue starves nobody: whatever a schedule chooses, a turn runs all that were ready when it
// began. In the line of a lock or a queue it takes somebody who helps himself without standing in line. A
// scramble that is over at the same moment hurts nobody: time must pass, or very many must come first.
// What counts is who is served, not what he gets: a priority queue that keeps an item for long starves nobody.
#include "monitor/diagnose/evidence.hpp"
#include "monitor/kinds.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>
#include <utility>

namespace loopscope {
namespace {

class Starvation final : public Detector {
    void before(const Moment& moment) override {
        const Event& event = moment.event;
        switch (event.kind) {
            case EventKind::task_wait:
                waits(moment);
                break;
            case EventKind::object_take:
                served(moment, WaitReason::acquire);
                break;
            case EventKind::object_get:
                served(moment, WaitReason::get);
                break;
            case EventKind::object_put:
                served(moment, WaitReason::put);
                break;
            case EventKind::cancel_delivered:
            case EventKind::task_done:
                leaves(event.subject);
                break;
            case EventKind::object_destroy:
                forget(event.subject);
                break;
            case EventKind::dropped:
                lines_.clear();
                standing_.clear();
                break;
            default:
                break;
        }
    }

    using Line = std::pair<ObjectId, WaitReason>;
    struct Place {
        TaskId task = 0;
        std::size_t since = 0;  // its first task_wait: who was woken and found nothing left waits on
        SiteId site = 0;
        std::uint32_t overtaken = 0;
        std::size_t first = 0;  // when it was overtaken first
        bool told = false;
    };

    static bool has_line(WaitReason reason) {
        return reason == WaitReason::acquire || reason == WaitReason::get || reason == WaitReason::put;
    }

    void waits(const Moment& moment) {
        const TaskId task = moment.event.subject;
        const WaitReason reason = wait_reason_of(moment.event.detail);
        const Line line{low(wait_on_of(moment.event)), reason};
        const bool stands = has_line(reason) && line.first != 0;
        if (const auto stood = standing_.find(task); stood != standing_.end()) {
            if (stands && stood->second == line) return;
            leaves(task);
        }
        if (!stands || moment.world.task(task) == nullptr) return;
        standing_[task] = line;
        lines_[line].push_back({task, moment.index, moment.event.a});
    }

    void served(const Moment& moment, WaitReason reason) {
        if (lines_.empty()) return;
        const auto line = lines_.find({moment.event.subject, reason});
        if (line == lines_.end()) return;
        const TaskId who = low(moment.event.b);
        for (Place& place : line->second) {
            if (place.task == who) break;
            if (place.overtaken++ == 0) place.first = moment.index;
            if (!place.told && starves(moment, place)) overtaken(moment, place, line->first.first);
        }
        leaves(who);
    }

    static bool starves(const Moment& moment, const Place& place) {
        constexpr std::uint32_t kVeryMany = 20;  // times the limit
        if (place.overtaken < moment.limits.overtaken) return false;
        const std::uint64_t since = moment.recording.loop_time_at(place.since + 1);
        return moment.world.loop_time() - since >= moment.limits.held_ns ||
               place.overtaken >= kVeryMany * moment.limits.overtaken;
    }

    static void overtaken(const Moment& moment, Place& place, ObjectId object) {
        place.told = true;
        Finding finding;
        finding.kind = FindingKind::starvation;
        finding.tasks = {place.task, low(moment.event.b)};
        finding.objects = {object};
        finding.site = place.site;
        finding.count = place.overtaken;
        finding.moments = {std::max(place.since, moment.recording.first()),
                           std::max(place.first, moment.recording.first()), moment.index};
        settle(finding, moment);
        moment.found.push_back(std::move(finding));
    }

    void leaves(TaskId task) {
        const auto stood = standing_.find(task);
        if (stood == standing_.end()) return;
        const auto line = lines_.find(stood->second);
        // Mostly the first one.
        line->second.erase(std::ranges::find(line->second, task, &Place::task));
        if (line->second.empty()) lines_.erase(line);
        standing_.erase(stood);
    }

    void forget(ObjectId object) {
        for (const WaitReason reason : {WaitReason::acquire, WaitReason::get, WaitReason::put}) {
            const auto line = lines_.find({object, reason});
            if (line == lines_.end()) continue;
            for (const Place& place : line->second) standing_.erase(place.task);
            lines_.erase(line);
        }
    }

    std::map<Line, std::deque<Place>> lines_;  // each by when they began to wait
    std::unordered_map<TaskId, Line> standing_;
};

}  // namespace

std::unique_ptr<Detector> make_starvation_detector() { return std::make_unique<Starvation>(); }

}  // namespace loopscope
