// Starvation: somebody's turn has come, and again and again others are served who came later.
//
// The ready queue starves nobody: whatever a schedule chooses, a turn runs all that were ready when it
// began. In the line of a lock or a queue it takes somebody who helps himself without standing in line. A
// scramble that is over at the same moment hurts nobody: time must pass, or very many must come first.
// What counts is who is served, not what he gets: a priority queue that keeps an item for long starves nobody.
// Looked at is who stands first: whoever passes others has passed that one, and longest. It is said once for each
// object, whoever else starves behind.
#include "monitor/diagnose/evidence.hpp"
#include "monitor/kinds.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>
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
                told_.erase(event.subject);
                break;
            case EventKind::dropped:
                lines_.clear();
                standing_.clear();
                break;
            default:
                break;
        }
    }

    using Which = std::pair<ObjectId, WaitReason>;
    struct Place {
        TaskId task = 0;
        SiteId site = 0;
        std::uint64_t passed_before = 0;  // Line::passed, when it came
        std::uint64_t overtaken = 0;      // by others of the line, since it stands first
        std::size_t first = 0;            // when it stood first and was overtaken
    };
    // Each by its first task_wait: who was woken and found nothing left waits on.
    struct Line {
        std::map<std::size_t, Place> places;
        std::uint64_t passed = 0;  // how often somebody was served who did not stand there
    };
    struct Standing {
        Which line;
        std::size_t since = 0;
    };

    static bool has_line(WaitReason reason) {
        return reason == WaitReason::acquire || reason == WaitReason::get || reason == WaitReason::put;
    }

    void waits(const Moment& moment) {
        const TaskId task = moment.event.subject;
        const WaitReason reason = wait_reason_of(moment.event.detail);
        const Which which{low(wait_on_of(moment.event)), reason};
        const bool stands = has_line(reason) && which.first != 0;
        if (const auto stood = standing_.find(task); stood != standing_.end()) {
            if (stands && stood->second.line == which) return;
            leaves(task);
        }
        if (!stands || moment.world.task(task) == nullptr) return;
        standing_[task] = {which, moment.index};
        Line& line = lines_[which];
        line.places[moment.index] = {task, moment.event.a, line.passed};
    }

    void served(const Moment& moment, WaitReason reason) {
        if (lines_.empty()) return;
        const auto at = lines_.find({moment.event.subject, reason});
        if (at == lines_.end()) return;
        Line& line = at->second;
        const TaskId who = low(moment.event.b);
        auto& [since, first] = *line.places.begin();
        if (first.task != who) {
            const auto stood = standing_.find(who);
            const bool stands = stood != standing_.end() && stood->second.line == at->first;
            ++(stands ? first.overtaken : line.passed);
            if (first.first == 0) first.first = moment.index;
            const std::uint64_t times = first.overtaken + line.passed - first.passed_before;
            if (starves(moment, since, times) && told_.insert(moment.event.subject).second) {
                overtaken(moment, since, first, times);
            }
        }
        leaves(who);
    }

    static bool starves(const Moment& moment, std::size_t since, std::uint64_t times) {
        constexpr std::uint64_t kVeryMany = 20;  // times the limit
        if (times < moment.limits.overtaken) return false;
        return moment.world.loop_time() - moment.recording.loop_time_at(since + 1) >= moment.limits.held_ns ||
               times >= kVeryMany * moment.limits.overtaken;
    }

    static void overtaken(const Moment& moment, std::size_t since, const Place& place, std::uint64_t times) {
        Finding finding;
        finding.kind = FindingKind::starvation;
        finding.tasks = {place.task, low(moment.event.b)};
        finding.objects = {moment.event.subject};
        finding.site = place.site;
        finding.count = times;
        finding.moments = {std::max(since, moment.recording.first()), std::max(place.first, moment.recording.first()),
                           moment.index};
        settle(finding, moment);
        moment.found.push_back(std::move(finding));
    }

    void leaves(TaskId task) {
        const auto stood = standing_.find(task);
        if (stood == standing_.end()) return;
        const auto line = lines_.find(stood->second.line);
        line->second.places.erase(stood->second.since);
        if (line->second.places.empty()) lines_.erase(line);
        standing_.erase(stood);
    }

    void forget(ObjectId object) {
        for (const WaitReason reason : {WaitReason::acquire, WaitReason::get, WaitReason::put}) {
            const auto line = lines_.find({object, reason});
            if (line == lines_.end()) continue;
            for (const auto& [since, place] : line->second.places) standing_.erase(place.task);
            lines_.erase(line);
        }
    }

    std::map<Which, Line> lines_;  // where somebody stands
    std::unordered_map<TaskId, Standing> standing_;
    std::unordered_set<ObjectId> told_;
};

}  // namespace

std::unique_ptr<Detector> make_starvation_detector() { return std::make_unique<Starvation>(); }

}  // namespace loopscope
