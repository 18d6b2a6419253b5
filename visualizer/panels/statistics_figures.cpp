// The figures of the statistics, and how long steps and waits in the queue took.
#include "panels/draw.hpp"
#include "panels/statistics_parts.hpp"
#include "panels/words.hpp"

#include "monitor/statistics_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kToOneBar = 8;  // buckets of a Histogram to a power of two

std::string most_words(const Language& in, std::uint32_t most) {
    return fill(in.text("statistics.at_most"), {{"count", std::to_string(most)}});
}

std::string mean_words(const Language& in, std::uint32_t most, double mean) {
    return fill(in.text("statistics.at_most_mean"),
                {{"count", std::to_string(most)}, {"mean", fmt::format("{:.1f}", mean)}});
}

// A name over its value, which may be pressed.
void draw_figure(Ui& ui, const StatisticsFigure& figure, ImVec2 at, float width, Actions& actions) {
    const float s = ui.scale;
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImVec2 high(at.x + width - 8 * s, at.y + std::floor(2 * ui.fonts.small->FontSize + 3 * s));
    const std::string id = std::string("statistics/") + (figure.key + std::string_view("statistics.").size());
    const Hit press = hit(ui, id.c_str(), at, high, figure.moment.has_value());
    const std::string tip = std::string(figure.key) + "_tip";
    tooltip(ui, (figure.value + "\n" + ui.text(tip.c_str())).c_str());
    bool cut = text_cut(list, ui.fonts.small, at, ui.theme.text_dim, ui.text(figure.key), high.x - at.x);
    const ImU32 colour = press.hovered && figure.moment ? ui.theme.accent : ui.theme.text;
    const ImVec2 value(at.x, at.y + ui.fonts.small->FontSize + std::floor(s));
    cut = text_cut(list, ui.fonts.mono_small, value, colour, figure.value, high.x - at.x) || cut;
    tell(ui, id, at, high, figure.value, figure.moment.has_value(), cut);
    if (press.pressed) actions.push_back(act::Seek{*figure.moment});
}

// Bars, one to each power of two, and words under them.
void draw_histogram(Ui& ui, const Language& in, const char* name, const char* key, const Histogram& histogram,
                    ImVec2 min, ImVec2 max) {
    const float s = ui.scale;
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_text(list, ui.fonts.small, min, ui.theme.text_dim, ui.text(key));
    std::vector<std::uint64_t> bars;
    for (std::size_t bucket = 0; bucket < histogram.buckets().size(); ++bucket) {
        bars.resize(bucket / kToOneBar + 1);
        bars.back() += histogram.buckets()[bucket];
    }
    const auto first =
        static_cast<std::size_t>(std::ranges::find_if(bars, [](auto n) { return n > 0; }) - bars.begin());
    const std::string words = spread_words(in, histogram);
    const float line = std::floor(ui.fonts.small->FontSize + 2 * s);
    const ImVec2 low(min.x, min.y + line), high(max.x, max.y - line);
    const bool hovered = drag_area(name, min, max);
    std::string tip = words + "\n" + ui.text((std::string(key) + "_tip").c_str());
    if (first < bars.size() && high.y - low.y > 6 * s) {
        const std::uint64_t most = *std::ranges::max_element(bars);
        const float step = std::min(std::floor(22 * s), (high.x - low.x) / static_cast<float>(bars.size() - first));
        for (std::size_t bar = first; bar < bars.size(); ++bar) {
            const float x = low.x + step * static_cast<float>(bar - first);
            const float share = static_cast<float>(static_cast<double>(bars[bar]) / static_cast<double>(most));
            const float top = bars[bar] == 0 ? high.y : std::min(high.y - 2, high.y - share * (high.y - low.y));
            const bool here = hovered && inside(ImGui::GetIO().MousePos, ImVec2(x, low.y), ImVec2(x + step, high.y));
            list->AddRectFilled(ImVec2(x, top), ImVec2(x + step - 2, high.y),
                                here ? ui.theme.accent : ui.theme.waiting);
            if (!here) continue;
            tip =
                fill(ui.text("statistics.bar"), {{"count", std::to_string(bars[bar])},
                                                 {"from", format_duration(Histogram::floor_of(bar * kToOneBar))},
                                                 {"to", format_duration(Histogram::floor_of((bar + 1) * kToOneBar))}});
        }
        list->AddLine(ImVec2(low.x, high.y), high, ui.theme.card_line);
    }
    tooltip(ui, tip.c_str());
    text_cut(list, ui.fonts.small, ImVec2(min.x, max.y - line + s), ui.theme.text, words, max.x - min.x);
    tell(ui, name, min, max, words);
}

}  // namespace

