#include "panels/statistics.hpp"

#include "panels/draw.hpp"
#include "panels/statistics_parts.hpp"
#include "panels/stops.hpp"
#include "panels/words.hpp"

#include "monitor/statistics_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostInText = 20;  // tasks, lines, links

// A part at a time, until it has taken so long.
void count(const View& view, StatisticsLook& look) {
    // Counting on may take as long as the rest of a frame of a long recording, so that both stay fluid together.
    constexpr std::size_t kAtOnce = 5'000;
    constexpr auto kPatience = std::chrono::milliseconds(2);
    const Range range = counted_range(view);
    const auto until = std::chrono::steady_clock::now() + kPatience;
    do {
        look.counting = !look.tally.update(view.recording, range.from, range.to, kAtOnce);
    } while (look.counting && std::chrono::steady_clock::now() < until);
}

std::string range_words(const View& view) {
    const Range range = counted_range(view);
    const auto time = [&](std::size_t index) { return format_loop_time(view.recording.loop_time_at(index)); };
    return fill(view.language->text(view.range ? "statistics.of_range" : "statistics.of_all"),
                {{"events", counted(*view.language, range.to - range.from, "words.events")},
                 {"from", time(range.from)},
                 {"to", time(range.to)}});
}

std::string head_words(const View& view, const StatisticsLook& look) {
    if (!look.counting) return range_words(view);
    const Range range = counted_range(view);
    const std::size_t all = std::max<std::size_t>(1, range.to - range.from);
    return fill(view.language->text("statistics.counting"),
                {{"percent", std::to_string(look.tally.counted() * 100 / all)},
                 {"events", counted(*view.language, all, "words.events")}});
}

// Which part is shown, and of what it is; gives how high that is.
float head(const View& view, Ui& ui, StatisticsLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    struct Choice {
        StatisticsPart part;
        const char* name;
        const char* key;
    };
    static constexpr Choice kAll[] = {{StatisticsPart::figures, "statistics/part/figures", "statistics.figures"},
                                      {StatisticsPart::tasks, "statistics/part/tasks", "statistics.tasks"},
                                      {StatisticsPart::lines, "statistics/part/lines", "statistics.lines"},
                                      {StatisticsPart::path, "statistics/part/path", "statistics.path"}};
    const float s = ui.scale;
    float x = min.x + std::floor(12 * s);
    for (const Choice& one : kAll) {
        ImGui::SetCursorScreenPos(ImVec2(x, min.y));
        const char* label = ui.text(one.key);
        const std::string tip = std::string(one.key) + "_tip";
        if (choice(ui, one.name, label, look.part == one.part, ui.text(tip.c_str()))) look.part = one.part;
        x += std::ceil(std::max(text_width(ui.fonts.bold, label), text_width(ui.fonts.body, label))) +
             std::floor(22 * s);
    }
    float right = max.x - std::floor(16 * s);
    const float y = min.y + std::floor(3 * s);
    if (view.range) {
        const char* all = ui.text("statistics.all");
        const ImVec2 low(right - text_width(ui.fonts.small, all), y);
        const ImVec2 high(right, y + ui.fonts.small->FontSize + 2 * s);
        if (hit(ui, "statistics/all", low, high).pressed) actions.push_back(act::SetRange{});
        tooltip(ui, ui.text("statistics.all_tip"));
        draw_text(ImGui::GetWindowDrawList(), ui.fonts.small, low, ui.theme.accent, all);
        tell(ui, "statistics/all", low, high, all);
        right = low.x - std::floor(14 * s);
    }
    const std::string words = head_words(view, look);
    const float width = std::min(text_width(ui.fonts.small, words), right - x);
    const ImVec2 at(right - width, y);
    if (width > 20 * s) {
        drag_area("statistics/range", at, ImVec2(right, y + ui.fonts.small->FontSize));
        tooltip(ui, (words + "\n" + ui.text("statistics.range_tip")).c_str());
        text_cut(ImGui::GetWindowDrawList(), ui.fonts.small, at, ui.theme.text_dim, words, width + 1);
        tell(ui, "statistics/range", at, ImVec2(right, y + ui.fonts.small->FontSize), words);
    }
    return std::floor(ui.fonts.body->FontSize + 14 * s);
}

