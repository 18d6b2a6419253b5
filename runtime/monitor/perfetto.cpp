#include "monitor/perfetto.hpp"

#include "monitor/diagnose.hpp"
#include "monitor/kinds.hpp"
#include "monitor/labels.hpp"
#include "monitor/narrate.hpp"
#include "monitor/perfetto_counters.hpp"
#include "monitor/perfetto_flows.hpp"
#include "monitor/trace_json.hpp"
#include "monitor/wording.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>

namespace loopscope {
namespace {

constexpr std::uint32_t kLoopLane = 1;
constexpr std::uint32_t kFirstTaskLane = 100;
constexpr int kFarthestWake = 1000;   // that a step's own task is woken before it wakes others
constexpr std::uint64_t kInside = 1;  // ns: an arrow's end stands just inside its slice

bool is_group(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::gather:
        case ObjectKind::task_group:
        case ObjectKind::timeout:
        case ObjectKind::wait:
        case ObjectKind::as_completed:
        case ObjectKind::shield:
            return true;
        default:
            return false;
    }
}

std::string hex(std::uint64_t number) {
    std::array<char, 20> digits;
    std::snprintf(digits.data(), digits.size(), "0x%llx", static_cast<unsigned long long>(number));
    return digits.data();
}

class Perfetto {
public:
    Perfetto(const Recording& recording, std::ostream& out, ExportAxis axis)
        : recording_(recording),
          clock_(recording, axis),
          narrator_(recording),
          lanes_(recording),
          trace_(out),
          counters_(recording, trace_),
          findings_(diagnose(recording)) {}

    void write() {
        name_lanes();
        plan();
        for (std::size_t i = recording_.first(); i < recording_.size(); ++i) {
            const std::uint64_t at = clock_.at(i);
            end_tasks(i, at);
            begin_on_lanes(i, at);
            follow_loop(i, at);
            follow_groups(recording_[i], at);
            counters_.follow(i, at);
            mark(i, at);
            tell_findings(i, at);
            draw_flows(i, at + kInside);
        }
        finish(clock_.end());
    }

private:
    // A whole task (no span), or one of its spans.
    struct Item {
        std::size_t begin;
        const TaskInfo* task;
        const Span* span;
        bool is_life() const { return span == nullptr; }
    };
    struct FlowEnd {
        std::size_t event;
        std::size_t flow;
        bool starts;
    };
    struct Ending {
        std::size_t event;
        const TaskInfo* task;
    };

    std::uint32_t lane(TaskId task) const { return task == 0 ? kLoopLane : kFirstTaskLane + task; }
    bool has_lane(TaskId task) const { return task <= ~std::uint32_t{0} - kFirstTaskLane; }
    std::string full_name(TaskId id) const { return recording_.task_name(id) + " #" + std::to_string(id); }
    std::string place(SiteId id) const {
        const Site site = recording_.site(id);
        if (site.line == 0) return "";
        return std::string(file_name(recording_.string(site.file))) + ":" + std::to_string(site.line);
    }
    bool left(std::size_t index) const { return index < recording_.size(); }

    void name_lanes() {
        trace_.event("M", 1).text("name", "process_name").arguments();
        trace_.text("name", "event loop " + std::string(recording_.program()));
        trace_.end();
        name_lane(kLoopLane, "event loop", 0);
        std::int64_t place = 1;
        for (const TreeRow& row : task_tree(recording_)) {
            if (has_lane(row.task)) name_lane(lane(row.task), full_name(row.task), place++);
        }
    }

    void name_lane(std::uint32_t lane, const std::string& name, std::int64_t place) {
        trace_.event("M", lane).text("name", "thread_name").arguments().text("name", name).end();
        trace_.event("M", lane).text("name", "thread_sort_index").arguments().number("sort_index", place).end();
    }

