#include "panels/figure_table.hpp"

#include "panels/draw.hpp"

#include <imgui/imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace viz {
namespace {

void sort_by_figure(const FigureRows& rows, FigureTableLook& look) {
    std::vector<double> keys(rows.count);
    for (std::size_t row = 0; row < rows.count; ++row) keys[row] = rows.figure(row, look.column);
    std::ranges::sort(look.order, [&](std::uint32_t left, std::uint32_t right) {
        if (keys[left] != keys[right]) return look.descending ? keys[left] > keys[right] : keys[left] < keys[right];
        return left < right;
    });
}

void sort_by_text(const FigureRows& rows, FigureTableLook& look) {
    std::vector<std::string> keys(rows.count);
    for (std::size_t row = 0; row < rows.count; ++row) keys[row] = rows.text(row, look.column);
    std::ranges::sort(look.order, [&](std::uint32_t left, std::uint32_t right) {
        if (keys[left] != keys[right]) return look.descending ? keys[left] > keys[right] : keys[left] < keys[right];
        return left < right;
    });
}

void arrange(const FigureRows& rows, FigureTableLook& look, bool other_column) {
    const bool hovered = ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows);
    const bool same = look.order.size() == rows.count && (look.version == rows.version || hovered);
    if (same && !other_column) return;
    look.version = rows.version;
    look.order.resize(rows.count);
    std::iota(look.order.begin(), look.order.end(), 0U);
    rows.columns[look.column].number ? sort_by_figure(rows, look) : sort_by_text(rows, look);
}

void header(Ui& ui, const FigureRows& rows, std::size_t column) {
    const FigureColumn& kind = rows.columns[column];
    const char* title = ui.text(kind.key);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.text_dim);
    ImGui::TableHeader(title);
    ImGui::PopStyleColor();
    tooltip(ui, ui.text((std::string(kind.key) + "_tip").c_str()));
    const std::string name = std::string(rows.name) + "/sort/" + std::to_string(column);
    const ImVec2 max(at.x + room, at.y + ui.fonts.small->FontSize + 4 * ui.scale);
    tell(ui, name, at, max, title, true, text_width(ui.fonts.small, title) > room + 1);
    if (ui.focus == nullptr) return;
    const Focus::Told told = ui.focus->here(name);
    if (told.focused) focus_ring(ui, at, max);
    if (!told.pressed) return;
    const ImGuiTableColumn& now = ImGui::GetCurrentTable()->Columns[static_cast<int>(column)];
    const bool ascending = now.SortOrder >= 0 && now.SortDirection == ImGuiSortDirection_Ascending;
    ImGui::TableSetColumnSortDirection(static_cast<int>(column),
                                       ascending ? ImGuiSortDirection_Descending : ImGuiSortDirection_Ascending, false);
}

void set_up(Ui& ui, const FigureRows& rows, const FigureTableLook& look) {
    ImGui::TableSetupScrollFreeze(0, 1);
    for (std::size_t column = 0; column < rows.columns.size(); ++column) {
        const FigureColumn& kind = rows.columns[column];
        const float arrow = std::floor(14 * ui.scale);
        const float fixed = std::max(text_width(ui.fonts.mono_small, kind.sample),
                                     text_width(ui.fonts.small, ui.text(kind.key)) + arrow);
        ImGuiTableColumnFlags flags =
            kind.weight > 0 ? ImGuiTableColumnFlags_WidthStretch : ImGuiTableColumnFlags_WidthFixed;
        if (kind.number) flags |= ImGuiTableColumnFlags_PreferSortDescending;
        if (column == look.column) flags |= ImGuiTableColumnFlags_DefaultSort;
        ImGui::TableSetupColumn(ui.text(kind.key), flags, kind.weight > 0 ? kind.weight : fixed);
    }
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
    for (std::size_t column = 0; column < rows.columns.size(); ++column) {
        if (ImGui::TableSetColumnIndex(static_cast<int>(column))) header(ui, rows, column);
    }
}

