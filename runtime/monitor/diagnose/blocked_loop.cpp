// A step that ran so long that nobody else could: a call that blocks, or too much work in one go.
//
// By the real clock, which a virtual run has too. The line is where the task stood before: what took
// the time came after it, and before the line of the next wait.
#include "monitor/diagnose/detector.hpp"

#include <optional>

namespace loopscope {
namespace {

class BlockedLoop final : public Detector {
    void before(const Moment& moment) override {
        const Event& event = moment.event;
        if (event.kind == EventKind::step_begin) {
            begun_ = moment.index;
            const TaskNow* task = moment.world.task(event.subject);
            const TaskInfo* info = moment.recording.task(event.subject);
            site_ = task != nullptr && task->site != 0 ? task->site : info != nullptr ? info->site : 0;
        } else if (event.kind == EventKind::step_end && begun_) {
            step_ends(moment);
        } else if (event.kind == EventKind::dropped) {
            begun_.reset();
        }
    }

    void step_ends(const Moment& moment) {
        const std::uint64_t took =
            moment.recording.real_time_at(moment.index + 1) - moment.recording.real_time_at(*begun_ + 1);
        if (took >= moment.limits.blocked_loop_ns) {
            Finding finding;
            finding.kind = FindingKind::blocked_loop;
            finding.confidence = Confidence::likely;  // the machine may have been busy with something else
            finding.first = *begun_;
            finding.last = moment.index;
            finding.moments = {*begun_, moment.index};
            finding.tasks = {moment.event.subject};
            finding.site = site_;
            finding.time = took;
            finding.count = moment.world.ready().size();
            moment.found.push_back(finding);
        }
        begun_.reset();
    }

    std::optional<std::size_t> begun_;
    SiteId site_ = 0;
};

}  // namespace

std::unique_ptr<Detector> make_blocked_loop_detector() { return std::make_unique<BlockedLoop>(); }

}  // namespace loopscope
