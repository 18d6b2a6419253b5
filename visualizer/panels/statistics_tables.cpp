// The statistics by task and by line, and the critical path.
#include "panels/draw.hpp"
#include "panels/statistics_parts.hpp"
#include "panels/words.hpp"

#include "monitor/statistics_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostLinks = 60;
constexpr std::size_t kMostUnasked = 2'000'000;  // events whose critical path is followed at once

enum TaskColumn : std::size_t { task_name, task_steps, task_run, task_ready, task_waited, task_waits };
constexpr std::array<FigureColumn, 6> kTaskColumns{{{"statistics.task", 1.0f, "", false},
                                                    {"statistics.task_steps"},
                                                    {"statistics.task_run", 0, "000.000 us"},
                                                    {"statistics.task_ready", 0, "000.000 us"},
                                                    {"statistics.task_waited", 0, "000.000 us"},
                                                    {"statistics.task_waits", 1.4f, "", false}}};

enum LineColumn : std::size_t {
    line_place,
    line_waits,
    line_waited,
    line_longest,
    line_reason,
    line_passed,
    line_step
};
constexpr std::array<FigureColumn, 7> kLineColumns{{{"statistics.line", 1.0f, "", false},
                                                    {"statistics.line_waits"},
                                                    {"statistics.line_waited", 0, "000.000 us"},
                                                    {"statistics.line_longest", 0, "000.000 us"},
                                                    {"statistics.line_reason", 0.8f, "", false},
                                                    {"statistics.line_passed"},
                                                    {"statistics.line_step", 0, "000.000 us"}}};

// The reasons for which a task waited, as parts of one bar. Not by hue: each is a shade, told in the tooltip.
void draw_waits(Ui& ui, const TaskStatistics& task, ImVec2 min, ImVec2 max) {
    const auto all = static_cast<double>(task.waited());
    if (all <= 0) return;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float y = std::floor((min.y + max.y) / 2 - 4 * ui.scale);
    float x = min.x;
    float alpha = 1;
    for (const std::uint64_t part : task.wait_ns) {
        if (part == 0) continue;
        const float end = x + (max.x - min.x) * static_cast<float>(static_cast<double>(part) / all);
        list->AddRectFilled(ImVec2(x, y), ImVec2(std::max(x + 1, end - 1), y + std::floor(8 * ui.scale)),
                            fade(ui.theme.waiting, alpha));
        x = end;
        alpha = std::max(0.3f, alpha - 0.25f);
    }
}

double task_figure(const TaskStatistics& task, std::size_t column) {
    switch (column) {
        case task_steps:
            return static_cast<double>(task.steps);
        case task_run:
            return static_cast<double>(task.run_ns);
        case task_ready:
            return static_cast<double>(task.ready_ns);
        default:
            return static_cast<double>(task.waited());
    }
}

std::string task_cell(const View& view, const TaskStatistics& task, std::size_t column) {
    switch (column) {
        case task_name:
            return view.recording.task_name(task.task);
        case task_steps:
            return std::to_string(task.steps);
        case task_run:
            return format_duration(task.run_ns);
        case task_ready:
            return format_duration(task.ready_ns);
        case task_waited:
            return duration_words(task.waited());
        default:
            return waits_words(*view.language, task);
    }
}

double line_figure(const SiteStatistics& line, std::size_t column) {
    switch (column) {
        case line_waits:
            return static_cast<double>(line.waits);
        case line_waited:
            return static_cast<double>(line.wait_ns);
        case line_longest:
            return static_cast<double>(line.wait.most());
        case line_passed:
            return static_cast<double>(line.passed);
        default:
            return static_cast<double>(line.step.most());
    }
}

std::string line_cell(const View& view, const SiteStatistics& line, std::size_t column) {
    switch (column) {
        case line_place: {
            const std::string place =
                view.lesson != nullptr ? line_words(view, line.site) : place_of_site(view.recording, line.site);
            return place.empty() ? view.language->text("statistics.no_line") : place;
        }
        case line_waits:
            return std::to_string(line.waits);
        case line_waited:
            return duration_words(line.wait_ns);
        case line_longest:
            return duration_words(line.wait.most());
        case line_reason:
            return line.waits == 0 ? std::string() : word_of(line.reason, view.language->phrases);
        case line_passed:
            return std::to_string(line.passed);
        default:
            return line.step.count() == 0 ? std::string() : format_duration(line.step.most());
    }
}

// Follows the path when there is something new to follow, and it may be followed now.
void follow_path(const View& view, StatisticsLook& look) {
    const Range range = counted_range(view);
    if (look.path_of == &view.recording && look.path_range == range) return;
    if (range.to - range.from > kMostUnasked && !std::exchange(look.path_wanted, false)) {
        look.path_of = nullptr;
        look.path.clear();
        return;
    }
    look.path = critical_path(view.recording, range.from, range.to);
    look.path_of = &view.recording;
    look.path_range = range;
}

