#include "panels/help.hpp"

#include "panels/transport.hpp"
#include "ui/keys.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace viz {
namespace {

using loopscope::TaskState;

struct Group {
    KeyGroup group;
    const char* title;
    int column;
};
constexpr std::array<Group, 6> kGroups{{{KeyGroup::run, "keys.group_run", 0},
                                        {KeyGroup::travel, "keys.group_travel", 0},
                                        {KeyGroup::lesson, "keys.group_lesson", 0},
                                        {KeyGroup::timeline, "keys.group_timeline", 1},
                                        {KeyGroup::look, "keys.group_look", 0},
                                        {KeyGroup::window, "keys.group_window", 1}}};
constexpr std::array<TaskState, 6> kStates{TaskState::running, TaskState::ready,  TaskState::waiting,
                                           TaskState::done,    TaskState::failed, TaskState::cancelled};
constexpr std::array<Mode, 6> kModes{Mode::live, Mode::gate, Mode::freeze, Mode::travel, Mode::ended, Mode::lost};

std::string mode_tip(Mode mode) { return std::string(mode_word(mode)) + "_tip"; }

class Sheet {
public:
    Sheet(Ui& ui, const std::string& note, ImVec2 min, ImVec2 max)
        : ui_(ui), note_(note), s_(ui.scale), draw_(ImGui::GetWindowDrawList()), min_(min), max_(max) {
        column_ = std::floor((max.x - min.x - 2 * pad() - 2 * gap()) / 3);
        // As loose as the longer column of keys allows.
        const float room = max.y - top() - pad() - 4 * std::floor(10 * s_);
        const float fits = std::floor(room / static_cast<float>(std::max(rows_in(0), rows_in(1))));
        line_ = std::clamp(fits, ui.fonts.small->FontSize, std::floor(ui.fonts.small->FontSize + 6 * s_));
    }

    void draw() {
        title();
        for (const int column : {0, 1}) {
            float y = top();
            for (const Group& group : kGroups) {
                if (group.column == column) y = keys(group, left(column), y);
            }
        }
        marks(left(2), top());
        if (note_.empty()) return;
        const float width = max_.x - min_.x - 2 * pad();
        const ImVec2 size = text_size(ui_.fonts.small, note_, width);
        const ImVec2 at(min_.x + pad(), max_.y - pad() / 2 - size.y);
        draw_text(draw_, ui_.fonts.small, at, ui_.theme.mode_gate, note_, width);
        tell(ui_, "help/note", at, ImVec2(at.x + size.x, at.y + size.y), note_);
    }

private:
    float pad() const { return std::floor(24 * s_); }
    float gap() const { return std::floor(28 * s_); }
    float top() const { return min_.y + std::floor(60 * s_); }
    float left(int column) const { return min_.x + pad() + static_cast<float>(column) * (column_ + gap()); }

    // Lines of keys and headings in a column.
    static std::size_t rows_in(int column) {
        std::size_t rows = 0;
        for (const Group& group : kGroups) {
            if (group.column != column) continue;
            rows += 1 + static_cast<std::size_t>(std::ranges::count_if(key_table(), [&](const KeyRow& row) {
                        return row.group == group.group && *row.shown != '\0';
                    }));
        }
        return rows;
    }

    void title() {
        const char* word = ui_.text("help.title");
        const ImVec2 at(min_.x + pad(), min_.y + std::floor(18 * s_));
        draw_text(draw_, ui_.fonts.title, at, ui_.theme.text, word);
        const ImVec2 size = text_size(ui_.fonts.title, word);
        tell(ui_, "help/title", at, ImVec2(at.x + size.x, at.y + size.y), word);
    }

    float heading(const char* key, float x, float y) {
        draw_text(draw_, ui_.fonts.heading, ImVec2(x, y), ui_.theme.heading, ui_.text(key));
        return y + line_;
    }

