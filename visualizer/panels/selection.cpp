#include "panels/selection.hpp"

#include "panels/draw.hpp"
#include "panels/flow.hpp"
#include "panels/why.hpp"
#include "panels/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace viz {
using namespace loopscope;

namespace {

float small_row(const Ui& ui) { return std::floor(ui.fonts.small->FontSize + 2 * ui.scale); }

float caption(Ui& ui, const char* key, ImVec2 at) {
    draw_text(ImGui::GetWindowDrawList(), ui.fonts.small, at, ui.theme.text_dim, ui.text(key));
    return at.y + small_row(ui);
}

// A row of the chain: what it is on the left, its line on the right, each to be pressed.
void draw_link(Ui& ui, const WhyRow& item, std::size_t number, ImVec2 at, float right, Actions& actions) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float s = ui.scale;
    const float row = small_row(ui);
    const std::string name = fmt::format("selection/chain/{}", number);
    const float line = text_width(ui.fonts.mono_small, item.line);
    const float what_end = right - line - 10 * s;
    if (item.task != 0 || item.object != 0) {
        const Hit press = hit(ui, name.c_str(), at, ImVec2(what_end, at.y + row));
        tooltip(ui,
                (item.what + "\n" + ui.text(item.task != 0 ? "selection.chain_tip" : "selection.object_tip")).c_str());
        if (press.pressed)
            actions.push_back(act::Select{.task = item.task, .object = item.task != 0 ? 0 : item.object});
    } else {
        drag_area(name.c_str(), at, ImVec2(what_end, at.y + row));
        tooltip(ui, item.what.c_str());
    }
    const float middle = std::floor(at.y + row / 2) - s;
    if (number > 0) {
        list->AddLine(ImVec2(at.x + 4 * s, middle - row + 5 * s), ImVec2(at.x + 4 * s, middle - 4 * s),
                      ui.theme.card_line);
    }
    const ImU32 mark = item.task != 0    ? ui.theme.swatch(item.task)
                       : item.waited_for ? ui.theme.waiting
                                         : ui.theme.text_dim;
    list->AddRectFilled(ImVec2(at.x + 2 * s, middle - 2 * s), ImVec2(at.x + 7 * s, middle + 3 * s), mark);
    const bool cut = text_cut(list, ui.fonts.mono_small, ImVec2(at.x + 16 * s, at.y), ui.theme.code_type, item.what,
                              what_end - at.x - 16 * s);
    const ImVec2 place(right - line, at.y);
    ui.probe.tell(name, at, ImVec2(right, at.y + row), item.line.empty() ? item.what : item.what + ", " + item.line,
                  true, cut && in_sight(at, ImVec2(right, at.y + row)));
    if (item.line.empty()) return;
    const std::string line_name = name + "/line";
    const Hit press = hit(ui, line_name.c_str(), place, ImVec2(right, at.y + row), item.site != 0);
    tooltip(ui, ui.text("selection.line_tip"));
    draw_text(list, ui.fonts.mono_small, place, press.hovered ? ui.theme.accent : ui.theme.text_dim, item.line);
    if (press.pressed) actions.push_back(act::Select{.site = item.site});
}

// From what is waited for outwards.
float draw_chain(Ui& ui, const Why& why, ImVec2 at, float right, Actions& actions) {
    if (why.chain.empty()) return at.y;
    at.y = caption(ui, "selection.chain", at);
    for (std::size_t link = 0; link < why.chain.size(); ++link) {
        draw_link(ui, why.chain[link], link, at, right, actions);
        at.y += small_row(ui);
    }
    return at.y + std::floor(6 * ui.scale);
}