// Gives how far the text behind it goes in.
float draw_swatch(Ui& ui, ImU32 colour, ImVec2 at) {
    const float size = std::floor(9 * ui.scale);
    const float top = at.y + std::floor((ui.fonts.small->FontSize - size) / 2) + ui.scale;
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(at.x, top), ImVec2(at.x + size, top + size), colour);
    return size + 6 * ui.scale;
}

void cell(Ui& ui, const FigureRows& rows, std::size_t row, std::size_t column, const std::string& name) {
    const FigureColumn& kind = rows.columns[column];
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 max(at.x + ImGui::GetContentRegionAvail().x, at.y + ui.fonts.small->FontSize);
    const std::string text = rows.text(row, column);
    const std::string part = name + "/" + std::to_string(column);
    if (rows.picture && rows.picture(row, column, at, max)) return tell(ui, part, at, max, text);
    ImFont* font = kind.number ? ui.fonts.mono_small : ui.fonts.small;
    float x = kind.number ? std::max(at.x, max.x - text_width(font, text)) : at.x;
    if (column == 0 && rows.swatch) x += draw_swatch(ui, rows.swatch(row), at);
    const bool cut = text_cut(ImGui::GetWindowDrawList(), font, ImVec2(x, at.y),
                              column == 0 ? ui.theme.text : ui.theme.text_dim, text, max.x - x + 1);
    tell(ui, part, at, max, text, true, cut);
}

void draw_row(Ui& ui, const FigureRows& rows, std::size_t row) {
    const std::string name = std::string(rows.name) + "/row/" + std::to_string(rows.id(row));
    ImGui::TableNextRow();
    for (std::size_t column = 0; column < rows.columns.size(); ++column) {
        if (!ImGui::TableSetColumnIndex(static_cast<int>(column))) continue;
        if (column == 0) {
            const ImVec2 pos = ImGui::GetCursorPos();
            const ImVec2 at = ImGui::GetCursorScreenPos();
            ImGui::PushID(static_cast<int>(row));
            bool pressed = ImGui::Selectable("##row", rows.chosen(row), ImGuiSelectableFlags_SpanAllColumns,
                                             ImVec2(0, ui.fonts.small->FontSize));
            ImGui::PopID();
            if (ImGui::IsItemHovered()) tooltip(ui, rows.tip(row).c_str());
            const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
            if (ui.focus != nullptr) {
                const Focus::Told told = ui.focus->here(name);
                if (told.focused) focus_ring(ui, low, high);
                pressed = pressed || told.pressed;
            }
            if (pressed) rows.press(row);
            ui.probe.tell(name, at, high, rows.text(row, 0));
            ImGui::SetCursorPos(pos);
        }
        cell(ui, rows, row, column, name);
    }
}

}  // namespace

void figure_table(Ui& ui, const FigureRows& rows, FigureTableLook& look, ImVec2 size) {
    constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_Resizable | ImGuiTableFlags_Sortable |
                                       ImGuiTableFlags_SizingStretchProp | ImGuiTableFlags_NoBordersInBody |
                                       ImGuiTableFlags_PadOuterX;
    const int columns = static_cast<int>(rows.columns.size());
    // Another set of columns is another table to Dear ImGui.
    const std::string id = std::string(rows.name) + "/" + std::to_string(columns);
    if (!ImGui::BeginTable(id.c_str(), columns, kFlags, size)) return;
    look.column = std::min(look.column, rows.columns.size() - 1);
    set_up(ui, rows, look);
    bool changed = false;
    if (ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs();
        specs != nullptr && specs->SpecsDirty && specs->SpecsCount > 0) {
        look.column = static_cast<std::size_t>(specs->Specs[0].ColumnIndex);
        look.descending = specs->Specs[0].SortDirection == ImGuiSortDirection_Descending;
        specs->SpecsDirty = false;
        changed = true;
    }
    arrange(rows, look, changed);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(look.order.size()));
    while (clipper.Step()) {
        for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row)
            draw_row(ui, rows, look.order[static_cast<std::size_t>(row)]);
    }
    ImGui::EndTable();
}

}  // namespace viz
