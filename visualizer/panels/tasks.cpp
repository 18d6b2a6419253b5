#include "panels/tasks.hpp"

#include "monitor/explain.hpp"
#include "monitor/narrate.hpp"
#include "panels/words.hpp"
#include "ui/text.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui/imgui_internal.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <span>
#include <string_view>

namespace viz {
namespace {

using loopscope::TaskId;
using loopscope::TaskState;

enum Column { id, name, runs, state, waiting_for, line, steps, created_by, kColumns };

struct ColumnKind {
    const char* key;
    float weight;  // 0: as wide as `sample`
    const char* sample;
};
constexpr std::array<ColumnKind, kColumns> kColumn{{{"tasks.id", 0, "000"},
                                                    {"tasks.name", 1.0f, nullptr},
                                                    {"tasks.runs", 1.2f, nullptr},
                                                    {"tasks.state", 0, ""},  // as wide as its words

                                                    {"tasks.waiting_for", 1.7f, nullptr},
                                                    {"tasks.line", 0, "0000"},
                                                    {"tasks.steps", 0, "00000"},
                                                    {"tasks.created_by", 0.9f, nullptr}}};

// The columns that have room, the most telling ones first to stay.
std::span<const Column> columns_for(float width, float scale) {
    static constexpr Column kAll[] = {id, name, runs, state, waiting_for, line, steps, created_by};
    static constexpr Column kMost[] = {id, name, runs, state, waiting_for, line};
    static constexpr Column kFew[] = {id, name, runs, state, waiting_for};
    if (width >= 800 * scale) return kAll;
    if (width >= 620 * scale) return kMost;
    return kFew;
}

struct Cells {
    TaskId task = 0;
    TaskState state = TaskState::ready;
    std::array<std::string, kColumns> text;
    std::uint64_t line = 0, steps = 0;
};

Cells cells_of(const View& view, TaskId task, const Text& words) {
    Cells cells;
    cells.task = task;
    const loopscope::TaskInfo* info = view.recording.task(task);
    cells.state = view.recording.state(view.world, view.cursor, task).value_or(TaskState::ready);
    const std::string state_key = std::string("state.") + loopscope::to_string(cells.state);
    cells.text[id] = std::to_string(task);
    cells.text[name] = view.recording.task_name(task);
    cells.text[runs] = body_words(view.recording, task);
    cells.text[state] = words(state_key.c_str());
    if (info != nullptr) cells.text[created_by] = view.recording.task_name(info->parent);
    loopscope::SiteId site = 0;
    if (const loopscope::TaskNow* now = view.world.task(task)) {
        if (now->state == TaskState::waiting)
            cells.text[waiting_for] =
                loopscope::describe_wait(view.recording, view.world, *now, view.language->phrases);
        site = now->site;
        cells.steps = now->steps;
        cells.text[steps] = std::to_string(now->steps);
    } else if (info != nullptr) {
        cells.steps = steps_made(view.recording, task);
        cells.text[steps] = std::to_string(cells.steps);
        cells.text[waiting_for] = view.recording.string(info->error);
    }
    cells.line = view.recording.site(site).line;
    if (cells.line != 0) cells.text[line] = std::to_string(cells.line);
    return cells;
}

// What a column is sorted by.
struct Key {
    TaskId task = 0;
    std::uint64_t number = 0;
    std::string text;
};

Key key_of(const View& view, TaskId task, int column, const Text& words) {
    if (column == state) {
        const auto is = view.recording.state(view.world, view.cursor, task).value_or(TaskState::ready);
        return {task, static_cast<std::uint64_t>(is), {}};
    }
    if (column == name) return {task, 0, view.recording.task_name(task)};
    if (column == runs) return {task, 0, body_words(view.recording, task)};
    const Cells cells = cells_of(view, task, words);
    if (column == line) return {task, cells.line, {}};
    if (column == steps) return {task, cells.steps, {}};
    return {task, 0, cells.text[static_cast<std::size_t>(column)]};
}

// Letters of either case are the same.
bool contains(std::string_view text, std::string_view part) {
    const auto same = [](unsigned char left, unsigned char right) { return std::tolower(left) == std::tolower(right); };
    return part.empty() || std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

bool passes(const View& view, TaskId task, const std::string& filter) {
    return filter.empty() || contains(view.recording.task_name(task), filter) ||
           contains(body_words(view.recording, task), filter);
}

void sort_rows(const View& view, const Text& words, TasksLook& look) {
    if (look.column == id) {
        if (look.descending) std::ranges::reverse(look.order);
        return;
    }
    std::vector<Key> keys;
    keys.reserve(look.order.size());
    for (const TaskId task : look.order) keys.push_back(key_of(view, task, look.column, words));
    const auto less = [](const Key& a, const Key& b) {
        if (a.number != b.number) return a.number < b.number;
        if (const int by_text = a.text.compare(b.text); by_text != 0) return by_text < 0;
        return a.task < b.task;
    };
    std::ranges::sort(keys, [&](const Key& a, const Key& b) { return look.descending ? less(b, a) : less(a, b); });
    for (std::size_t i = 0; i < keys.size(); ++i) look.order[i] = keys[i].task;
}

// Rows keep their places: new ones stand at the end, and those that are not created yet go.
void keep_places(const View& view, TasksLook& look, std::size_t count) {
    const auto tasks = view.recording.tasks();
    if (count < look.count) {
        const TaskId last = count == 0 ? 0 : tasks[count - 1].id;
        std::erase_if(look.order, [last](TaskId task) { return task > last; });
    }
    for (std::size_t at = look.count; at < count; ++at) {
        if (passes(view, tasks[at].id, look.filtered)) look.order.push_back(tasks[at].id);
    }
    look.count = count;
}

// The order is made again when the cursor moved, but not under the mouse: a row that one
// is about to click must not jump away. Many rows are sorted a few times a second.
void arrange(const View& view, Ui& ui, TasksLook& look, bool specs_changed) {
    constexpr std::size_t kMany = 2000;
    constexpr double kPatience = 0.25;  // s
    const std::size_t count = tasks_created(view);
    const bool asked = specs_changed || look.recording != &view.recording || look.filtered != look.filter.text();
    if (!asked) {
        if (look.cursor == view.cursor && look.count == count) return;
        const bool hovered = ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows);
        const bool soon = look.order.size() > kMany && ImGui::GetTime() - look.arranged < kPatience;
        if (hovered || soon) return keep_places(view, look, count);
    }
    look.recording = &view.recording;
    look.cursor = view.cursor;
    look.arranged = ImGui::GetTime();
    look.filtered = look.filter.text();
    look.count = count;
    look.order.clear();
    for (const loopscope::TaskInfo& task : view.recording.tasks().first(count)) {
        if (passes(view, task.id, look.filtered)) look.order.push_back(task.id);
    }
    sort_rows(view, ui.text, look);
}

// Part of a name is typed here; only where there are so many tasks that one has to look for one.
float filter_box(const View& view, Ui& ui, TasksLook& look, ImVec2 min, ImVec2 max) {
    constexpr std::size_t kFew = 12;
    const std::size_t count = tasks_created(view);
    if (count <= kFew && !look.filtering && look.filter.text().empty()) return 0;
    const float s = ui.scale;
    const float width = std::min(std::floor(240 * s), max.x - min.x - 20 * s);
    const ImVec2 at(min.x + std::floor(8 * s), min.y);
    const ImVec2 high(at.x + width, at.y + std::floor(ui.fonts.small->FontSize + 8 * s));
    const Hit press = hit(ui, "tasks/filter", at, high);
    if (press.pressed) look.filtering = true;
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !press.hovered) look.filtering = false;
    tooltip(ui, ui.text("tasks.filter_tip"));
    if (look.filtering) {
        draw_field(ui, "tasks/filter", look.filter, ui.text("tasks.filter"), at, high, ui.fonts.small);
    } else {
        const bool none = look.filter.text().empty();
        const std::string_view words = none ? std::string_view(ui.text("tasks.filter")) : look.filter.text();
        ImDrawList* draw = ImGui::GetWindowDrawList();
        draw->AddRectFilled(at, high, ui.theme.button);
        const bool cut = text_cut(draw, ui.fonts.small, ImVec2(at.x + 10 * s, at.y + std::floor(3 * s)),
                                  none ? ui.theme.text_dim : ui.theme.accent, words, width - 20 * s);
        tell(ui, "tasks/filter", at, high, words, true, cut);
    }
    if (!look.filter.text().empty()) {
        const std::string found = fill(ui.text("tasks.found"),
                                       {{"count", std::to_string(look.order.size())}, {"all", std::to_string(count)}});
        const ImVec2 words(high.x + std::floor(10 * s), at.y + std::floor(3 * s));
        draw_text(ImGui::GetWindowDrawList(), ui.fonts.small, words, ui.theme.text_dim, found);
        tell(ui, "tasks/found", words, ImVec2(words.x + text_size(ui.fonts.small, found).x, high.y), found);
    }
    return high.y - min.y + std::floor(4 * s);
}

void headers(Ui& ui, std::span<const Column> shown) {
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
    for (std::size_t at_column = 0; at_column < shown.size(); ++at_column) {
        const int column = static_cast<int>(at_column);
        if (!ImGui::TableSetColumnIndex(column)) continue;
        const ColumnKind& kind = kColumn[shown[at_column]];
        const char* title = ui.text(kind.key);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float room = ImGui::GetContentRegionAvail().x;
        ImGui::PushStyleColor(ImGuiCol_Text, ui.theme.text_dim);
        ImGui::TableHeader(title);
        ImGui::PopStyleColor();
        tooltip(ui, ui.text((std::string(kind.key) + "_tip").c_str()));
        const std::string probe_name = std::string("tasks/sort/") + (kind.key + 6);
        const ImVec2 max(at.x + room, at.y + ui.fonts.small->FontSize + 4 * ui.scale);
        // The sort arrow takes its room from the title.
        const bool cut = text_size(ui.fonts.small, title).x > room + 1;
        tell(ui, probe_name, at, max, title, true, cut);
        if (ui.focus == nullptr) continue;
        const Focus::Told told = ui.focus->here(probe_name);
        if (told.focused) focus_ring(ui, at, max);
        if (told.pressed) {
            const ImGuiTable* table = ImGui::GetCurrentTable();
            const bool ascending = table->Columns[column].SortOrder >= 0 &&
                                   table->Columns[column].SortDirection == ImGuiSortDirection_Ascending;
            ImGui::TableSetColumnSortDirection(
                column, ascending ? ImGuiSortDirection_Descending : ImGuiSortDirection_Ascending, false);
        }
    }
}

void cell(Ui& ui, const Cells& cells, int column, const std::string& row_name) {
    const auto at = static_cast<std::size_t>(column);
    const std::string& text = cells.text[at];
    const bool number = column == id || column == line || column == steps;
    ImFont* font = number ? ui.fonts.mono_small : ui.fonts.small;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 pos = ImGui::GetCursorScreenPos();
    // The clipper gives a row more than can be seen; one out of sight has no tooltip to say what was cut.
    if (pos.y >= draw->GetClipRectMax().y || pos.y + font->FontSize <= draw->GetClipRectMin().y) return;
    const float room = ImGui::GetContentRegionAvail().x;
    const float s = ui.scale;
    float x = pos.x;
    const float mark = std::floor(9 * s);
    const float mark_top = pos.y + std::floor((ui.fonts.small->FontSize - mark) / 2) + s;
    if (column == name) {
        draw->AddRectFilled(ImVec2(x, mark_top), ImVec2(x + mark, mark_top + mark), ui.theme.swatch(cells.task));
        x += mark + 6 * s;
    }
    if (column == state) {
        state_mark(ui, draw, ImVec2(x, mark_top - s), ImVec2(x + mark + 2 * s, mark_top + mark + s), cells.state);
        x += mark + 8 * s;
    }
    if (number) x = std::max(x, pos.x + room - text_size(font, text).x);
    const bool gone = cells.state == TaskState::done || cells.state == TaskState::cancelled;
    const ImU32 colour =
        gone || (column != name && column != state && column != waiting_for) ? ui.theme.text_dim : ui.theme.text;
    const bool cut = text_cut(draw, font, ImVec2(x, pos.y), colour, text, pos.x + room - x);
    tell(ui, row_name + "/" + (kColumn[at].key + 6), pos, ImVec2(pos.x + room, pos.y + ui.fonts.small->FontSize), text,
         true, cut);
}

void row(const View& view, Ui& ui, std::span<const Column> shown, TaskId task, Actions& actions) {
    const Cells cells = cells_of(view, task, ui.text);
    const std::string row_name = "tasks/" + std::to_string(task);
    ImGui::TableNextRow();
    for (std::size_t column = 0; column < shown.size(); ++column) {
        if (!ImGui::TableSetColumnIndex(static_cast<int>(column))) continue;
        if (column == 0) {
            const ImVec2 pos = ImGui::GetCursorPos();
            ImGui::PushID(static_cast<int>(task));
            if (ImGui::Selectable("##row", view.selection.task == task, ImGuiSelectableFlags_SpanAllColumns,
                                  ImVec2(0, ui.fonts.small->FontSize)))
                actions.push_back(act::Select{task});
            ImGui::PopID();
            std::string tip;
            for (std::size_t i = 0; i < kColumns; ++i) {
                if (!cells.text[i].empty())
                    tip += std::string(tip.empty() ? "" : "\n") + ui.text(kColumn[i].key) + ": " + cells.text[i];
            }
            tooltip(ui, tip.c_str());
            ui.probe.tell(row_name, ImGui::GetItemRectMin(), ImGui::GetItemRectMax(),
                          cells.text[name] + " " + cells.text[state]);
            ImGui::SetCursorPos(pos);
        }
        cell(ui, cells, shown[column], row_name);
    }
}

// Of a column that is as wide as what can stand in it.
float fixed_width(Ui& ui, Column column) {
    const ColumnKind& kind = kColumn[column];
    ImFont* font = ui.fonts.small;
    const float arrow = std::floor(14 * ui.scale);
    float width = std::max(text_size(font, kind.sample).x, text_size(font, ui.text(kind.key)).x + arrow);
    if (column != state) return width;
    for (const TaskState one : {TaskState::ready, TaskState::running, TaskState::waiting, TaskState::done,
                                TaskState::failed, TaskState::cancelled}) {
        const std::string key = std::string("state.") + loopscope::to_string(one);
        width = std::max(width, text_size(font, ui.text(key.c_str())).x + std::floor(20 * ui.scale));
    }
    return std::ceil(width);
}

void table(const View& view, Ui& ui, TasksLook& look, ImVec2 size, Actions& actions) {
    constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_Resizable | ImGuiTableFlags_Sortable |
                                       ImGuiTableFlags_SizingStretchProp | ImGuiTableFlags_NoBordersInBody |
                                       ImGuiTableFlags_PadOuterX;
    const std::span<const Column> shown = columns_for(size.x, ui.scale);
    const int count = static_cast<int>(shown.size());
    // Another set of columns, or another language, is another table to Dear ImGui, with widths of its own.
    const std::string table_id = "tasks/table/" + std::to_string(count) + "/" + view.language->id;
    if (!ImGui::BeginTable(table_id.c_str(), count, kFlags, size)) return;
    ImGui::TableSetupScrollFreeze(0, 1);
    for (const Column column : shown) {
        const ColumnKind& kind = kColumn[column];
        const bool fixed = kind.sample != nullptr;
        const float width = fixed ? fixed_width(ui, column) : kind.weight;
        ImGui::TableSetupColumn(ui.text(kind.key),
                                fixed ? ImGuiTableColumnFlags_WidthFixed : ImGuiTableColumnFlags_WidthStretch, width);
    }
    headers(ui, shown);
    bool changed = false;
    if (ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs();
        specs != nullptr && specs->SpecsDirty && specs->SpecsCount > 0) {
        look.column = shown[static_cast<std::size_t>(specs->Specs[0].ColumnIndex)];
        look.descending = specs->Specs[0].SortDirection == ImGuiSortDirection_Descending;
        specs->SpecsDirty = false;
        changed = true;
    }
    arrange(view, ui, look, changed);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(look.order.size()));
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i)
            row(view, ui, shown, look.order[static_cast<std::size_t>(i)], actions);
    }
    ImGui::EndTable();
}

}  // namespace