    float keys(const Group& group, float x, float y) {
        y = heading(group.title, x, y);
        const float shown_width = std::floor(std::min(108 * s_, column_ * 0.4f));
        for (const KeyRow& row : key_table()) {
            if (row.group != group.group || *row.shown == '\0') continue;
            bool cut = text_cut(draw_, ui_.fonts.mono_small, ImVec2(x, y), ui_.theme.code_type, row.shown, shown_width);
            cut = text_cut(draw_, ui_.fonts.small, ImVec2(x + shown_width + 8 * s_, y), ui_.theme.text,
                           ui_.text(row.text), column_ - shown_width - 8 * s_) ||
                  cut;
            tell(ui_, std::string("help/") + row.text, ImVec2(x, y), ImVec2(x + column_, y + line_), ui_.text(row.text),
                 true, cut);
            y += line_;
        }
        return y + std::floor(10 * s_);
    }

    void marks(float x, float y) {
        y = heading("help.states", x, y);
        for (const TaskState state : kStates) {
            const std::string name = std::string("state.") + loopscope::to_string(state);
            const float mark_top = y + std::floor(3 * s_);
            state_mark(ui_, draw_, ImVec2(x, mark_top), ImVec2(x + 26 * s_, mark_top + 11 * s_), state);
            y = entry(name, (name + "_tip"), x + std::floor(38 * s_), y, ui_.theme.text);
        }
        y = heading("help.modes", x, y + std::floor(8 * s_));
        for (const Mode mode : kModes) y = entry(mode_word(mode), mode_tip(mode), x, y, mode_colour(ui_.theme, mode));
    }

    // A word in its colour, and what it means, wrapped beside it.
    float entry(const std::string& word_key, const std::string& tip_key, float x, float y, ImU32 colour) {
        const char* word = ui_.text(word_key.c_str());
        const char* tip = ui_.text(tip_key.c_str());
        draw_text(draw_, ui_.fonts.heading, ImVec2(x, y), colour, word);
        const float tip_left = x + std::floor(70 * s_);
        const float room = left(2) + column_ - tip_left;
        const ImVec2 size = text_size(ui_.fonts.small, tip, room);
        draw_text(draw_, ui_.fonts.small, ImVec2(tip_left, y), ui_.theme.text_dim, tip, room);
        tell(ui_, "help/" + word_key, ImVec2(x, y), ImVec2(tip_left + size.x, y + size.y), tip);
        return y + std::max(line_, size.y + std::floor(4 * s_));
    }

    Ui& ui_;
    const std::string& note_;
    float s_;
    ImDrawList* draw_;
    ImVec2 min_, max_;
    float column_ = 0, line_ = 0;
};

}  // namespace

void help_panel(const View&, Ui& ui, HelpLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    const float s = ui.scale;
    const ImVec2 room(max.x - min.x - 24 * s, max.y - min.y - 24 * s);
    const ImVec2 size(std::floor(std::min(room.x, 1080 * s)), std::floor(std::min(room.y, 700 * s)));
    const ImVec2 from(std::floor((min.x + max.x - size.x) / 2), std::floor((min.y + max.y - size.y) / 2));
    ImGui::SetNextWindowPos(from);
    ImGui::SetNextWindowSize(size);
    ImGui::SetNextWindowFocus();
    ImGui::PushStyleColor(ImGuiCol_WindowBg, ui.theme.card);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, std::max(1.0f, std::floor(s)));
    ImGui::Begin("help", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoNav);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    const ImVec2 to(from.x + size.x, from.y + size.y);
    Sheet(ui, look.note, from, to).draw();
    const char* close = ui.text("help.close");
    const float width = button_width(ui, Icon::close, close);
    ImGui::SetCursorScreenPos(ImVec2(to.x - width - 18 * s, from.y + 14 * s));
    if (icon_button(ui, "help/close", Icon::close, close, ui.text("help.close_tip")))
        actions.push_back(act::ToggleHelp{});
    const bool outside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::IsMouseHoveringRect(from, to, false);
    if (outside && !ImGui::IsWindowAppearing()) actions.push_back(act::ToggleHelp{});
    ImGui::End();
}

std::string help_text(const View&) {
    static const Text text(english_language());
    std::string out = std::string(text("help.title")) + "\n";
    for (const KeyRow& row : key_table()) {
        if (*row.shown != '\0') out += std::string(row.shown) + ": " + text(row.text) + "\n";
    }
    for (const Mode mode : kModes)
        out += std::string(text(mode_word(mode))) + ": " + text(mode_tip(mode).c_str()) + "\n";
    return out;
}

}  // namespace viz