// The values that the task shows: name, value and, dim, what it was before the last step.
float draw_watches(const View& view, Ui& ui, const Why& why, ImVec2 at, float right, Actions& actions) {
    if (why.watches.empty()) return at.y;
    const float s = ui.scale;
    const float row = small_row(ui);
    at.y = caption(ui, "selection.watched", at);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float value_left = at.x + std::floor((right - at.x) * 0.36f);
    for (const Watched& value : why.watches) {
        const std::string time = seconds_fixed(view.recording.loop_time_at(value.moment + 1));
        const float time_width = text_width(ui.fonts.mono_small, time);
        const std::string id = "selection/watch/" + value.name;
        const Hit press = hit(ui, id.c_str(), at, ImVec2(right, at.y + row));
        const std::string tip = fill(ui.text("selection.watched_tip"), {{"time", time}});
        tooltip(ui, (value.name + " = " + value.value + "\n" + tip).c_str());
        if (press.pressed) actions.push_back(act::Seek{value.moment + 1, true});
        bool cut = text_cut(list, ui.fonts.mono_small, at, ui.theme.text_dim, value.name, value_left - at.x - 8 * s);
        const float room = right - time_width - 10 * s - value_left;
        const ImVec2 place(value_left, at.y);
        cut = text_cut(list, ui.fonts.mono_small, place, value.changed ? ui.theme.text : ui.theme.code_string,
                       value.value, room) ||
              cut;
        if (!value.before.empty()) {
            const std::string before = fill(ui.text("selection.watched_before"), {{"value", value.before}});
            const float left = value_left + text_width(ui.fonts.mono_small, value.value) + 10 * s;
            if (left + text_width(ui.fonts.small, before) < value_left + room)
                draw_text(list, ui.fonts.small, ImVec2(left, at.y), ui.theme.text_faint, before);
        }
        draw_text(list, ui.fonts.mono_small, ImVec2(right - time_width, at.y),
                  press.hovered ? ui.theme.accent : ui.theme.text_faint, time);
        const std::string said = value.before.empty() ? value.value : value.value + ", " + value.before;
        ui.probe.tell(id, at, ImVec2(right, at.y + row), value.name + " = " + said, true,
                      cut && in_sight(at, ImVec2(right, at.y + row)));
        at.y += row;
    }
    return at.y + std::floor(6 * s);
}

// What happened to it, the latest first: a press goes there.
float draw_history(Ui& ui, const Why& why, ImVec2 at, float right, Actions& actions) {
    if (why.history.empty()) return at.y;
    const float s = ui.scale;
    at.y = caption(ui, "selection.history", at);
    for (std::size_t number = 0; number < why.history.size(); ++number) {
        const WhyMoment& moment = why.history[number];
        const float left = at.x + text_width(ui.fonts.mono_small, moment.time) + std::floor(10 * s);
        const float height =
            std::max(small_row(ui), text_size(ui.fonts.small, moment.said, right - left).y + std::floor(2 * s));
        const std::string id = fmt::format("selection/history/{}", number);
        const ImVec2 high(right, at.y + height);
        const Hit press = hit(ui, id.c_str(), at, high);
        tooltip(ui, ui.text("selection.history_tip"));
        if (press.pressed) actions.push_back(act::Seek{moment.index + 1, true});
        ImDrawList* list = ImGui::GetWindowDrawList();
        draw_text(list, ui.fonts.mono_small, at, press.hovered ? ui.theme.accent : ui.theme.text_dim, moment.time);
        draw_text(list, ui.fonts.small, ImVec2(left, at.y), ui.theme.text, moment.said, right - left);
        ui.probe.tell(id, at, high, moment.said);
        at.y += height;
    }
    return at.y;
}

// Who waits for whom is followed through the whole World: only when there is something new to say.
const Why& told(const View& view, SelectionLook& look) {
    const std::uint64_t time = view.recording.real_time_at(view.cursor);
    const bool same = look.known == &view.recording && look.known_size == view.recording.size() &&
                      look.known_cursor == view.cursor && look.known_time == time &&
                      look.known_choice == view.selection && look.language == view.language;
    if (same) return look.said;
    look.said = why(view, look.times);
    look.known = &view.recording;
    look.known_size = view.recording.size();
    look.known_cursor = view.cursor;
    look.known_time = time;
    look.known_choice = view.selection;
    look.language = view.language;
    return look.said;
}

