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
};
constexpr std::array<Group, 6> kGroups{{{KeyGroup::run, "keys.group_run"},
                                        {KeyGroup::travel, "keys.group_travel"},
                                        {KeyGroup::lesson, "keys.group_lesson"},
                                        {KeyGroup::look, "keys.group_look"},
                                        {KeyGroup::timeline, "keys.group_timeline"},
                                        {KeyGroup::window, "keys.group_window"}}};
constexpr std::array<TaskState, 6> kStates{TaskState::running, TaskState::ready,  TaskState::waiting,
                                           TaskState::done,    TaskState::failed, TaskState::cancelled};
constexpr std::array<Mode, 6> kModes{Mode::live, Mode::gate, Mode::freeze, Mode::travel, Mode::ended, Mode::lost};

std::string mode_tip(Mode mode) { return std::string(mode_word(mode)) + "_tip"; }

// A line of the sheet: a key, or a word in its colour, and what it means.
struct Entry {
    std::string name;  // for the probe
    std::string word, means;
    ImFont* font = nullptr;
    ImU32 colour = 0, means_colour = 0;
    const TaskState* state = nullptr;  // its mark stands in front
};
// Lines that stay together under a heading.
struct Block {
    const char* heading = "";
    std::vector<Entry> entries;
    float word_wide = 0;  // room for the words
};

// The lines of the sheet, in as many columns as have room, the texts wrapped. What is too much can be scrolled.
class Sheet {
public:
    Sheet(Ui& ui, ImVec2 min, ImVec2 max) : ui_(ui), s_(ui.scale), min_(min), max_(max) {
        for (const Group& group : kGroups) add_keys(group);
        add_states();
        add_modes();
        const float width = max.x - min.x;
        const float least = std::floor(300 * s_);
        columns_ = std::clamp<std::size_t>(static_cast<std::size_t>((width + gap()) / (least + gap())), 1, 3);
        column_ = std::floor((width + gap()) / static_cast<float>(columns_) - gap());
        for (Block& block : blocks_) measure(block);
        share_key_room();
        // As loose as there is room for.
        for (const float looser : {6.0f, 4.0f, 2.0f, 1.0f, 0.0f}) {
            loose_ = std::floor(looser * s_);
            arrange();
            if (high_ <= max.y - min.y) break;
        }
    }

    void draw() {
        // A scrollbar stands beside the columns.
        if (begin_panel(ui_, "help/body", min_, ImVec2(max_.x + std::floor(18 * s_), max_.y), true)) {
            draw_ = ImGui::GetWindowDrawList();
            const ImVec2 from = ImGui::GetCursorScreenPos();
            ImVec2 at = from;
            for (std::size_t i = 0; i < blocks_.size(); ++i) {
                if (i > 0 && begins_[i]) at = ImVec2(at.x + column_ + gap(), from.y);
                at.y = block(blocks_[i], at);
            }
            ImGui::SetCursorScreenPos(from);
            ImGui::Dummy(ImVec2(1, high_));
        }
        end_panel();
    }

private:
    float gap() const { return std::floor(28 * s_); }
    float between() const { return std::floor(10 * s_); }

    void add_keys(const Group& group) {
        Block block{group.title, {}, 0};
        for (const KeyRow& row : key_table()) {
            if (row.group != group.group || *row.shown == '\0') continue;
            block.entries.push_back({std::string("help/") + row.text, row.shown, ui_.text(row.text),
                                     ui_.fonts.mono_small, ui_.theme.code_type, ui_.theme.text});
        }
        blocks_.push_back(std::move(block));
    }
    void add(Block& block, const std::string& key, ImU32 colour, const TaskState* state) {
        block.entries.push_back({"help/" + key, ui_.text(key.c_str()), ui_.text((key + "_tip").c_str()),
                                 ui_.fonts.heading, colour, ui_.theme.text_dim, state});
    }
    void add_states() {
        Block block{"help.states", {}, 0};
        for (const TaskState& state : kStates)
            add(block, std::string("state.") + loopscope::to_string(state), ui_.theme.text, &state);
        blocks_.push_back(std::move(block));
    }
    void add_modes() {
        Block block{"help.modes", {}, 0};
        for (const Mode mode : kModes) add(block, mode_word(mode), mode_colour(ui_.theme, mode), nullptr);
        blocks_.push_back(std::move(block));
    }

    float mark_wide(const Entry& entry) const { return entry.state == nullptr ? 0 : std::floor(38 * s_); }

    // A long word is wrapped.
    void measure(Block& block) const {
        for (const Entry& entry : block.entries)
            block.word_wide = std::max(block.word_wide, text_size(entry.font, entry.word).x + std::floor(12 * s_));
        block.word_wide = std::floor(std::min(block.word_wide, column_ * 0.45f));
    }
    // Keys have the same room in all blocks, so that what they do begins at the same place.
    void share_key_room() {
        float wide = 0;
        for (const Block& block : blocks_)
            if (is_keys(block)) wide = std::max(wide, block.word_wide);
        for (Block& block : blocks_)
            if (is_keys(block)) block.word_wide = wide;
    }
    bool is_keys(const Block& block) const { return block.entries.front().font == ui_.fonts.mono_small; }
    float means_wide(const Block& block, const Entry& entry) const {
        return column_ - block.word_wide - mark_wide(entry);
    }
    float height(const Block& block, const Entry& entry) const {
        const float word = text_size(entry.font, entry.word, block.word_wide - std::floor(6 * s_)).y;
        const float means = text_size(ui_.fonts.small, entry.means, means_wide(block, entry)).y;
        return std::max(word, means) + loose_;
    }
    float height(const Block& block) const {
        float sum = ui_.fonts.heading->FontSize + loose_ + std::floor(2 * s_);
        for (const Entry& entry : block.entries) sum += height(block, entry);
        return sum;
    }