// A link of the path: who, what, how long. Gives where it ends.
ImVec2 draw_link(const View& view, Ui& ui, const CriticalLink& link, std::size_t number, ImVec2 at, float left,
                 float right, Actions& actions) {
    const float s = ui.scale;
    const std::string words = plain(tell(link, view.recording, view.language->phrases)) + "  " + link_time(link);
    const float height = std::floor(ui.fonts.small->FontSize + 8 * s);
    const float wanted = text_width(ui.fonts.small, words) + std::floor(28 * s);
    if (at.x + wanted > right && at.x > left) at = ImVec2(left, at.y + height + std::floor(4 * s));
    const ImVec2 high(std::min(right, at.x + wanted), at.y + height);
    const std::string id = fmt::format("statistics/path/{}", number);
    const Hit press = hit(ui, id.c_str(), at, high);
    tooltip(ui, (words + "\n" + ui.text("statistics.link_tip")).c_str());
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImU32 state = ui.theme.state(link.state == TaskState::waiting ? TaskState::waiting : TaskState::running);
    list->AddRect(at, high, press.hovered ? ui.theme.accent : fade(state, 0.6f));
    const float middle = std::floor((at.y + high.y) / 2);
    list->AddRectFilled(ImVec2(at.x + 6 * s, middle - 4 * s), ImVec2(at.x + 14 * s, middle + 4 * s),
                        ui.theme.swatch(link.task));
    text_cut(list, ui.fonts.small, ImVec2(at.x + 20 * s, at.y + std::floor(3 * s)), ui.theme.text, words,
             high.x - at.x - 22 * s);
    ui.probe.tell(id, at, high, words);
    if (press.pressed) {
        actions.push_back(act::Seek{std::min(link.begin + 1, view.recording.size())});
        actions.push_back(act::Select{link.task});
    }
    return {high.x + std::floor(8 * s), at.y};
}

}  // namespace

std::string link_time(const CriticalLink& link) {
    return link.state == TaskState::waiting ? duration_words(link.loop_ns) : format_duration(link.real_ns);
}

void draw_task_table(const View& view, Ui& ui, StatisticsLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    const auto& tasks = look.tally.sum().tasks;
    FigureRows rows;
    rows.name = "statistics/tasks";
    rows.columns = kTaskColumns;
    rows.count = tasks.size();
    rows.version = look.tally.sum().to;
    rows.text = [&](std::size_t row, std::size_t column) { return task_cell(view, tasks[row], column); };
    rows.figure = [&](std::size_t row, std::size_t column) { return task_figure(tasks[row], column); };
    rows.id = [&](std::size_t row) { return std::uint64_t{tasks[row].task}; };
    rows.tip = [&](std::size_t row) {
        return view.recording.task_name(tasks[row].task) + "\n" + waits_words(*view.language, tasks[row]);
    };
    rows.chosen = [&](std::size_t row) { return view.selection.task == tasks[row].task; };
    rows.press = [&](std::size_t row) { actions.push_back(act::Select{tasks[row].task}); };
    rows.picture = [&](std::size_t row, std::size_t column, ImVec2 low, ImVec2 high) {
        if (column == task_waits) draw_waits(ui, tasks[row], low, high);
        return column == task_waits;
    };
    rows.swatch = [&](std::size_t row) { return ui.theme.swatch(tasks[row].task); };
    ImGui::PushFont(ui.fonts.small);
    ImGui::SetCursorScreenPos(min);
    figure_table(ui, rows, look.tasks, ImVec2(max.x - min.x, max.y - min.y));
    ImGui::PopFont();
}

void draw_line_table(const View& view, Ui& ui, StatisticsLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    const auto& lines = look.tally.sum().sites;
    FigureRows rows;
    rows.name = "statistics/lines";
    rows.columns = kLineColumns;
    rows.count = lines.size();
    rows.version = look.tally.sum().to;
    rows.text = [&](std::size_t row, std::size_t column) { return line_cell(view, lines[row], column); };
    rows.figure = [&](std::size_t row, std::size_t column) { return line_figure(lines[row], column); };
    rows.id = [&](std::size_t row) { return std::uint64_t{lines[row].site}; };
    rows.tip = [&](std::size_t row) {
        return line_cell(view, lines[row], line_place) + "\n" + spread_words(*view.language, lines[row].wait);
    };
    rows.chosen = [&](std::size_t row) { return lines[row].site != 0 && view.selection.site == lines[row].site; };
    rows.press = [&](std::size_t row) { actions.push_back(act::Select{.site = lines[row].site}); };
    ImGui::PushFont(ui.fonts.small);
    ImGui::SetCursorScreenPos(min);
    figure_table(ui, rows, look.lines, ImVec2(max.x - min.x, max.y - min.y));
    ImGui::PopFont();
}

void draw_path(const View& view, Ui& ui, StatisticsLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    const float s = ui.scale;
    follow_path(view, look);
    if (begin_panel(ui, "statistics/path", min, max, true)) {
        const float left = min.x + std::floor(12 * s);
        const float right = max.x - std::floor(20 * s);
        ImVec2 at(left, ImGui::GetCursorScreenPos().y + std::floor(2 * s));
        ImGui::SetCursorScreenPos(at);
        const char* words = ui.text(look.path.empty() ? "statistics.no_path" : "statistics.path_is");
        paragraph(ui, "statistics/path/words", words, ui.fonts.small, ui.theme.text_dim, right - left);
        at.y += text_size(ui.fonts.small, words, right - left).y + std::floor(6 * s);
        if (look.path_of == nullptr) {
            ImGui::SetCursorScreenPos(at);
            if (button(ui, "statistics/path/find", ui.text("statistics.find_path"),
                       ui.text("statistics.find_path_tip")))
                look.path_wanted = true;
        }
        const std::size_t shown = std::min(look.path.size(), kMostLinks);
        for (std::size_t number = 0; number < shown; ++number)
            at = draw_link(view, ui, look.path[number], number, at, left, right, actions);
        if (shown < look.path.size()) {
            ImGui::SetCursorScreenPos(ImVec2(left, at.y + std::floor(ui.fonts.small->FontSize + 12 * s)));
            const std::string more = counted(*view.language, look.path.size() - shown, "statistics.more");
            paragraph(ui, "statistics/path/more", more, ui.fonts.small, ui.theme.text_dim, right - left);
        }
    }
    end_panel();
}

}  // namespace viz