    void plan() {
        for (const TaskInfo& task : recording_.tasks()) {
            if (!has_lane(task.id)) continue;
            items_.push_back({lanes_.begin_of(task), &task, nullptr});
            endings_.push_back({lanes_.end_of(task), &task});
            const Lane* lane = recording_.lane(task.id);
            if (lane == nullptr) continue;
            for (const Span& span : lane->spans)
                items_.push_back({std::max<std::size_t>(span.begin, recording_.first()), &task, &span});
        }
        // A task before its own spans.
        std::ranges::sort(items_, {}, [](const Item& item) {
            return std::tuple(item.begin, item.task->id, item.is_life() ? 0 : std::size_t{item.span->begin} + 1);
        });
        std::ranges::sort(endings_, {}, [](const Ending& end) { return std::pair(end.event, end.task->id); });
        flows_ = plan_flows(recording_, lanes_);
        for (std::size_t i = 0; i < flows_.size(); ++i) {
            flow_ends_.push_back({flows_[i].from, i, true});
            flow_ends_.push_back({flows_[i].to, i, false});
        }
        std::ranges::sort(flow_ends_, {}, [](const FlowEnd& end) { return std::pair(end.event, end.flow); });
    }

    void end_tasks(std::size_t index, std::uint64_t at) {
        for (; next_ending_ < endings_.size() && endings_[next_ending_].event <= index; ++next_ending_) {
            const TaskInfo& task = *endings_[next_ending_].task;
            trace_.event("E", lane(task.id), at);
            const char* outcome = outcome_label(task);
            if (*outcome) trace_.arguments().text("outcome", outcome);
            if (task.error != 0) trace_.text("exception", recording_.string(task.error));
            trace_.end();
        }
    }

    void begin_on_lanes(std::size_t index, std::uint64_t at) {
        for (; next_item_ < items_.size() && items_[next_item_].begin <= index; ++next_item_) {
            const Item& item = items_[next_item_];
            if (item.is_life()) {
                begin_task(*item.task, at);
            } else {
                draw_span(*item.task, *item.span, at);
            }
        }
    }

    void begin_task(const TaskInfo& task, std::uint64_t at) {
        trace_.event("B", lane(task.id), at).text("name", "task " + recording_.task_name(task.id)).arguments();
        trace_.number("task", task.id);
        if (task.parent != 0) trace_.text("parent", full_name(task.parent));
        if (task.site != 0) trace_.text("site", place(task.site));
        trace_.end();
    }

    void draw_span(const TaskInfo& task, const Span& span, std::uint64_t at) {
        const std::uint64_t end = clock_.at(lanes_.end_of(task, span));
        const std::string name = span.state == TaskState::running ? "run"
                                 : span.state == TaskState::ready ? "ready"
                                                                  : "wait " + wait_label(recording_, span);
        trace_.event("X", lane(task.id), at).lasts(end - at).text("name", name).arguments();
        if (span.state == TaskState::running) {
            tell_run(task, span);
        } else if (span.state == TaskState::ready) {
            trace_.text("why", why_ready(task.id, span));
        } else {
            tell_wait(task, span);
        }
        trace_.end();
    }

    void tell_run(const TaskInfo& task, const Span& span) {
        const Event& event = recording_[span.begin];
        if (event.kind == EventKind::step_begin) trace_.number("step", event.a);
        if (span.site != 0) trace_.text("site", place(span.site));
        const auto& spans = recording_.lane(task.id)->spans;
        const auto next = static_cast<std::size_t>(&span - spans.data()) + 1;
        if (next < spans.size()) {
            const bool waits = spans[next].state == TaskState::waiting;
            trace_.text("result", waits ? "suspended on " + wait_label(recording_, spans[next]) : "still ready");
        } else if (span.end != kOpen) {
            trace_.text("result", outcome_label(task));
        }
    }

    void tell_wait(const TaskInfo& task, const Span& span) {
        const auto& details = kind_shape(EventKind::task_wait)->details;
        trace_.text("reason", details[static_cast<std::size_t>(span.wait_reason)]);
        if (span.site != 0) trace_.text("site", place(span.site));
        const auto wait = last_wait_.find(task.id);
        if (!waits_on_object(span.wait_reason) || wait == last_wait_.end()) return;
        if (const TaskId holder = recording_.counterpart(wait->second.index); holder != 0)
            trace_.text("held by", full_name(holder));
        if (wait->second.place > 0) trace_.number("position", wait->second.place);
    }

    // A ready span begins with the task_ready, or at the end of the step in which that came.
    std::string why_ready(TaskId task, const Span& span) const {
        const auto wakes = recording_.wakes();
        auto after = std::ranges::upper_bound(wakes, span.begin, {}, &WakeEdge::ready);
        for (int far = 0; after != wakes.begin() && far < kFarthestWake; ++far) {
            if ((--after)->task == task) return narrator_.describe(after->ready);
        }
        return "";
    }