    // How many columns there are if none is higher than this; `begins_` says with which blocks.
    std::size_t fill_columns(float most) {
        begins_.assign(blocks_.size(), false);
        std::size_t columns = 1;
        float y = 0;
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            const float high = height(blocks_[i]) + (y > 0 ? between() : 0);
            if (y > 0 && y + high > most) {
                begins_[i] = true;
                ++columns;
                y = high - between();
            } else {
                y += high;
            }
        }
        return columns;
    }
    // The blocks in their order, in columns as equal as they can be.
    void arrange() {
        float low = 0, high = 0;
        for (const Block& block : blocks_) {
            low = std::max(low, height(block));
            high += height(block) + between();
        }
        while (high - low > 1) {
            const float middle = (low + high) / 2;
            (fill_columns(middle) <= columns_ ? high : low) = middle;
        }
        fill_columns(high);
        high_ = std::ceil(high);
    }

    float block(const Block& block, ImVec2 at) {
        draw_text(draw_, ui_.fonts.heading, at, ui_.theme.heading, ui_.text(block.heading));
        at.y += ui_.fonts.heading->FontSize + loose_ + std::floor(2 * s_);
        for (const Entry& entry : block.entries) {
            line(block, entry, at);
            at.y += height(block, entry);
        }
        return at.y + between();
    }

    void line(const Block& block, const Entry& entry, ImVec2 at) {
        const float mark_top = at.y + std::floor(3 * s_);
        if (entry.state != nullptr)
            state_mark(ui_, draw_, ImVec2(at.x, mark_top), ImVec2(at.x + 26 * s_, mark_top + 11 * s_), *entry.state);
        const float word = at.x + mark_wide(entry);
        draw_text(draw_, entry.font, ImVec2(word, at.y), entry.colour, entry.word,
                  block.word_wide - std::floor(6 * s_));
        draw_text(draw_, ui_.fonts.small, ImVec2(word + block.word_wide, at.y), entry.means_colour, entry.means,
                  means_wide(block, entry));
        tell(ui_, entry.name, at, ImVec2(at.x + column_, at.y + height(block, entry)), entry.means);
    }

    Ui& ui_;
    float s_;
    ImVec2 min_, max_;
    ImDrawList* draw_ = nullptr;
    std::vector<Block> blocks_;
    std::vector<bool> begins_;  // a column
    std::size_t columns_ = 1;
    float column_ = 0, loose_ = 0, high_ = 0;
};

// Its title, up to the button; what this machine lacks stands at the foot. Returns where the foot begins.
float draw_title_and_note(Ui& ui, const std::string& note, ImVec2 min, ImVec2 max, float title_end) {
    const float s = ui.scale, pad = std::floor(24 * s);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const char* word = ui.text("help.title");
    const ImVec2 at(min.x + pad, min.y + std::floor(18 * s));
    const bool cut = text_cut(draw, ui.fonts.title, at, ui.theme.text, word, title_end - at.x);
    const ImVec2 size = text_size(ui.fonts.title, word);
    tell(ui, "help/title", at, ImVec2(std::min(title_end, at.x + size.x), at.y + size.y), word, true, cut);
    if (note.empty()) return max.y - std::floor(14 * s);
    const float width = max.x - min.x - 2 * pad;
    const ImVec2 high = text_size(ui.fonts.small, note, width);
    const ImVec2 foot(min.x + pad, max.y - std::floor(12 * s) - high.y);
    draw_text(draw, ui.fonts.small, foot, ui.theme.mode_gate, note, width);
    tell(ui, "help/note", foot, ImVec2(foot.x + high.x, foot.y + high.y), note);
    return foot.y - std::floor(6 * s);
}

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
    const char* close = ui.text("help.close");
    const float width = button_width(ui, Icon::close, close);
    const float foot = draw_title_and_note(ui, look.note, from, to, to.x - width - 30 * s);
    const float pad = std::floor(24 * s);
    Sheet(ui, ImVec2(from.x + pad, from.y + std::floor(58 * s)), ImVec2(to.x - pad, foot)).draw();
    ImGui::SetCursorScreenPos(ImVec2(to.x - width - 18 * s, from.y + 14 * s));
    if (icon_button(ui, "help/close", Icon::close, close, ui.text("help.close_tip")))
        actions.push_back(act::ToggleHelp{});
    const bool outside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::IsMouseHoveringRect(from, to, false);
    if (outside && !ImGui::IsWindowAppearing()) actions.push_back(act::ToggleHelp{});
    ImGui::End();
}

std::string help_text(const View& view) {
    const Text& text = view.language->text;
    std::string out = std::string(text("help.title")) + "\n";
    for (const KeyRow& row : key_table()) {
        if (*row.shown != '\0') out += std::string(row.shown) + ": " + text(row.text) + "\n";
    }
    for (const TaskState state : kStates) {
        const std::string name = std::string("state.") + loopscope::to_string(state);
        out += std::string(text(name.c_str())) + ": " + text((name + "_tip").c_str()) + "\n";
    }
    for (const Mode mode : kModes)
        out += std::string(text(mode_word(mode))) + ": " + text(mode_tip(mode).c_str()) + "\n";
    return out;
}

}  // namespace viz