std::size_t tasks_created(const View& view) {
    const auto tasks = view.recording.tasks();
    return static_cast<std::size_t>(
        std::partition_point(tasks.begin(), tasks.end(),
                             [&](const loopscope::TaskInfo& task) { return task.created < view.cursor; }) -
        tasks.begin());
}

void tasks_panel(const View& view, Ui& ui, TasksLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (begin_panel(ui, "tasks", min, max)) {
        ImGui::PushFont(ui.fonts.small);
        const float top = min.y + std::floor(2 * ui.scale) + filter_box(view, ui, look, min, max);
        ImGui::SetCursorScreenPos(ImVec2(min.x, top));
        table(view, ui, look, ImVec2(max.x - min.x, max.y - top), actions);
        ImGui::PopFont();
    }
    end_panel();
}

bool tasks_key(TasksLook& look, int code, int modifiers) {
    const bool leaves = code == GLFW_KEY_TAB;
    if (code == GLFW_KEY_ESCAPE) look.filter.set("");
    if (leaves || code == GLFW_KEY_ESCAPE || code == GLFW_KEY_ENTER || code == GLFW_KEY_KP_ENTER) {
        look.filtering = false;
        return !leaves;
    }
    // With Ctrl they mean what they always mean; letters come as characters too.
    return look.filter.key(code, modifiers) || modifiers == 0 || modifiers == GLFW_MOD_SHIFT;
}

bool tasks_type(TasksLook& look, unsigned character) { return look.filter.type(character); }

std::string tasks_text(const View& view) {
    const Text& words = view.language->text;
    std::string out;
    for (const loopscope::TaskInfo& task : view.recording.tasks().first(tasks_created(view))) {
        const Cells cells = cells_of(view, task.id, words);
        out += cells.text[id] + "  " + cells.text[name] + "  " + cells.text[state];
        if (!cells.text[runs].empty()) out += "  " + cells.text[runs] + "()";
        if (!cells.text[waiting_for].empty()) out += "  " + cells.text[waiting_for];
        if (!cells.text[line].empty()) out += "  " + fill(words("words.line"), {{"line", cells.text[line]}});
        out += "\n";
    }
    return out;
}

}  // namespace viz
