// What the reader's hands do to the timeline: mouse, wheel and keys.
#include "panels/draw.hpp"
#include "panels/timeline_parts.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace viz::timeline {
using namespace loopscope;

namespace {

constexpr double kNotch = 1.25;

using Drag = TimelineLook::Drag;

void seek(const Scene& scene, float x, Actions& actions) {
    const Geometry& place = scene.place;
    const double least = scene.axis.cursor_place(0);
    const double wanted = place.scale.place(std::clamp(x, place.left, place.right));
    const std::size_t index = scene.axis.cursor_at(std::max(wanted, least));
    if (index != scene.view.cursor) actions.push_back(act::Seek{index});
}

void show(const PixelScale& scale, TimelineLook::Range& range) {
    range.begin = scale.begin;
    range.end = scale.place(scale.right);
}

// `full`: how long a fitted view is, without what is folded.
void zoom(Axis axis, TimelineLook::Range& range, const PixelScale& scale, double around, double factor, double full) {
    const double least = axis == Axis::step ? 4.0 : std::max(full * 1e-6, 1e-7);
    const double length = std::clamp(scale.length() * factor, std::min(least, full), full * 1.1);
    show(zoomed(scale, around, length), range);
    range.fit = length >= full * 1.02;
}

double full_length(const Scene& scene) {
    const double folded = scene.look.folds.folded();
    return fitted_end(scene.still, scene.known, scene.view.recording.finished(), folded) - folded;
}

void wheel(Scene& scene, TimelineLook::Range& range) {
    const ImGuiIO& io = ImGui::GetIO();
    const Geometry& place = scene.place;
    const double width = static_cast<double>(place.right - place.left);
    if (io.MouseWheel != 0) {
        if (io.KeyCtrl || io.MousePos.x < place.left) {
            scene.look.scroll -= io.MouseWheel * place.row;
        } else if (io.KeyShift) {
            pan_pixels(range, place.still, -0.1 * width * static_cast<double>(io.MouseWheel));
        } else {
            zoom(scene.view.axis, range, place.still, place.still.place(io.MousePos.x),
                 std::pow(kNotch, -static_cast<double>(io.MouseWheel)), full_length(scene));
        }
    }
    if (io.MouseWheelH != 0) pan_pixels(range, place.still, 0.1 * width * static_cast<double>(io.MouseWheelH));
}

TaskId row_task_at(const Scene& scene, float y) {
    const Geometry& place = scene.place;
    if (y < place.pinned || y >= place.lanes_end) return 0;
    for (const ShownRow& shown : scene.shown) {
        if (shown.pinned == (y < place.lanes) && y >= shown.top && y < shown.top + place.row)
            return scene.look.rows[shown.row].task;
    }
    return 0;
}

Drag drag_begun(const Scene& scene, ImVec2 mouse) {
    const Geometry& place = scene.place;
    if (mouse.x >= place.left && ImGui::GetIO().KeyCtrl) return Drag::range;
    const bool grip = std::fabs(mouse.x - place.cursor_x) < 6 * place.unit;
    return mouse.x >= place.left && (mouse.y < place.pinned || grip) ? Drag::seek : Drag::pan;
}

void mark_range(const Scene& scene, float x, Actions& actions) {
    const Geometry& place = scene.place;
    const double to = place.still.place(std::clamp(x, place.left, place.right));
    const double from = scene.look.range_anchor;
    const auto range = range_between(scene.still, scene.view.recording, std::min(from, to), std::max(from, to));
    if (range && scene.view.range != range) actions.push_back(act::SetRange{range});
}

// Around the mouse if it is here, else around the cursor if that can be seen.
double centre_of_zoom(const Geometry& place, double cursor) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (mouse.x >= place.left && inside(mouse, place.min, place.max)) return place.still.place(mouse.x);
    const double x = place.still.exact(cursor);
    const bool seen = x >= static_cast<double>(place.left) && x <= static_cast<double>(place.right);
    return seen ? cursor : place.still.place((place.left + place.right) / 2);
}

// The turn in which the cursor stands.
std::optional<Range> turn_at(const Recording& recording, std::size_t cursor) {
    const auto turns = recording.turns();
    const auto next = std::ranges::lower_bound(turns, cursor);
    if (next == turns.begin()) return std::nullopt;
    return Range{*(next - 1), next == turns.end() ? recording.size() : *next};
}