std::string spread_words(const Language& language, const Histogram& histogram) {
    if (histogram.count() == 0) return language.text("statistics.no_spread");
    return fill(language.text("statistics.spread"), {{"half", format_duration(histogram.percentile(50))},
                                                     {"nearly", format_duration(histogram.percentile(99))},
                                                     {"most", format_duration(histogram.most())}});
}

std::string waits_words(const Language& language, const TaskStatistics& task) {
    std::string words;
    for (std::size_t reason = 0; reason < kWaitReasons; ++reason) {
        if (task.wait_ns[reason] == 0) continue;
        if (!words.empty()) words += ", ";
        words +=
            word_of(static_cast<WaitReason>(reason), language.phrases) + " " + duration_words(task.wait_ns[reason]);
    }
    return words.empty() ? language.text("statistics.no_waits") : words;
}

std::vector<StatisticsFigure> figures_of(const View& view, const Statistics& sum) {
    const Language& in = *view.language;
    const LoopStatistics& loop = sum.loop;
    const Concurrency& crowd = sum.concurrency;
    const auto moment = [&](std::size_t index) { return std::min(index + 1, view.recording.size()); };
    std::vector<StatisticsFigure> figures;
    figures.push_back({"statistics.turns", std::to_string(loop.turns)});
    figures.push_back({"statistics.steps", std::to_string(loop.steps)});
    figures.push_back({"statistics.loop_time", duration_words(loop.loop_ns)});
    figures.push_back({"statistics.real_time", format_duration(loop.real_ns)});
    figures.push_back({"statistics.busy", fmt::format("{:.0f} %", 100 * loop.utilisation())});
    if (loop.step.count() > 0) {
        const std::string line = line_words(view, loop.longest_step_site);
        figures.push_back({"statistics.longest_step",
                           format_duration(loop.longest_step_ns) + (line.empty() ? "" : ", " + line),
                           moment(loop.longest_step)});
    }
    figures.push_back(
        {"statistics.alive", mean_words(in, crowd.most_alive, crowd.mean_alive), moment(crowd.most_alive_at)});
    figures.push_back({"statistics.ready", most_words(in, crowd.most_ready), moment(crowd.most_ready_at)});
    figures.push_back(
        {"statistics.waiting", mean_words(in, crowd.most_waiting, crowd.mean_waiting), moment(crowd.most_waiting_at)});
    return figures;
}

void draw_figures(const View& view, Ui& ui, const Statistics& sum, ImVec2 min, ImVec2 max, Actions& actions) {
    const float s = ui.scale;
    const float left = min.x + std::floor(12 * s);
    const float right = max.x - std::floor(14 * s);
    const float split = std::floor(left + (right - left) * 0.58f);
    constexpr int kAcross = 3;
    const float width = std::floor((split - left) / kAcross);
    const float height = std::floor(2 * ui.fonts.small->FontSize + 8 * s);
    const std::vector<StatisticsFigure> figures = figures_of(view, sum);
    for (std::size_t at = 0; at < figures.size(); ++at) {
        const ImVec2 place(left + width * static_cast<float>(at % kAcross),
                           min.y + height * static_cast<float>(at / kAcross));
        if (place.y + height > max.y + height / 2) break;
        draw_figure(ui, figures[at], place, width, actions);
    }
    const float middle = std::floor((min.y + max.y) / 2);
    const float begin = split + std::floor(10 * s);
    draw_histogram(ui, *view.language, "statistics/steps_spread", "statistics.steps_spread", sum.loop.step,
                   ImVec2(begin, min.y), ImVec2(right, middle - 4 * s));
    draw_histogram(ui, *view.language, "statistics/lag_spread", "statistics.lag_spread", sum.loop.lag,
                   ImVec2(begin, middle + 2 * s), ImVec2(right, max.y - 4 * s));
}

}  // namespace viz
