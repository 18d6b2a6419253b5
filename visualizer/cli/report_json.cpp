// A report as one JSON object. Times are in seconds.
#include "cli/findings.hpp"
#include "cli/output.hpp"
#include "cli/report.hpp"
#include "monitor/function_name.hpp"
#include "monitor/kinds.hpp"

#include <nlohmann/json.hpp>

namespace cli {
namespace {

using namespace loopscope;
using Json = nlohmann::ordered_json;

double seconds(std::uint64_t ns) { return static_cast<double>(ns) / 1e9; }

const char* name_of(WaitReason reason) {
    return kind_shape(EventKind::task_wait)->details[static_cast<std::size_t>(reason)];
}

Json as_json(const Histogram& histogram) {
    return {{"count", histogram.count()},
            {"sum", seconds(histogram.sum())},
            {"mean", histogram.mean() / 1e9},
            {"p50", seconds(histogram.percentile(50))},
            {"p90", seconds(histogram.percentile(90))},
            {"p99", seconds(histogram.percentile(99))},
            {"longest", seconds(histogram.most())}};
}

void add_place(Json& to, const Recording& recording, SiteId id) {
    const Site site = recording.site(id);
    to["file"] = recording.string(site.file);
    to["line"] = site.line;
    to["function"] = short_function(recording.string(site.function));
}

Json tasks_of(const Report& report) {
    const World world = report.recording.at(report.statistics.to);
    Json all = Json::array();
    for (const TaskStatistics& task : report.statistics.tasks) {
        const auto state = report.recording.state(world, report.statistics.to, task.task);
        Json waited = Json::object(), waits = Json::object();
        for (std::size_t i = 0; i < kWaitReasons; ++i) {
            if (task.waits[i] == 0 && task.wait_ns[i] == 0) continue;
            waited[name_of(static_cast<WaitReason>(i))] = seconds(task.wait_ns[i]);
            waits[name_of(static_cast<WaitReason>(i))] = task.waits[i];
        }
        all.push_back({{"id", task.task},
                       {"name", report.recording.task_name(task.task)},
                       {"state", state ? to_string(*state) : ""},
                       {"steps", task.steps},
                       {"ran", seconds(task.run_ns)},
                       {"ready", seconds(task.ready_ns)},
                       {"waited", waited},
                       {"waits", waits},
                       {"lived", task.lived_ns ? Json(seconds(*task.lived_ns)) : Json()}});
    }
    return all;
}

Json sites_of(const Report& report) {
    Json all = Json::array();
    for (const SiteStatistics& site : report.statistics.sites) {
        Json one;
        add_place(one, report.recording, site.site);
        one["reason"] = name_of(site.reason);
        one["waits"] = site.waits;
        one["passed"] = site.passed;
        one["waited"] = seconds(site.wait_ns);
        one["wait"] = as_json(site.wait);
        one["step"] = as_json(site.step);
        all.push_back(std::move(one));
    }
    return all;
}

Json loop_of(const Report& report) {
    const LoopStatistics& loop = report.statistics.loop;
    Json longest = {{"event", loop.longest_step}, {"took", seconds(loop.longest_step_ns)}};
    add_place(longest, report.recording, loop.longest_step_site);
    return {{"turns", loop.turns},
            {"steps", loop.steps},
            {"callbacks", loop.callbacks},
            {"in_steps", seconds(loop.run_ns)},
            {"in_callbacks", seconds(loop.callback_ns)},
            {"in_polls", seconds(loop.poll_ns)},
            {"utilisation", loop.utilisation()},
            {"longest_step", loop.step.count() > 0 ? longest : Json()},
            {"step", as_json(loop.step)},
            {"lag", as_json(loop.lag)},
            {"turn", as_json(loop.turn)}};
}

Json path_of(const Report& report) {
    Json all = Json::array();
    for (const CriticalLink& link : report.path) {
        const bool waits = link.state == TaskState::waiting;
        Json one = {{"task", report.recording.task_name(link.task)},
                    {"state", to_string(link.state)},
                    {"reason", waits ? Json(name_of(link.reason)) : Json()}};
        add_place(one, report.recording, link.site);
        one["at"] = seconds(report.recording.loop_time_at(link.begin));
        one["loop"] = seconds(link.loop_ns);
        one["real"] = seconds(link.real_ns);
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace

void print_json(const Report& report) {
    const Recording& recording = report.recording;
    const Concurrency& crowd = report.statistics.concurrency;
    const Json all{
        {"source", report.source},
        {"program", recording.program()},
        {"clock", recording.clock() == ClockKind::virtual_time ? "virtual" : "real"},
        {"outcome", report.ending.outcome_name()},
        {"error", report.ending.error},
        {"events", recording.size()},
        {"let_go", recording.first()},
        {"dropped", recording.dropped()},
        {"from", report.statistics.from},
        {"to", report.statistics.to},
        {"elapsed", seconds(report.statistics.loop.loop_ns)},
        {"real", seconds(report.statistics.loop.real_ns)},
        {"findings", findings_as_json(recording, report.findings)},
        {"tasks", tasks_of(report)},
        {"sites", sites_of(report)},
        {"loop", loop_of(report)},
        {"concurrency",
         {{"mean_alive", crowd.mean_alive},
          {"most_alive", crowd.most_alive},
          {"mean_waiting", crowd.mean_waiting},
          {"most_waiting", crowd.most_waiting},
          {"most_ready", crowd.most_ready}}},
        {"critical_path", path_of(report)},
    };
    put(all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace cli