float draw_status(Ui& ui, const Why& what, ImVec2 at, float right) {
    if (what.status.empty()) return at.y;
    const float s = ui.scale;
    ImDrawList* list = ImGui::GetWindowDrawList();
    float left = at.x;
    if (what.state) {
        const float middle = std::floor(at.y + ui.fonts.small->FontSize / 2);
        state_mark(ui, list, ImVec2(at.x, middle - 6 * s), ImVec2(at.x + 14 * s, middle + 6 * s), *what.state);
        left += 22 * s;
    }
    const float high = text_size(ui.fonts.small, what.status, right - left).y;
    draw_text(list, ui.fonts.small, ImVec2(left, at.y), ui.theme.text_dim, what.status, right - left);
    ui.probe.tell("selection/state", at, ImVec2(right, at.y + high), what.status);
    return at.y + std::floor(high + 8 * s);
}

float draw_figures(Ui& ui, const Why& what, ImVec2 at, float right) {
    if (what.figures.empty()) return at.y;
    const ImVec2 size = text_size(ui.fonts.small, what.figures, right - at.x);
    draw_text(ImGui::GetWindowDrawList(), ui.fonts.small, at, ui.theme.text_dim, what.figures, right - at.x);
    ui.probe.tell("selection/figures", at, ImVec2(right, at.y + size.y), what.figures);
    return at.y + size.y + std::floor(6 * ui.scale);
}

// All that there is to say, from `at` downwards; gives where it ends.
float draw_all(const View& view, Ui& ui, const Why& what, ImVec2 at, float right, Actions& actions) {
    at.y = draw_status(ui, what, at, right);
    Flow flow(ui, actions, "selection", at, right);
    for (std::size_t number = 0; number < what.sentences.size(); ++number) flow.write(what.sentences[number], number);
    flow.end_line();
    at.y = flow.y() + std::floor(7 * ui.scale);
    at.y = draw_watches(view, ui, what, at, right, actions);
    at.y = draw_chain(ui, what, at, right, actions);
    at.y = draw_figures(ui, what, at, right);
    return draw_history(ui, what, at, right, actions);
}

void draw_panel(const View& view, Ui& ui, SelectionLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    const float s = ui.scale;
    const Why& what = told(view, look);
    ImGui::SetCursorScreenPos(ImVec2(min.x, min.y + 10 * s));
    panel_heading(ui, "selection", ui.text("selection.heading"), what.name, max.x - min.x);
    if (what.about != look.last) look.scroll = 0;
    look.last = what.about;

    const ImVec2 top(min.x, min.y + 34 * s);
    if (what.about == Selection{}) {
        ImGui::SetCursorScreenPos(top);
        paragraph(ui, "selection/none", ui.text("selection.none"), ui.fonts.body, ui.theme.text_dim, max.x - min.x);
        return;
    }
    if (ImGui::IsWindowHovered()) look.scroll -= ImGui::GetIO().MouseWheel * 40 * s;
    // Up to the window's edge: a letter's ink may reach beyond its width, and a full stop stand there.
    ImGui::PushClipRect(ImVec2(min.x - 2 * s, top.y), ImVec2(max.x + 16 * s, max.y), true);
    const float y = draw_all(view, ui, what, ImVec2(min.x, top.y - look.scroll), max.x, actions);
    ImGui::PopClipRect();
    const float room = max.y - top.y;
    const float content = y + look.scroll - top.y + 6 * s;
    if (content > room) {
        ui.probe.tell("selection/scrolls", top, max, "");
        const float bar = top.y + room * look.scroll / content;
        ImGui::GetWindowDrawList()->AddRectFilled(
            ImVec2(max.x + 11 * s, bar), ImVec2(max.x + 14 * s, bar + room * room / content), ui.theme.card_line);
    }
    look.scroll = std::clamp(look.scroll, 0.0f, std::max(0.0f, content - room));
}

}  // namespace

void selection_panel(const View& view, Ui& ui, SelectionLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    // The panel goes to the edge of the window, where its scrollbar is.
    if (begin_panel(ui, "selection", min, max)) {
        const float pad = 16 * ui.scale;
        draw_panel(view, ui, look, ImVec2(min.x + pad, min.y), ImVec2(max.x - pad, max.y), actions);
    }
    end_panel();
}

std::string selection_text(const View& view) { return why_text(view); }

}  // namespace viz