std::string text_of_tasks(const View& view, const Statistics& sum) {
    const Language& in = *view.language;
    std::string out;
    std::vector<const TaskStatistics*> order;
    for (const TaskStatistics& task : sum.tasks) order.push_back(&task);
    std::ranges::sort(order, [](const TaskStatistics* left, const TaskStatistics* right) {
        return left->run_ns != right->run_ns ? left->run_ns > right->run_ns : left->task < right->task;
    });
    for (const TaskStatistics* task : std::span(order).first(std::min(order.size(), kMostInText))) {
        out += "  " +
               fill(in.text("statistics.text.task"), {{"task", view.recording.task_name(task->task)},
                                                      {"steps", counted(in, task->steps, "words.steps")},
                                                      {"run", duration_words(task->run_ns)},
                                                      {"ready", duration_words(task->ready_ns)},
                                                      {"waits", waits_words(in, *task)}}) +
               "\n";
    }
    return out;
}

std::string text_of_lines(const View& view, const Statistics& sum) {
    const Language& in = *view.language;
    std::string out;
    for (const SiteStatistics& site : std::span(sum.sites).first(std::min(sum.sites.size(), kMostInText))) {
        out += "  " +
               fill(in.text("statistics.text.line"), {{"line", place_of_site(view.recording, site.site)},
                                                      {"waits", std::to_string(site.waits)},
                                                      {"time", duration_words(site.wait_ns)},
                                                      {"reason", word_of(site.reason, in.phrases)},
                                                      {"passed", std::to_string(site.passed)}}) +
               "\n";
    }
    return out;
}

}  // namespace

Range counted_range(const View& view) {
    Range range = view.range.value_or(Range{0, view.cursor});
    const std::size_t end = prediction_is_open(view) ? view.cursor : view.recording.size();
    range.to = std::min(range.to, end);
    range.from = std::min(std::max(range.from, view.recording.first()), range.to);
    return range;
}

void statistics_panel(const View& view, Ui& ui, StatisticsLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (begin_panel(ui, "statistics", min, max)) {
        count(view, look);
        const ImVec2 top(min.x, min.y + head(view, ui, look, min, max, actions));
        switch (look.part) {
            case StatisticsPart::figures:
                draw_figures(view, ui, look.tally.sum(), top, max, actions);
                break;
            case StatisticsPart::tasks:
                draw_task_table(view, ui, look, top, max, actions);
                break;
            case StatisticsPart::lines:
                draw_line_table(view, ui, look, top, max, actions);
                break;
            case StatisticsPart::path:
                draw_path(view, ui, look, top, max, actions);
                break;
        }
    }
    end_panel();
}

std::string statistics_text(const View& view) {
    const Language& in = *view.language;
    const Range range = counted_range(view);
    const Statistics sum = statistics_of(view.recording, range.from, range.to);
    std::string out = std::string(in.text("statistics.heading")) + ": " + range_words(view) + "\n";
    for (const StatisticsFigure& figure : figures_of(view, sum))
        out += "  " + std::string(in.text(figure.key)) + ": " + figure.value + "\n";
    out += "  " + std::string(in.text("statistics.steps_spread")) + ": " + spread_words(in, sum.loop.step) + "\n";
    out += "  " + std::string(in.text("statistics.lag_spread")) + ": " + spread_words(in, sum.loop.lag) + "\n";
    out += std::string(in.text("statistics.tasks")) + "\n" + text_of_tasks(view, sum);
    out += std::string(in.text("statistics.lines")) + "\n" + text_of_lines(view, sum);
    out += std::string(in.text("statistics.path")) + "\n";
    const std::vector<CriticalLink> path = critical_path(view.recording, range.from, range.to);
    for (const CriticalLink& link : std::span(path).first(std::min(path.size(), kMostInText)))
        out += "  " + plain(tell(link, view.recording, in.phrases)) + ", " + link_time(link) + "\n";
    if (path.size() > kMostInText) out += "  " + counted(in, path.size() - kMostInText, "statistics.more") + "\n";
    return out;
}

}  // namespace viz
