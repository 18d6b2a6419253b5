// What the program says of itself: a coroutine that nobody awaited, a task that was gone before
// it was done, an exception that nobody looked at. Nothing has to be found out.
#include "monitor/diagnose/detector.hpp"
#include "monitor/kinds.hpp"

#include <unordered_map>

namespace loopscope {
namespace {

// A coro_create.
struct Made {
    std::size_t index = 0;
    TaskId task = 0;
};

class Told final : public Detector {
    void before(const Moment& moment) override {
        const Event& event = moment.event;
        if (event.kind == EventKind::coro_create)
            made_.insert_or_assign(event.subject, Made{moment.index, low(event.b)});
        if (event.kind == EventKind::coro_enter) made_.erase(event.subject);
        if (event.kind == EventKind::dropped) made_.clear();
        if (event.kind == EventKind::coro_never_awaited) return never_awaited(moment);
        if (event.kind != EventKind::report) return;
        const ReportKind kind = report_kind_of(event.detail);
        if (kind == ReportKind::never_retrieved) add(moment, FindingKind::never_retrieved);
        if (kind == ReportKind::destroyed_pending) add(moment, FindingKind::destroyed_pending);
    }

    // The line is its function's: where it was called is not told. The step in which it was made is.
    void never_awaited(const Moment& moment) {
        Finding finding;
        finding.kind = FindingKind::never_awaited;
        finding.first = finding.last = moment.index;
        TaskId maker = low(moment.event.b);
        if (const auto at = made_.find(moment.event.subject); at != made_.end()) {
            finding.first = at->second.index;
            finding.moments.push_back(at->second.index);
            maker = at->second.task;
            made_.erase(at);
        }
        finding.moments.push_back(moment.index);
        finding.tasks = {maker};
        finding.site = finding.function = moment.event.a;
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

    std::unordered_map<CoroId, Made> made_;  // who was not entered yet
};

}  // namespace

std::unique_ptr<Detector> make_told_detector() { return std::make_unique<Told>(); }

}  // namespace loopscope
