// A report as a page for a person: what is wrong first, then where the time went.
#include "cli/findings.hpp"
#include "cli/layout.hpp"
#include "cli/output.hpp"
#include "cli/report.hpp"
#include "monitor/function_name.hpp"
#include "monitor/statistics_words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <tuple>

namespace cli {
namespace {

using namespace loopscope;

constexpr std::size_t kMostTasks = 20;
constexpr std::size_t kMostSites = 10;
constexpr std::size_t kMostLinks = 20;
constexpr std::size_t kMostReasons = 3;

std::string counted(std::uint64_t count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

// "" for none, so that a table shows what there is.
std::string duration(std::uint64_t ns) { return ns == 0 ? "" : format_duration(ns); }

void heading(std::string_view text) { put("\n" + bold(text) + "\n"); }
void fact(std::string_view name, std::string_view text) {
    constexpr std::size_t kNameColumns = 14;
    const std::string start = "  " + padded(name, kNameColumns);
    put("  " + dim(padded(name, kNameColumns)) + paragraph(start, printable(text)).substr(start.size()));
}
void rest(std::size_t left, const char* one, const char* many) {
    if (left > 0) put("  " + dim(fmt::format("and {} more {}", left, left == 1 ? one : many)) + "\n");
}

std::string how_it_ended(const Report& report) {
    const Recording& recording = report.recording;
    const std::string after = format_loop_time(recording.loop_time_at(recording.size()));
    if (report.ending.outcome == Outcome::returned) return fmt::format("It returned after {}.", after);
    if (report.ending.outcome == Outcome::cancelled) return fmt::format("It was cancelled after {}.", after);
    if (!report.ending.outcome) return fmt::format("It is known until {}. {}", after, report.ending.error);
    std::string why = report.ending.error.empty() ? "it raised an exception" : report.ending.error;
    if (!why.ends_with('.')) why += '.';
    return fmt::format("It failed after {}: {}", after, why);
}

void print_run(const Report& report) {
    const Recording& recording = report.recording;
    const LoopStatistics& loop = report.statistics.loop;
    const bool is_virtual = recording.clock() == ClockKind::virtual_time;
    // A lesson's program is called by its number and name.
    const bool known = recording.program().empty() || recording.program().ends_with(report.source);
    put(bold(printable(report.source)) +
        dim(fmt::format("{}{}, on {} time", known ? "" : ", a recording of ",
                        known ? "" : printable(recording.program()), is_virtual ? "virtual" : "real")) +
        "\n");
    const std::string figures = fmt::format("{} of real time, with {}, {} and {}.", format_duration(loop.real_ns),
                                            counted(report.statistics.tasks.size(), "task", "tasks"),
                                            counted(loop.steps, "step", "steps"), counted(loop.turns, "turn", "turns"));
    put(paragraph("  ", printable(how_it_ended(report)) + (report.part ? "" : " It took " + figures)));
    if (report.part) {
        const auto [from, to] = std::pair{report.statistics.from, report.statistics.to};
        put(paragraph("  ", fmt::format("This is about the part from t={} to t={} (events {} to {}). It took {} of "
                                        "loop time and {}",
                                        format_loop_time(recording.loop_time_at(from)),
                                        format_loop_time(recording.loop_time_at(to)), from, to,
                                        format_loop_time(loop.loop_ns), figures)));
    }
    if (recording.first() > 0) {
        put(paragraph("  ", fmt::format("It was too long to be kept whole: its first {} are gone.",
                                        counted(recording.first(), "event", "events"))));
    }
    if (recording.dropped() > 0) {
        put(paragraph(
            "  ", fmt::format("For want of room {} lost.", counted(recording.dropped(), "event was", "events were"))));
    }
}

// "sleep 2.0 s, locks": how long for what took most, where there is more than one.
std::string reasons_of(const TaskStatistics& task) {
    std::vector<std::size_t> reasons;
    for (std::size_t i = 0; i < kWaitReasons; ++i) {
        if (task.wait_ns[i] > 0) reasons.push_back(i);
    }
    std::ranges::sort(reasons, std::greater{}, [&](std::size_t reason) { return task.wait_ns[reason]; });
    std::string text;
    for (std::size_t i = 0; i < std::min(reasons.size(), kMostReasons); ++i) {
        text += (i == 0 ? "" : ", ") + word_of(static_cast<WaitReason>(reasons[i]));
        if (i == 0 && reasons.size() > 1) text += " " + format_duration(task.wait_ns[reasons[i]]);
    }
    return text + (reasons.size() > kMostReasons ? ", ..." : "");
}

void print_tasks(const Report& report) {
    // Those in which most time went, in the order in which they were made.
    std::vector<const TaskStatistics*> shown;
    for (const TaskStatistics& task : report.statistics.tasks) shown.push_back(&task);
    const std::size_t left = shown.size() - std::min(shown.size(), kMostTasks);
    if (left > 0) {
        const auto time = [](const TaskStatistics* task) {
            return std::tuple{task->waited(), task->run_ns, task->task};
        };
        std::ranges::sort(shown, std::greater{}, time);
        shown.resize(kMostTasks);
        std::ranges::sort(shown, {}, &TaskStatistics::task);
    }
    heading(left == 0 ? "Tasks" : "Tasks that waited longest");
    if (shown.empty()) {
        put("  None was alive.\n");
        return;
    }
    const World world = report.recording.at(report.statistics.to);
    Table table({{"name", false, 20},
                 {"state", false},
                 {"steps"},
                 {"ran"},
                 {"ready"},
                 {"waited"},
                 {"lived"},
                 {"waited for", false}});
    for (const TaskStatistics* task : shown) {
        const auto state = report.recording.state(world, report.statistics.to, task->task);
        table.add({printable(report.recording.task_name(task->task)), state ? to_string(*state) : "",
                   std::to_string(task->steps), duration(task->run_ns), duration(task->ready_ns),
                   duration(task->waited()), task->lived_ns ? format_duration(*task->lived_ns) : "",
                   reasons_of(*task)});
    }
    put(table.text());
    rest(left, "task", "tasks");
}

void print_sites(const Report& report) {
    std::vector<const SiteStatistics*> waited;
    for (const SiteStatistics& site : report.statistics.sites) {
        if (site.wait_ns > 0 && site.site != 0) waited.push_back(&site);
    }
    if (waited.empty()) return;
    heading("Lines where tasks waited most");
    Table table(
        {{"line", false, 32}, {"function", false, 24}, {"waits"}, {"waited"}, {"median"}, {"longest"}, {"for", false}});
    for (std::size_t i = 0; i < std::min(waited.size(), kMostSites); ++i) {
        const SiteStatistics& site = *waited[i];
        const Recording& recording = report.recording;
        const std::string_view function = short_function(recording.string(recording.site(site.site).function));
        table.add({printable(place_of_site(recording, site.site)), printable(function), std::to_string(site.waits),
                   duration(site.wait_ns), duration(site.wait.percentile(50)), duration(site.wait.most()),
                   word_of(site.reason)});
    }
    put(table.text());
    rest(waited.size() - std::min(waited.size(), kMostSites), "line", "lines");
}

// "median 1.2 us, 99 % within 20.0 us, longest 31.0 us"
std::string spread(const Histogram& histogram) {
    if (histogram.count() == 0) return "none ended";
    if (histogram.count() == 1) return format_duration(histogram.most());
    return fmt::format("median {}, 99 % within {}, longest {}", format_duration(histogram.percentile(50)),
                       format_duration(histogram.percentile(99)), format_duration(histogram.most()));
}

void print_loop(const Report& report) {
    const Recording& recording = report.recording;
    const LoopStatistics& loop = report.statistics.loop;
    heading("Event loop");
    fact("Busy", fmt::format("{:.0f} % of its real time: {} in steps, {} in callbacks", 100 * loop.utilisation(),
                             format_duration(loop.run_ns), format_duration(loop.callback_ns)));
    fact("Steps", spread(loop.step));
    if (loop.step.count() > 0) {
        const std::string where = place_of_site(recording, loop.longest_step_site);
        fact("Longest step", fmt::format("{} of {}{} at t={}", format_duration(loop.longest_step_ns),
                                         recording.task_name(recording[loop.longest_step].subject),
                                         where.empty() ? "" : fmt::format(", from {} on,", where),
                                         format_loop_time(recording.loop_time_at(loop.longest_step))));
    }
    fact("Ready to run", spread(loop.lag));
    fact("Turns", spread(loop.turn));
}

void print_crowd(const Report& report) {
    const Concurrency& crowd = report.statistics.concurrency;
    const auto when = [&](std::size_t index) {
        return format_loop_time(report.recording.loop_time_at(std::min(index + 1, report.recording.size())));
    };
    heading("Concurrency");
    fact("Alive", fmt::format("{:.1f} tasks on average, at most {} (t={})", crowd.mean_alive, crowd.most_alive,
                              when(crowd.most_alive_at)));
    fact("Waiting", fmt::format("{:.1f} tasks on average, at most {} (t={})", crowd.mean_waiting, crowd.most_waiting,
                                when(crowd.most_waiting_at)));
    fact("Ready", fmt::format("at most {} (t={})", crowd.most_ready, when(crowd.most_ready_at)));
}

// Links that are the same wait again, with nothing that took time between them, are one line.
struct Stretch {
    const CriticalLink* first = nullptr;
    std::uint64_t loop_ns = 0;
    std::size_t times = 1;
};

std::vector<Stretch> stretches_of(const std::vector<CriticalLink>& path, std::uint64_t whole) {
    constexpr std::uint64_t kWorthTelling = 1000;  // steps of less than this part of the whole decided nothing
    std::vector<Stretch> all;
    for (const CriticalLink& link : path) {
        const bool runs = link.state == TaskState::running;
        if (link.loop_ns == 0 || (runs && link.loop_ns < whole / kWorthTelling)) continue;
        if (!all.empty() && all.back().first->task == link.task && all.back().first->site == link.site &&
            all.back().first->state == link.state && all.back().first->reason == link.reason) {
            all.back().loop_ns += link.loop_ns;
            ++all.back().times;
        } else {
            all.push_back({&link, link.loop_ns, 1});
        }
    }
    return all;
}

void print_path(const Report& report) {
    const std::vector<Stretch> all = stretches_of(report.path, report.statistics.loop.loop_ns);
    if (all.empty()) return;  // no loop time passed
    // The longest ones, in the order in which they were.
    std::vector<const Stretch*> shown;
    for (const Stretch& stretch : all) shown.push_back(&stretch);
    const std::size_t left = shown.size() - std::min(shown.size(), kMostLinks);
    if (left > 0) {
        std::ranges::sort(shown, std::greater{}, &Stretch::loop_ns);
        shown.resize(kMostLinks);
        std::ranges::sort(shown, {}, [](const Stretch* stretch) { return stretch->first->begin; });
    }
    heading("Critical path: what decided how long it took");
    Table table({{"from"}, {"took"}, {"", false}});
    for (const Stretch* stretch : shown) {
        const std::string times = stretch->times > 1 ? fmt::format(", {} times", stretch->times) : "";
        table.add({format_loop_time(report.recording.loop_time_at(stretch->first->begin)),
                   format_duration(stretch->loop_ns),
                   printable(plain(tell(*stretch->first, report.recording)) + times)});
    }
    put(table.text());
    rest(left, "shorter part", "shorter parts");
}

// What ended the run was told above: that is not nothing.
void print_no_findings(const Report& report) {
    const auto how = report.ending.outcome;
    if (how && *how != Outcome::raised) {
        put("  " + green("Nothing wrong was found.") + "\n");
    } else {
        put(how ? "  None beside the error that ended it.\n" : "  None until then.\n");
    }
}

}  // namespace

void print_page(const Report& report) {
    print_run(report);
    if (report.recording.empty()) {
        put("\n  There is nothing in it.\n");
        return;
    }
    heading("Findings");
    if (report.findings.empty()) print_no_findings(report);
    print_findings(report.recording, report.findings, report.lessons);
    print_tasks(report);
    print_sites(report);
    print_loop(report);
    print_crowd(report);
    print_path(report);
}

}  // namespace cli
