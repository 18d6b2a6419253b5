#include "panels/rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace viz {

RowList::RowList(Ui& ui, std::size_t count)
    : ui_(ui), count_(count), height_(std::floor(ui.fonts.body->FontSize + 6 * ui.scale)) {}

void RowList::reveal(std::size_t row) {
    if (count_ == 0) return;
    const float top = static_cast<float>(std::min(row, count_ - 1)) * height_;
    const float sight = ImGui::GetWindowHeight();
    const float scroll = ImGui::GetScrollY();
    // Always by whole rows, so that the first one in sight is never cut.
    if (top < scroll) ImGui::SetScrollY(std::max(0.0f, top - height_));
    if (top + height_ > scroll + sight) ImGui::SetScrollY(std::ceil((top + height_ - sight) / height_) * height_);
}

void RowList::draw(const std::function<void(std::size_t)>& make) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(count_), height_);
    while (clipper.Step()) {
        for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
            top_ = std::floor(origin.y + static_cast<float>(row) * height_);
            ImGui::SetCursorScreenPos(ImVec2(origin.x, top_));
            make(static_cast<std::size_t>(row));
            ImGui::SetCursorScreenPos(ImVec2(origin.x, top_ + height_));
        }
    }
    clipper.End();
    const float sight = ImGui::GetWindowHeight();
    if (static_cast<float>(count_) * height_ > sight) ImGui::Dummy(ImVec2(1, std::fmod(sight, height_)));
    ImGui::PopStyleVar();
}

bool RowList::line(const Row& row) {
    const float s = ui_.scale;
    const ImVec2 min(ImGui::GetCursorScreenPos().x, top_);
    const ImVec2 max(min.x + ImGui::GetContentRegionAvail().x, top_ + height_);
    const Hit press = hit(ui_, row.name.c_str(), min, max);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (press.hovered) draw->AddRectFilled(min, max, fade(ui_.theme.text, 0.06f));
    if (row.marked)
        draw->AddRectFilled(min, ImVec2(min.x + std::max(2.0f, std::floor(2 * s)), max.y), ui_.theme.accent);
    ImFont* font = row.mono ? ui_.fonts.mono_small : ui_.fonts.body;
    const auto top_of = [&](const ImFont* of) { return top_ + std::floor((height_ - of->FontSize) / 2); };
    float x = min.x + std::floor(10 * s);
    draw_text(draw, ui_.fonts.mono_small, ImVec2(x, top_of(ui_.fonts.mono_small)), ui_.theme.text_dim,
              row_time(row.time_ns));
    x += std::floor(62 * s);
    const float mark = std::floor(8 * s);
    const float mark_top = top_ + std::floor((height_ - mark) / 2);
    if (row.task != 0)
        draw->AddRectFilled(ImVec2(x, mark_top), ImVec2(x + mark, mark_top + mark),
                            row.dimmed ? fade(ui_.theme.swatch(row.task), 0.5f) : ui_.theme.swatch(row.task));
    x += std::floor(18 * s);
    bool cut = false;
    if (!row.who.empty()) {
        const float room = std::floor(std::clamp((max.x - min.x) * 0.2f, 70 * s, 130 * s));
        cut = text_cut(draw, ui_.fonts.mono_small, ImVec2(x, top_of(ui_.fonts.mono_small)),
                       row.dimmed ? ui_.theme.text_faint : ui_.theme.text_dim, row.who, room - 8 * s);
        x += room;
    }
    const ImU32 colour = row.dimmed ? ui_.theme.text_faint : ui_.theme.text;
    const float room = max.x - x - 8 * s;
    if (!row.mono && text_size(font, row.text).x > room) font = ui_.fonts.small;
    cut = text_cut(draw, font, ImVec2(x, top_of(font)), colour, row.text, room) || cut;
    tooltip(ui_, cut ? (row.who + (row.who.empty() ? "" : ": ") + row.text + "\n" + row.tooltip).c_str()
                     : row.tooltip.c_str());
    tell(ui_, row.name, min, ImVec2(max.x, std::min(max.y, ImGui::GetWindowDrawList()->GetClipRectMax().y)), row.text,
         true, cut);
    return press.pressed;
}

void RowList::marker(const char* name, const std::string& text, ImU32 colour) {
    const float s = ui_.scale;
    const ImVec2 min(ImGui::GetCursorScreenPos().x + std::floor(10 * s), top_);
    const float room = ImGui::GetContentRegionAvail().x - 18 * s;
    const std::string words = "\u203a " + text;
    const bool cut =
        text_cut(ImGui::GetWindowDrawList(), ui_.fonts.mono_small,
                 ImVec2(min.x, top_ + std::floor((height_ - ui_.fonts.mono_small->FontSize) / 2)), colour, words, room);
    ImGui::Dummy(ImVec2(room, height_));
    tell(ui_, name, min, ImVec2(min.x + room, min.y + height_), words, true, cut);
}

void RowList::remark(const char* name, const char* text) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos(ImVec2(at.x + std::floor(10 * ui_.scale), at.y + std::floor(4 * ui_.scale)));
    paragraph(ui_, name, text, ui_.fonts.body, ui_.theme.text_dim, ImGui::GetContentRegionAvail().x - 12 * ui_.scale);
}

std::string row_time(std::uint64_t ns) {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.3f", static_cast<double>(ns) / 1e9);
    return buffer.data();
}

}  // namespace viz