    // Slices of the loop lane by depth: the run, the turn, its phase, what runs.
    enum class Depth { run, turn, phase, handle };

    TraceJson& open_loop(Depth depth, const std::string& name, std::uint64_t at) {
        close_loop(depth, at);
        open_.push_back(depth);
        return trace_.event("B", kLoopLane, at).text("name", name);
    }

    void close_loop(Depth depth, std::uint64_t at) {
        for (; !open_.empty() && open_.back() >= depth; open_.pop_back()) {
            trace_.event("E", kLoopLane, at).end();
            in_timers_ = false;
        }
    }

    std::string handle_name(const Event& event) const {
        const Wording wording(recording_, english());
        switch (handle_kind_of(event.detail)) {
            case HandleKind::task:
                return recording_.task_name(event.subject);
            case HandleKind::timer:
                return wording.timer(event.subject);
            default:
                return wording.callback(event.subject);
        }
    }

    void follow_loop(std::size_t index, std::uint64_t at) {
        const Event& event = recording_[index];
        if (open_.empty()) open_loop(Depth::run, "loop " + std::string(recording_.program()), at).end();
        switch (event.kind) {
            case EventKind::turn_begin:
                return open_loop(Depth::turn, "turn " + std::to_string(event.b), at).end();
            case EventKind::turn_end:
                return close_loop(Depth::turn, at);
            case EventKind::poll_begin:
                open_loop(Depth::phase, waits(event) ? "poll, waits" : "poll", at).arguments();
                trace_.number("outstanding", event.a)
                    .text("limit", event.b == kForever ? "none" : format_duration(event.b));
                return trace_.end();
            case EventKind::timer_fire:
                if (!in_timers_) open_loop(Depth::phase, "timers", at).end();
                in_timers_ = true;
                return;
            case EventKind::run_begin:
                return open_loop(Depth::phase, "run ready (" + std::to_string(event.a) + ")", at).end();
            case EventKind::step_begin:
                open_loop(Depth::handle, recording_.task_name(event.subject) + ".step", at).arguments();
                return trace_.number("task", event.subject).number("step", event.a).end();
            case EventKind::callback_begin:
                return open_loop(Depth::handle, handle_name(event), at).end();
            case EventKind::step_end:
            case EventKind::callback_end:
                return close_loop(Depth::handle, at);
            default:
                return;
        }
    }

    void begin_async(const char* category, std::uint32_t id, const std::string& name, std::uint64_t at) {
        if (!async_.emplace(std::string(category), id).second) return;
        trace_.event("b", kLoopLane, at).text("cat", category).text("id", hex(id)).text("name", name).end();
    }
    void end_async(const char* category, std::uint32_t id, std::uint64_t at) {
        if (async_.erase({category, id}) == 0) return;
        trace_.event("e", kLoopLane, at).text("cat", category).text("id", hex(id)).end();
    }

    void follow_groups(const Event& event, std::uint64_t at) {
        const std::uint32_t id = event.subject;
        switch (event.kind) {
            case EventKind::object_create:
                if (const ObjectInfo* group = recording_.object(id); group && is_group(group->kind)) {
                    const std::string name = object_label(recording_, id) + " #" + std::to_string(id);
                    begin_async("group", id, name + ", " + std::to_string(group->children) + " children", at);
                }
                return;
            case EventKind::object_child_done:
                if (event.a == 0 || !async_.contains({"group", id})) return;
                trace_.event("n", kLoopLane, at).text("cat", "group").text("id", hex(id));
                return trace_.text("name", full_name(event.a) + " " + detail_name(event)).end();
            case EventKind::object_done:
            case EventKind::object_destroy:
                return end_async("group", id, at);
            case EventKind::io_start:
            case EventKind::thread_start: {
                const char* kind = event.kind == EventKind::io_start ? "I/O " : "thread ";
                return begin_async("operation", id,
                                   kind + std::string(recording_.string(event.a)) + " #" + std::to_string(id), at);
            }
            case EventKind::io_done:
            case EventKind::thread_done:
                return end_async("operation", id, at);
            default:
                return;
        }
    }

    TraceJson& instant(const char* scope, TaskId task, const std::string& name, std::uint64_t at) {
        return trace_.event("i", lane(task), at).text("s", scope).text("name", name);
    }
    std::string label(const Event& event) const { return std::string(recording_.string(event.a)); }

