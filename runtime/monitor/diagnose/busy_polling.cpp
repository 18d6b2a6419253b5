// A task that sleeps at one line again and again and does nothing else that anybody could see: it looks
// whether something has come about, where it could wait to be told.
//
// Whatever else it tells (a print, an item, a lock, a coroutine entered, another wait) begins the
// count anew: a ticker that shows the time is no poller. What it changes in plain variables, or prints by itself,
// does not show, and a heartbeat or a simulation looks the same: a finding is only possible. It becomes likely when
// the polling ends in the first look after another task has done something, though nobody had done anything
// before: that is what it was looking for. (Others may still begin while it takes its first look.)
//
// Long work that gives way now and then is another double. Steps of work take time, a look takes none; where half
// of the steps took longer than a look, it is work. Once in a second or more is seldom worth a word.
#include "monitor/diagnose/detector.hpp"
#include "monitor/kinds.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>

namespace loopscope {
namespace {

constexpr std::uint64_t kLook = 50'000;         // ns of real time; looking at a flag takes less, also on a slow machine
constexpr std::uint64_t kSlow = 1'000'000'000;  // ns of loop time, from one look to the next

struct Poll {
    SiteId site = 0;
    bool yields = false;
    bool busy = false;  // something else was told since the last sleep
    bool told = false;
    bool ignored = false;             // others did something, and it went on
    std::optional<std::size_t> said;  // its finding, until the polling is over
    std::uint32_t count = 0;
    std::uint32_t long_steps = 0;
    std::size_t first = 0;    // the first of these waits
    std::uint64_t since = 0;  // loop time
    std::size_t step_begun = 0;
    std::uint64_t deeds = 0;  // of others, until its last look
};

// A step of a task in which it did not just look.
struct Deed {
    TaskId task = 0;
    std::size_t begun = 0;
};

class BusyPolling final : public Detector {
    void before(const Moment& moment) override {
        const Event& event = moment.event;
        const auto at = polls_.find(event.subject);
        switch (event.kind) {
            case EventKind::step_begin:
                step_begun_ = moment.index;
                found_it_ = false;
                if (at != polls_.end()) at->second.step_begun = moment.index;
                return;
            case EventKind::step_end:
                return step_ends(moment);
            case EventKind::task_wait:
                return waits(moment);
            case EventKind::task_done:
                if (at == polls_.end()) return;
                something_else(moment, at->second);
                polls_.erase(at);
                return;
            case EventKind::cancel_delivered:  // it did not stop by itself
                if (at != polls_.end()) at->second.said.reset();
                break;
            case EventKind::report:
                if (report_kind_of(event.detail) == ReportKind::destroyed_pending) polls_.erase(event.subject);
                return;
            case EventKind::dropped:
                polls_.clear();
                return;
            case EventKind::timer_arm:  // its own sleep
            case EventKind::task_ready:
                return;
            default:
                break;
        }
        const auto running = polls_.find(moment.world.running());
        if (running != polls_.end()) something_else(moment, running->second);
    }

    void something_else(const Moment& moment, Poll& poll) {
        if (!poll.busy) is_over(moment, poll);
        poll.busy = true;
    }

    void waits(const Moment& moment) {
        const Event& event = moment.event;
        const WaitReason reason = wait_reason_of(event.detail);
        const auto at = polls_.find(event.subject);
        if (reason != WaitReason::sleep && reason != WaitReason::yield) {
            if (at != polls_.end()) something_else(moment, at->second);
            return;
        }
        const bool yields = reason == WaitReason::yield;
        Poll& poll = at != polls_.end() ? at->second : polls_[event.subject];
        if (poll.count > 0 && !poll.busy && poll.site == event.a && poll.yields == yields) {
            ++poll.count;
            return;
        }
        something_else(moment, poll);
        Poll anew;
        anew.site = event.a;
        anew.yields = yields;
        anew.told = poll.told && poll.site == event.a;
        anew.count = 1;
        anew.first = moment.index;
        anew.since = moment.world.loop_time();
        anew.step_begun = poll.step_begun;
        anew.deeds = deeds_;
        poll = anew;
    }

    void step_ends(const Moment& moment) {
        const auto at = polls_.find(moment.event.subject);
        if (at != polls_.end() && !at->second.busy && at->second.count >= 2) return looked(moment, at->second);
        // Who has just found what it was looking for goes on because of another's deed.
        if (!found_it_) kept_[deeds_++ % kept_.size()] = {moment.event.subject, step_begun_};
    }

    // Judged when the step is over: only then it is known how long it took.
    void looked(const Moment& moment, Poll& poll) {
        poll.ignored |= poll.count > 2 && poll.deeds != deeds_;
        poll.deeds = deeds_;
        const Recording& recording = moment.recording;
        const std::uint64_t took =
            recording.real_time_at(moment.index + 1) - recording.real_time_at(poll.step_begun + 1);
        poll.long_steps += took > kLook ? 1 : 0;
        const std::uint64_t passed = moment.world.loop_time() - poll.since;
        const std::uint32_t sleeps =
            passed >= kSlow * (poll.count - 1) ? moment.limits.slow_polls : moment.limits.polls;
        if (poll.told || poll.count < (poll.yields ? moment.limits.yields : sleeps)) return;
        if (poll.long_steps * 2 >= poll.count) return;
        poll.told = true;
        poll.said = moment.found.size();
        Finding finding;
        finding.kind = FindingKind::busy_polling;
        finding.confidence = Confidence::possible;
        finding.first = poll.first;
        finding.last = moment.index;
        finding.moments = {poll.first, moment.index};
        finding.tasks = {moment.event.subject};
        finding.site = poll.site;
        finding.time = passed;
        finding.count = poll.count;
        finding.reason = poll.yields ? WaitReason::yield : WaitReason::sleep;
        moment.found.push_back(finding);
    }

    void is_over(const Moment& moment, Poll& poll) {
        if (!poll.said) return;
        Finding& finding = moment.found[*poll.said];
        poll.said.reset();
        if (poll.ignored || poll.deeds == deeds_) return;
        found_it_ = true;
        const std::uint64_t oldest = deeds_ - std::min<std::uint64_t>(deeds_, kept_.size());
        const Deed& deed = kept_[std::max(poll.deeds, oldest) % kept_.size()];
        finding.confidence = Confidence::likely;
        finding.count = poll.count;
        finding.time = moment.world.loop_time() - poll.since;
        finding.tasks.push_back(deed.task);
        finding.moments.insert(finding.moments.end(), {deed.begun, moment.index});
        if (const TaskInfo* task = moment.recording.task(deed.task)) finding.names.tasks.push_back(*task);
    }

    std::unordered_map<TaskId, Poll> polls_;  // who lives and has slept
    std::size_t step_begun_ = 0;
    bool found_it_ = false;        // in this step somebody found what it was looking for
    std::array<Deed, 64> kept_{};  // the latest
    std::uint64_t deeds_ = 0;
};

}  // namespace

std::unique_ptr<Detector> make_busy_polling_detector() { return std::make_unique<BusyPolling>(); }

}  // namespace loopscope
