// What the program says of itself: a coroutine that nobody awaited, a task that was gone before
// it was done, an exception that nobody looked at. Nothing has to be found out.
#include "monitor/diagnose/detector.hpp"
#include "monitor/kinds.hpp"

namespace loopscope {
namespace {

class Told final : public Detector {
    void before(const Moment& moment) override {
        const Event& event = moment.event;
        if (event.kind == EventKind::coro_never_awaited) return never_awaited(moment);
        if (event.kind != EventKind::report) return;
        const ReportKind kind = report_kind_of(event.detail);
        if (kind == ReportKind::never_retrieved) add(moment, FindingKind::never_retrieved);
        if (kind == ReportKind::destroyed_pending) add(moment, FindingKind::destroyed_pending);
    }

    // It was made somewhere, by somebody; how long ago does not matter.
    static void never_awaited(const Moment& moment) {
        Finding finding;
        finding.kind = FindingKind::never_awaited;
        finding.first = finding.last = moment.index;
        finding.moments = {moment.index};
        finding.tasks = {low(moment.event.b)};
        finding.site = moment.event.a;
        moment.found.push_back(finding);
    }

    // `report` is about a task, or about a future, of which nobody knows the line.
    static void add(const Moment& moment, FindingKind kind) {
        const TaskInfo* task = moment.recording.task(moment.event.subject);
        Finding finding;
        finding.kind = kind;
        finding.first = finding.last = moment.index;
        if (task != nullptr) {
            finding.tasks = {task->id};
            finding.site = task->site;
            finding.first = task->created;
            finding.moments = {task->created};
            if (task->finished && *task->finished < moment.index) finding.moments.push_back(*task->finished);
        }
        finding.moments.push_back(moment.index);
        moment.found.push_back(finding);
    }
};

}  // namespace

std::unique_ptr<Detector> make_told_detector() { return std::make_unique<Told>(); }

}  // namespace loopscope
