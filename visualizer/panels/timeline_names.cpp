// The names beside the lanes: who, how deep in the tree, and what can be done with the lane.
#include "panels/draw.hpp"
#include "panels/timeline_parts.hpp"
#include "panels/words.hpp"

#include <algorithm>

namespace viz::timeline {
using namespace loopscope;

namespace {

// The triangle before a name: down while the subtree is open.
void draw_triangle(Scene& scene, const LaneRow& lane, float x, float middle, ImVec2 clip) {
    const float s = scene.place.unit;
    const ImVec2 min(x - 13 * s, std::max(middle - 9 * s, clip.x));
    const ImVec2 max(x - 1 * s, std::min(middle + 9 * s, clip.y));
    if (max.y - min.y < 6 * s) return;
    const std::string name = "timeline/collapse/" + std::to_string(lane.task);
    const Hit press = hit(scene.ui, name.c_str(), min, max);
    if (press.pressed) scene.look.rows.toggle_collapsed(lane.task);
    tooltip(scene.ui, scene.ui.text(lane.collapsed ? "timeline.expand_tip" : "timeline.collapse_tip"));
    const ImU32 colour = press.hovered ? scene.ui.theme.text : scene.ui.theme.text_faint;
    const ImVec2 at(x - 7 * s, middle);
    const float r = 3.5f * s;
    if (lane.collapsed) {
        scene.draw->AddTriangleFilled(ImVec2(at.x - r, at.y - r - s), ImVec2(at.x + r, at.y),
                                      ImVec2(at.x - r, at.y + r + s), colour);
    } else {
        scene.draw->AddTriangleFilled(ImVec2(at.x - r - s, at.y - r), ImVec2(at.x + r + s, at.y - r),
                                      ImVec2(at.x, at.y + r), colour);
    }
    scene.ui.probe.tell(name, min, max, fill(scene.ui.text("timeline.below"), {{"count", std::to_string(lane.below)}}));
}

// A pin at the right end of the name: full on a pinned lane, hollow where the mouse is.
void draw_pin(Scene& scene, const LaneRow& lane, float top, float middle) {
    const Geometry& place = scene.place;
    const float s = place.unit;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool here = ImGui::IsWindowHovered() && mouse.x >= place.min.x && mouse.x < place.left && mouse.y >= top &&
                      mouse.y < top + place.row;
    if (!here && !lane.pinned) return;
    const ImVec2 min(place.left - 22 * s, middle - 9 * s);
    const ImVec2 max(place.left - 6 * s, middle + 9 * s);
    if (!lane.pinned && min.y < place.lanes) return;
    const std::string name = "timeline/pin/" + std::to_string(lane.task);
    const Hit press = hit(scene.ui, name.c_str(), min, max);
    if (press.pressed) scene.look.rows.toggle_pinned(lane.task);
    const char* tip = scene.ui.text(lane.pinned ? "timeline.unpin_tip" : "timeline.pin_tip");
    tooltip(scene.ui, tip);
    const ImU32 colour = press.hovered || lane.pinned ? scene.ui.theme.accent : scene.ui.theme.text_faint;
    scene.draw->AddRectFilled(min, max, scene.ui.theme.background);
    const float x = (min.x + max.x) / 2;
    scene.draw->AddRectFilled(ImVec2(x - 4 * s, middle - 5 * s), ImVec2(x + 4 * s, middle + 1 * s), colour);
    scene.draw->AddLine(ImVec2(x, middle + 1 * s), ImVec2(x, middle + 7 * s), colour, std::max(1.0f, 1.5f * s));
    scene.ui.probe.tell(name, min, max, tip);
}

void draw_name(Scene& scene, const ShownRow& shown) {
    const Geometry& place = scene.place;
    const Theme& theme = scene.ui.theme;
    const View& view = scene.view;
    const float s = place.unit;
    const LaneRow& lane = scene.look.rows[shown.row];
    const float middle = place.row_middle(shown.top);
    const float x = place.name_left + 14 * s * static_cast<float>(std::min(lane.depth, 6));
    const auto state = view.recording.state(view.world, view.cursor, lane.task);
    const bool over = state && *state >= TaskState::done;
    const bool selected = lane.task == view.selection.task;
    const float alpha = (state ? 1.0f : 0.4f) * (lane.dim ? 0.5f : 1.0f);
    const ImVec2 clip(shown.pinned ? place.pinned : place.lanes, shown.pinned ? place.lanes : place.lanes_end);
    if (lane.below > 0 && !lane.pinned) draw_triangle(scene, lane, x, middle, clip);
    if (place.row_middle(shown.top) + 9 * s < clip.y) draw_pin(scene, lane, shown.top, middle);
    scene.draw->AddRectFilled(ImVec2(x, middle - 4 * s), ImVec2(x + 8 * s, middle + 4 * s),
                              fade(theme.swatch(lane.task), over ? 0.55f * (lane.dim ? 0.5f : 1.0f) : alpha));
    if (selected) {
        scene.draw->AddRectFilled(ImVec2(place.min.x, middle - 10 * s), ImVec2(place.min.x + 3 * s, middle + 10 * s),
                                  theme.accent);
    }
    const std::string name = view.recording.task_name(lane.task);
    ImFont* font = selected ? scene.ui.fonts.bold : scene.ui.fonts.body;
    const ImU32 colour = fade(over ? theme.text_dim : theme.text, alpha);
    const float width = place.left - 8 * s - (x + 14 * s);
    const bool cut =
        text_cut(scene.draw, font, ImVec2(x + 14 * s, middle - font->FontSize / 2 - 1), colour, name, width);
    // What is beside the name: how many stand below it, or the coroutine of a nameless task.
    const std::string beside =
        lane.collapsed ? fill(scene.ui.text("timeline.below_short"), {{"count", std::to_string(lane.below)}})
                       : body_of_nameless(view.recording, lane.task);
    ImFont* small = scene.ui.fonts.small;
    const float beside_x = x + 14 * s + text_width(font, name) + 7 * s;
    const bool told = !beside.empty() && beside_x + text_width(small, beside) <= place.left - 6 * s;
    if (told)
        draw_text(scene.draw, small, ImVec2(beside_x, middle - font->FontSize / 2 - 1 + font->Ascent - small->Ascent),
                  fade(theme.text_dim, over ? 0.7f : alpha), beside);
    const ImVec2 low(place.min.x, std::max(shown.top, clip.x));
    const ImVec2 high(place.max.x, std::min(shown.top + place.row, clip.y));
    if (scene.ui.probe.on && high.y > low.y) {
        scene.ui.probe.tell("timeline/lane/" + std::to_string(lane.task), low, high,
                            name + (told ? " " + beside : "") + ": " + lane_words(view, lane.task));
        // Of a shortened name the mouse is told all.
        if (cut)
            scene.ui.probe.tell("timeline/name/" + std::to_string(lane.task), low, ImVec2(place.left, high.y), name,
                                true, true);
    }
}

}  // namespace

void draw_names(Scene& scene) {
    const Geometry& place = scene.place;
    for (const bool pinned : {true, false}) {
        const float top = pinned ? place.pinned : place.lanes;
        const float bottom = pinned ? place.lanes : place.lanes_end;
        scene.draw->PushClipRect(ImVec2(place.min.x, top), ImVec2(place.left, bottom), true);
        for (const ShownRow& shown : scene.shown) {
            if (shown.pinned == pinned) draw_name(scene, shown);
        }
        scene.draw->PopClipRect();
    }
    if (scene.pinned > 0)
        scene.draw->AddLine(ImVec2(place.name_left, place.lanes - 1), ImVec2(place.right, place.lanes - 1),
                            scene.ui.theme.panel_line);
    if (scene.look.rows.size() > 0 || scene.look.rows.filter().empty()) return;
    const char* words = scene.ui.text("timeline.nobody_passes");
    const ImVec2 at(place.left, place.lanes + 8 * place.unit);
    draw_text(scene.draw, scene.ui.fonts.body, at, scene.ui.theme.text_dim, words);
    scene.ui.probe.tell("timeline/nobody", at, ImVec2(place.right, at.y + scene.ui.fonts.body->FontSize), words);
}

void draw_filter(Scene& scene) {
    const Geometry& place = scene.place;
    TimelineLook& look = scene.look;
    const float s = place.unit;
    const std::string& letters = look.filter.text();
    const ImVec2 min(place.name_left - 2 * s, place.ruler - 3 * s);
    const bool wide = look.filtering || !letters.empty();
    const ImVec2 max(wide ? place.left - 10 * s : min.x + 20 * s, place.loop - 2 * s);
    const Hit press = hit(scene.ui, "timeline/filter", min, max);
    if (press.pressed) look.filtering = true;
    tooltip(scene.ui, scene.ui.text("timeline.filter_tip"));
    // A funnel.
    const ImU32 dim = press.hovered ? scene.ui.theme.text : scene.ui.theme.text_faint;
    const ImU32 colour = letters.empty() ? dim : scene.ui.theme.accent;
    const ImVec2 at(min.x + 7 * s, (min.y + max.y) / 2 - s);
    scene.draw->AddTriangleFilled(ImVec2(at.x - 6 * s, at.y - 5 * s), ImVec2(at.x + 6 * s, at.y - 5 * s),
                                  ImVec2(at.x, at.y + 2 * s), colour);
    scene.draw->AddRectFilled(ImVec2(at.x - 1.5f * s, at.y - s), ImVec2(at.x + 1.5f * s, at.y + 6 * s), colour);
    const ImVec2 text(min.x + 18 * s, min.y);
    if (look.filtering) {
        draw_field(scene.ui, "timeline/filter", look.filter, scene.ui.text("timeline.filter_hint"), text, max,
                   scene.ui.fonts.small);
        return;
    }
    bool cut = false;
    if (wide)
        cut = text_cut(scene.draw, scene.ui.fonts.small,
                       ImVec2(text.x, (min.y + max.y - scene.ui.fonts.small->FontSize) / 2), scene.ui.theme.accent,
                       letters, max.x - text.x);
    scene.ui.probe.tell("timeline/filter", min, max, wide ? letters : scene.ui.text("timeline.filter_tip"), true, cut);
}

}  // namespace viz::timeline
