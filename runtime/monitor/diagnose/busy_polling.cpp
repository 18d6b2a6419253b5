// A task that sleeps at one line again and again and does nothing else that anybody could see: it looks
// whether something has come about, where it could wait to be told.
//
// Whatever else it tells (a print, an item, a lock, a coroutine entered, another wait) begins the
// count anew: a ticker that shows the time is no poller. What it changes in plain variables does not show,
// so that a finding is likely and not certain.
// With sleep(0) there is an innocent double: long work that gives way now and then. Steps of work take
// time, a look takes none; where half of the steps took longer than a look, it is work.
#include "monitor/diagnose/detector.hpp"
#include "monitor/kinds.hpp"

#include <cstdint>
#include <unordered_map>

namespace loopscope {
namespace {

constexpr std::uint64_t kLook = 50'000;  // ns of real time; looking at a flag takes less, also on a slow machine

struct Poll {
    SiteId site = 0;
    bool yields = false;
    bool said = false;
    bool busy = false;  // something else was told since the last sleep
    std::uint32_t count = 0;
    std::uint32_t long_steps = 0;
    std::size_t first = 0;    // the first of these waits
    std::uint64_t since = 0;  // loop time
    std::size_t step_begun = 0;
};

class BusyPolling final : public Detector {
    void before(const Moment& moment) override {
        const Event& event = moment.event;
        switch (event.kind) {
            case EventKind::step_begin:
                if (const auto at = polls_.find(event.subject); at != polls_.end())
                    at->second.step_begun = moment.index;
                return;
            case EventKind::step_end:
                return step_ends(moment);
            case EventKind::task_wait:
                return waits(moment);
            case EventKind::task_done:
                polls_.erase(event.subject);
                return;
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
                if (const auto at = polls_.find(moment.world.running()); at != polls_.end()) at->second.busy = true;
        }
    }

    void waits(const Moment& moment) {
        const Event& event = moment.event;
        const WaitReason reason = wait_reason_of(event.detail);
        const auto at = polls_.find(event.subject);
        if (reason != WaitReason::sleep && reason != WaitReason::yield) {
            if (at != polls_.end()) at->second.busy = true;
            return;
        }
        const bool yields = reason == WaitReason::yield;
        Poll& poll = at != polls_.end() ? at->second : polls_[event.subject];
        if (poll.count > 0 && !poll.busy && poll.site == event.a && poll.yields == yields) {
            ++poll.count;
            return;
        }
        Poll anew;
        anew.site = event.a;
        anew.yields = yields;
        anew.said = poll.said && poll.site == event.a;
        anew.count = 1;
        anew.first = moment.index;
        anew.since = moment.world.loop_time();
        anew.step_begun = poll.step_begun;
        poll = anew;
    }

    // Judged when the step is over: only then it is known how long it took.
    void step_ends(const Moment& moment) {
        const auto at = polls_.find(moment.event.subject);
        if (at == polls_.end()) return;
        Poll& poll = at->second;
        if (poll.busy || poll.count < 2) return;
        const Recording& recording = moment.recording;
        const std::uint64_t took =
            recording.real_time_at(moment.index + 1) - recording.real_time_at(poll.step_begun + 1);
        poll.long_steps += took > kLook ? 1 : 0;
        const std::uint32_t enough = poll.yields ? moment.limits.yields : moment.limits.polls;
        if (poll.said || poll.count < enough) return;
        if (poll.yields && poll.long_steps * 2 >= poll.count) return;
        poll.said = true;
        Finding finding;
        finding.kind = FindingKind::busy_polling;
        finding.confidence = Confidence::likely;
        finding.first = poll.first;
        finding.last = moment.index;
        finding.moments = {poll.first, moment.index};
        finding.tasks = {moment.event.subject};
        finding.site = poll.site;
        finding.time = moment.world.loop_time() - poll.since;
        finding.count = poll.count;
        moment.found.push_back(finding);
    }

    std::unordered_map<TaskId, Poll> polls_;  // who lives and has slept
};

}  // namespace

std::unique_ptr<Detector> make_busy_polling_detector() { return std::make_unique<BusyPolling>(); }

}  // namespace loopscope
