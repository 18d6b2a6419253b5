#include "aio/loop_figures.hpp"

#include "monitor/world.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace aio {
namespace {

std::string seconds(Duration duration) {
    return fmt::format("{:.3f} s", std::chrono::duration<double>(duration).count());
}

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string ended(const TaskCounts& counts) {
    return fmt::format("{} done, {} failed, {} cancelled", counts.done, counts.failed, counts.cancelled);
}

std::string alive(const TaskCounts& counts) {
    return fmt::format("{} ready, {} running, {} waiting", counts.ready, counts.running, counts.waiting);
}

void add_durations(std::string& out, const DurationFigures& of) {
    if (of.count == 0) return;
    fmt::format_to(
        std::back_inserter(out), "  those done took {} on average, {} at least, {} at most (p50 {}, p90 {}, p99 {})\n",
        seconds(of.mean), seconds(of.shortest), seconds(of.longest), seconds(of.p50), seconds(of.p90), seconds(of.p99));
}

void add_coroutines(std::string& out, const std::vector<CoroutineFigures>& functions) {
    for (const CoroutineFigures& of : functions) {
        fmt::format_to(std::back_inserter(out),
                       "  {} ({}): {} active, {} completed ({} succeeded, {} failed, {} cancelled)", of.function,
                       of.place, of.active, of.completed(), of.succeeded, of.failed, of.cancelled);
        if (of.completed() > 0) {
            fmt::format_to(std::back_inserter(out), ", {} in all, {} on average", seconds(of.total),
                           seconds(of.mean()));
        }
        out += '\n';
    }
}

void add_loop(std::string& out, const LoopFigures& loop) {
    fmt::format_to(std::back_inserter(out), "{}, {}", counted(loop.turns, "turn"), counted(loop.steps, "step"));
    if (loop.steps > 0) {
        const double ms = std::chrono::duration<double, std::milli>(loop.longest_step).count();
        fmt::format_to(std::back_inserter(out), "; the longest step took {:.3f} ms, of task '{}'", ms,
                       loop.longest_step_of);
    }
    out += '\n';
}

}  // namespace

std::string to_text(const LoopReport& report) {
    return fmt::format("t={}: {} active ({}), {}; {}", seconds(report.time), counted(report.tasks.active(), "task"),
                       alive(report.tasks), ended(report.tasks), counted(report.coroutines, "coroutine"));
}

std::string to_text(const LoopSummary& summary) {
    const TaskCounts& counts = summary.counts;
    std::string out = counted(counts.total(), "task") + ": " + ended(counts);
    if (counts.active() > 0) out += fmt::format(", {} active ({})", counts.active(), alive(counts));
    out += '\n';
    add_durations(out, summary.durations);
    for (const MonitoredTask& task : summary.failed) {
        fmt::format_to(std::back_inserter(out), "  task '{}' failed after {}: {}\n", task.name, seconds(task.duration),
                       task.error);
    }
    for (const MonitoredTask& task : summary.active) {
        fmt::format_to(std::back_inserter(out), "  task '{}' is {} since {}\n", task.name,
                       loopscope::to_string(task.state), seconds(task.start));
    }
    if (!summary.coroutines.empty()) out += "coroutines:\n";
    add_coroutines(out, summary.coroutines);
    add_loop(out, summary.loop);
    out.pop_back();
    return out;
}

}  // namespace aio