void toggle(TimelineMove move, const View& view, TimelineLook& look, Actions& actions) {
    const TaskId task = view.selection.task;
    switch (move) {
        case TimelineMove::fold:
            if (view.axis != Axis::step && look.folds.any_gap())
                look.folds.wish(look.folds.any_fold() ? TimelineFolds::Wish::none : TimelineFolds::Wish::all);
            break;
        case TimelineMove::collapse:
            if (task != 0) look.rows.toggle_collapsed(task);
            break;
        case TimelineMove::pin:
            if (task != 0) look.rows.toggle_pinned(task);
            break;
        case TimelineMove::filter:
            look.filtering = true;
            break;
        case TimelineMove::mark:
            actions.push_back(
                act::SetRange{view.range ? std::optional<Range>() : turn_at(view.recording, view.cursor)});
            break;
        default:
            break;
    }
}

}  // namespace

void pan_pixels(TimelineLook::Range& range, const PixelScale& scale, double pixels) {
    range.begin = scale.place_at(static_cast<double>(scale.left) + pixels);
    range.end = scale.place_at(static_cast<double>(scale.right) + pixels);
    range.fit = false;
}

void carry_out_moves(const TimelineAxis& axis, const Geometry& place, const View& view, TimelineLook& look,
                     TimelineLook::Range& range, double full, Actions& actions) {
    const double plain = full - look.folds.folded();
    Geometry now = place;
    const double width = static_cast<double>(place.right - place.left);
    for (const TimelineMove move : std::exchange(look.moves, {})) {
        now.still =
            scale_of(range.begin, range.end, place.left, place.right, place.still.folds, place.still.fold_width);
        const double centre = centre_of_zoom(now, axis.cursor_place(view.cursor));
        switch (move) {
            case TimelineMove::zoom_in:
                zoom(view.axis, range, now.still, centre, 1 / kNotch, plain);
                break;
            case TimelineMove::zoom_out:
                zoom(view.axis, range, now.still, centre, kNotch, plain);
                break;
            case TimelineMove::left:
                pan_pixels(range, now.still, -0.1 * width);
                break;
            case TimelineMove::right:
                pan_pixels(range, now.still, 0.1 * width);
                break;
            case TimelineMove::fit:
                range.fit = true;
                break;
            default:
                toggle(move, view, look, actions);
                break;
        }
    }
}

void work_mouse(Scene& scene, TimelineLook::Range& range, Actions& actions) {
    const Geometry& place = scene.place;
    TimelineLook& look = scene.look;
    const ImGuiIO& io = ImGui::GetIO();
    const bool hovered = drag_area("canvas", ImVec2(place.min.x, place.ruler), ImVec2(place.max.x, place.lanes_end));
    if (ImGui::IsItemActivated()) {
        look.drag = drag_begun(scene, io.MousePos);
        look.dragged = false;
        look.range_anchor = place.still.place(std::clamp(io.MousePos.x, place.left, place.right));
    }
    if (ImGui::IsItemActive()) {
        if (ImGui::IsMouseDragging(ImGuiMouseButton_Left, 4)) look.dragged = true;
        if (look.drag == Drag::seek) {
            seek(scene, io.MousePos.x, actions);
        } else if (look.drag == Drag::range && look.dragged) {
            mark_range(scene, io.MousePos.x, actions);
        } else if (look.drag == Drag::pan && look.dragged) {
            if (io.MouseDelta.x != 0) pan_pixels(range, place.still, -static_cast<double>(io.MouseDelta.x));
            look.scroll -= io.MouseDelta.y;
        }
    }
    if (ImGui::IsItemDeactivated()) {
        const TaskId task = row_task_at(scene, io.MousePos.y);
        if (look.drag == Drag::pan && !look.dragged && task != 0) actions.push_back(act::Select{task});
        if (look.drag == Drag::range && !look.dragged && scene.view.range) actions.push_back(act::SetRange{});
        look.drag = Drag::none;
    }
    if (!hovered) return;
    wheel(scene, range);
    if (look.drag == Drag::none) draw_tooltip(scene, io.MousePos);
}

}  // namespace viz::timeline

namespace viz {

bool timeline_key(TimelineLook& look, int code, int modifiers) {
    if (code == GLFW_KEY_ESCAPE) look.filter.set("");
    if (code == GLFW_KEY_ESCAPE || code == GLFW_KEY_ENTER || code == GLFW_KEY_KP_ENTER) {
        look.filtering = false;
    } else if (!look.filter.key(code, modifiers)) {
        // With Ctrl they mean what they always mean; letters come as characters too.
        return modifiers == 0 || modifiers == GLFW_MOD_SHIFT;
    }
    look.rows.set_filter(look.filter.text());
    return true;
}

bool timeline_type(TimelineLook& look, unsigned character) {
    if (!look.filter.type(character)) return false;
    look.rows.set_filter(look.filter.text());
    return true;
}

}  // namespace viz
