#include "panels/source_strip.hpp"

#include "panels/draw.hpp"
#include "panels/stops.hpp"
#include "panels/words.hpp"

#include "monitor/narrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace viz {
using namespace loopscope;

namespace {

// The step in which event `index` happened: its step_begin; the number of events if there is none.
std::size_t step_of(const Recording& recording, std::size_t index) {
    const auto steps = recording.steps();
    const auto after = std::upper_bound(steps.begin(), steps.end(), index);
    return after == steps.begin() ? recording.size() : *std::prev(after);
}

class Strip {
public:
    Strip(const View& view, Ui& ui, std::span<const std::uint32_t> passed, ImVec2 min, ImVec2 max, Actions& actions)
        : view_(view),
          ui_(ui),
          passed_(passed),
          reached_(count_before(passed, view.cursor)),
          min_(min),
          max_(max),
          actions_(actions) {}

    void draw(const std::string& line, bool counting) {
        const float s = ui_.scale;
        float x = words("source/strip", heading(line, counting), min_.x + 16 * s, ui_.theme.text);
        if (passed_.empty()) return;
        x = arrow("source/strip/previous", Icon::left, x + 12 * s, reached_ > 1, reached_ - 2, "source.previous_tip");
        const std::string place = fill(
            ui_.text("source.place"), {{"place", std::to_string(reached_)}, {"count", std::to_string(passed_.size())}});
        x = words("source/strip/place", place, x + 2 * s, ui_.theme.text_dim);
        x = arrow("source/strip/next", Icon::right, x + 2 * s, reached_ < passed_.size(), reached_, "source.next_tip");
        chips(x + 12 * s);
    }

private:
    std::string heading(const std::string& line, bool counting) const {
        const std::string steps = counted(*view_.language, passed_.size(), "words.steps");
        return fill(ui_.text(counting ? "source.strip_counting" : "source.strip"), {{"line", line}, {"steps", steps}});
    }

    float text_top() const { return min_.y + std::floor((max_.y - min_.y - ui_.fonts.small->FontSize) / 2) - 1; }

    float words(const char* name, const std::string& text, float x, ImU32 colour) {
        const float width = text_width(ui_.fonts.small, text);
        draw_text(ImGui::GetWindowDrawList(), ui_.fonts.small, ImVec2(x, text_top()), colour, text);
        ui_.probe.tell(name, ImVec2(x, min_.y), ImVec2(x + width, max_.y), text);
        return x + width;
    }

    float arrow(const char* name, Icon icon, float x, bool can, std::size_t to, const char* tip) {
        const float width = std::floor(20 * ui_.scale);
        const ImVec2 low(x, min_.y), high(x + width, max_.y);
        const Hit press = hit(ui_, name, low, high, can);
        tooltip(ui_, ui_.text(tip));
        const ImU32 colour = !can ? ui_.theme.text_faint : press.hovered ? ui_.theme.accent : ui_.theme.text;
        draw_icon(ImGui::GetWindowDrawList(), icon, ImVec2(x + width / 2, (low.y + high.y) / 2), 11 * ui_.scale,
                  colour);
        ui_.probe.tell(name, low, high, "", can);
        if (press.pressed) actions_.push_back(act::Seek{passed_[to] + std::size_t{1}});
        return x + width;
    }

    // As many as there is room for, the one that the cursor has reached among them.
    void chips(float left) {
        const float s = ui_.scale;
        const float right = max_.x - 16 * s;
        const std::size_t at = reached_ == 0 ? 0 : reached_ - 1;
        std::size_t first = at;
        float used = chip_width(at);
        while (first > 0 && used + chip_width(first - 1) + 6 * s < (right - left) / 2)
            used += chip_width(--first) + 6 * s;
        float x = left;
        for (std::size_t number = first; number < passed_.size(); ++number) {
            const float width = chip_width(number);
            if (x + width > right) return;
            chip(number, ImVec2(x, min_.y + 2 * s), ImVec2(x + width, max_.y - 2 * s));
            x += width + std::floor(6 * s);
        }
    }

    float chip_width(std::size_t number) const {
        return std::ceil(text_width(ui_.fonts.small, passing_words(view_, passed_[number])) + 26 * ui_.scale);
    }

    void chip(std::size_t number, ImVec2 low, ImVec2 high) {
        const float s = ui_.scale;
        const std::size_t index = passed_[number];
        const std::string id = fmt::format("source/passing/{}", number);
        const Hit press = hit(ui_, id.c_str(), low, high);
        const Narrator narrator(view_.recording, view_.language->phrases);
        tooltip(ui_, (narrator.describe(index) + "\n" + ui_.text("source.passing_tip")).c_str());
        const bool now = number + 1 == reached_;
        ImDrawList* list = ImGui::GetWindowDrawList();
        list->AddRect(low, high, now || press.hovered ? ui_.theme.accent : ui_.theme.card_line);
        const float middle = std::floor((low.y + high.y) / 2);
        list->AddRectFilled(ImVec2(low.x + 6 * s, middle - 4 * s), ImVec2(low.x + 14 * s, middle + 4 * s),
                            ui_.theme.swatch(view_.recording.running_at(index)));
        const std::string text = passing_words(view_, index);
        draw_text(list, ui_.fonts.small, ImVec2(low.x + 20 * s, text_top()),
                  number < reached_ ? ui_.theme.text : ui_.theme.text_dim, text);
        ui_.probe.tell(id, low, high, text);
        if (press.pressed) actions_.push_back(act::Seek{index + 1});
    }

    const View& view_;
    Ui& ui_;
    std::span<const std::uint32_t> passed_;
    std::size_t reached_;  // how many of them the cursor has behind it
    ImVec2 min_, max_;
    Actions& actions_;
};

}  // namespace

std::span<const std::uint32_t> told_passings(const View& view, const LinePlace& place) {
    const std::span<const std::uint32_t> all(place.passed);
    return prediction_is_open(view) ? all.first(count_before(all, view.cursor)) : all;
}

std::string passing_words(const View& view, std::size_t index) {
    const Recording& recording = view.recording;
    const std::size_t step = step_of(recording, index);
    const bool known = step < recording.size();
    const std::string number = known ? std::to_string(recording[step].a) : std::string();
    return fill(view.language->text("source.passing"),
                {{"task", recording.task_name(known ? recording[step].subject : TaskId{0})},
                 {"step", number},
                 {"time", format_loop_time(recording.loop_time_at(index + 1))}});
}

float strip_height(const Ui& ui) { return std::floor(ui.fonts.small->FontSize + 10 * ui.scale); }

void draw_strip(const View& view, Ui& ui, const LinePlace& place, bool counting, ImVec2 min, ImVec2 max,
                Actions& actions) {
    Strip(view, ui, told_passings(view, place), min, max, actions).draw(line_words(view, place.site), counting);
}

}  // namespace viz