    void mark(std::size_t index, std::uint64_t at) {
        const Event& event = recording_[index];
        const TaskId task = has_lane(event.subject) ? event.subject : 0;
        const std::string text(recording_.text(index));
        switch (event.kind) {
            case EventKind::task_wait:
                last_wait_[task] = {index, wait_place(event)};
                return;
            case EventKind::task_done:
                last_wait_.erase(task);
                return;
            case EventKind::print:
                return instant("t", task, "print: " + text, at).end();
            case EventKind::watch:
                return instant("t", task, "watch " + label(event) + " = " + text, at).end();
            case EventKind::mark:
                return instant("t", task, "mark: " + label(event), at).end();
            case EventKind::checkpoint:
                return instant("p", task, "checkpoint: " + label(event), at).end();
            case EventKind::report:
                return instant("t", task, "report: " + text, at).end();
            case EventKind::knob:
            case EventKind::dropped:
                return instant("g", 0, narrator_.describe(index), at).end();
            case EventKind::cancel_request:
                return instant("t", task, "cancel requested by " + recording_.task_name(low(event.b)), at).end();
            case EventKind::cancel_delivered:
                return instant("t", task, "CancelledError is thrown", at).end();
            default:
                return;
        }
    }

    std::int64_t wait_place(const Event& event) const {
        return waits_on_object(wait_reason_of(event.detail)) ? counters_.waiters(low(event.b)) : 0;
    }

    void tell_findings(std::size_t index, std::uint64_t at) {
        for (; next_finding_ < findings_.size() && findings_[next_finding_].last <= index; ++next_finding_) {
            const Finding& finding = findings_[next_finding_];
            const FindingText text = tell(finding, recording_);
            const TaskId task = finding.tasks.empty() || !has_lane(finding.tasks.front()) ? 0 : finding.tasks.front();
            instant("g", task, "WARN " + text.title, at).arguments();
            trace_.text("claim", plain(text.claim)).text("advice", text.advice);
            trace_.text("severity", to_string(severity_of(finding)));
            trace_.text("confidence", to_string(finding.confidence));
            if (finding.site != 0) trace_.text("site", place(finding.site));
            trace_.end();
        }
    }

    void draw_flows(std::size_t index, std::uint64_t at) {
        for (; next_flow_end_ < flow_ends_.size() && flow_ends_[next_flow_end_].event <= index; ++next_flow_end_) {
            const FlowEnd& end = flow_ends_[next_flow_end_];
            const Flow& flow = flows_[end.flow];
            trace_.event(end.starts ? "s" : "f", lane(end.starts ? flow.from_task : flow.to_task), at);
            trace_.text("name", flow.name).text("cat", flow.name).text("id", hex(end.flow + 1));
            if (!end.starts) trace_.text("bp", "e");
            trace_.end();
        }
    }

    void finish(std::uint64_t at) {
        end_tasks(recording_.size(), at);
        close_loop(Depth::run, at);
        while (!async_.empty()) {
            const auto [category, id] = *async_.begin();
            end_async(category.c_str(), id, at);
        }
        counters_.finish(at);
        trace_.finish();
    }

    struct LastWait {
        std::size_t index = 0;
        std::int64_t place = 0;
    };
    const Recording& recording_;
    ExportClock clock_;
    Narrator narrator_;
    DrawnLanes lanes_;
    TraceJson trace_;
    PerfettoCounters counters_;
    std::vector<Finding> findings_;
    std::vector<Item> items_;
    std::vector<Ending> endings_;
    std::vector<Flow> flows_;
    std::vector<FlowEnd> flow_ends_;
    std::size_t next_item_ = 0, next_ending_ = 0, next_flow_end_ = 0, next_finding_ = 0;
    std::vector<Depth> open_;
    bool in_timers_ = false;
    std::set<std::pair<std::string, std::uint32_t>> async_;
    std::unordered_map<TaskId, LastWait> last_wait_;
};

}  // namespace

void export_perfetto(const Recording& recording, std::ostream& out, ExportAxis axis) {
    Perfetto(recording, out, axis).write();
}

void export_perfetto(const Recording& recording, std::ostream& out) {
    export_perfetto(recording, out, usual_axis(recording));
}

}  // namespace loopscope
