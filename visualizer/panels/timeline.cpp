#include "panels/timeline.hpp"

#include "panels/draw.hpp"
#include "panels/timeline_parts.hpp"
#include "panels/words.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace viz {
using namespace loopscope;
using namespace timeline;

namespace {

constexpr double kNotch = 1.25;
constexpr float kLegendHeight = 30;

void refresh(const View& view, TimelineLook& look) {
    const Recording& recording = view.recording;
    const std::uint64_t start = recording.real_time_began();
    const bool other = look.known != &recording || recording.size() < look.known_size || start != look.known_start;
    if (other) {
        look.known = &recording;
        look.known_start = start;
        look.wait_labels.clear();
        look.rows.clear();
        look.ranges = {};
        look.scroll = 0;
        look.last_cursor = view.cursor;
    }
    look.known_size = recording.size();
    if (look.rows.size() == recording.tasks().size() && look.known_first == recording.first()) return;
    look.known_first = recording.first();
    look.rows = loopscope::task_tree(recording);
    look.row_of.clear();
    for (std::size_t at = 0; at < look.rows.size(); ++at) look.row_of[look.rows[at].task] = at;
}

void fit(const TimelineAxis& axis, const View& view, TimelineLook::Range& range) {
    if (!range.fit) return;
    const double end = fitted_end(axis, view.recording.finished());
    // A little room before the first mark, so that it does not lean on the names.
    range.begin = -0.02 * end;
    range.end = end;
}

void follow(const TimelineAxis& axis, const View& view, TimelineLook& look, TimelineLook::Range& range) {
    if (view.cursor == look.last_cursor || range.fit || look.drag != TimelineLook::Drag::none) return;
    const double at = axis.cursor_place(view.cursor);
    const double length = range.end - range.begin;
    if (at > range.begin + 0.05 * length && at < range.end - 0.08 * length) return;
    range.begin = at - 0.7 * length;
    range.end = range.begin + length;
}

Geometry geometry(const View& view, const Ui& ui, const TimelineLook& look, ImVec2 min, ImVec2 max) {
    Geometry place;
    const float s = ui.scale;
    place.min = min;
    place.max = max;
    place.unit = s;
    place.name_left = min.x + 16 * s;
    float names = 70 * s;
    const std::size_t looked = std::min<std::size_t>(look.rows.size(), 200);
    for (std::size_t at = 0; at < looked; ++at) {
        const std::string body = body_of_nameless(view.recording, look.rows[at].task);
        const float beside = body.empty() ? 0 : text_width(ui.fonts.small, body) + 7 * s;
        const float width = text_width(ui.fonts.body, view.recording.task_name(look.rows[at].task));
        names = std::max(names, beside + width + (14 * static_cast<float>(std::min(look.rows[at].depth, 6)) + 18) * s);
    }
    names = std::min(names, std::max(70 * s, 0.24f * (max.x - min.x)));
    place.left = place.name_left + names + 16 * s;
    place.right = max.x - 16 * s;
    place.ruler = min.y + 40 * s;
    place.loop = place.ruler + ui.fonts.mono_small->FontSize + 6 * s;
    place.lanes = place.loop + 26 * s;
    place.legend = max.y - kLegendHeight * s;
    place.lanes_end = std::max(place.lanes, place.legend - 2 * s);
    const float room = place.lanes_end - place.lanes;
    const auto rows = static_cast<float>(std::max<std::size_t>(look.rows.size(), 1));
    // A row has room for the words above a wait and for the bar itself.
    place.least_row = ui.fonts.small->FontSize + 13 * s;
    place.row = std::clamp(room / rows, place.least_row, place.least_row + 14 * s);
    return place;
}

void seek(const TimelineAxis& axis, const Geometry& place, const View& view, float x, Actions& actions) {
    const double wanted = place.scale.place(std::clamp(x, place.left, place.right));
    const std::size_t index = axis.cursor_at(std::max(wanted, 0.0));
    if (index != view.cursor) actions.push_back(act::Seek{index});
}

void zoom(const TimelineAxis& axis, const View& view, TimelineLook::Range& range, double around, double factor) {
    const double full = fitted_end(axis, view.recording.finished());
    const double least = axis.axis() == Axis::step ? 4.0 : std::max(full * 1e-6, 1e-7);
    const double length = std::clamp((range.end - range.begin) * factor, std::min(least, full), full * 1.1);
    const double share = (around - range.begin) / (range.end - range.begin);
    range.begin = around - share * length;
    range.end = range.begin + length;
    range.fit = length >= full * 1.02;
}

void pan(TimelineLook::Range& range, double by) {
    range.begin += by;
    range.end += by;
    range.fit = false;
}

void wheel(const TimelineAxis& axis, const View& view, const Geometry& place, TimelineLook& look,
           TimelineLook::Range& range) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseWheel == 0 && io.MouseWheelH == 0) return;
    const double length = range.end - range.begin;
    if (io.KeyCtrl || io.MousePos.x < place.left) {
        look.scroll -= io.MouseWheel * place.row;
    } else if (io.KeyShift) {
        pan(range, -0.1 * length * static_cast<double>(io.MouseWheel));
    } else if (io.MouseWheel != 0) {
        zoom(axis, view, range, place.scale.place(io.MousePos.x),
             std::pow(kNotch, -static_cast<double>(io.MouseWheel)));
    }
    if (io.MouseWheelH != 0) pan(range, 0.1 * length * static_cast<double>(io.MouseWheelH));
}

// Keys zoom around the mouse if it is here, else around the cursor if that can be seen.
double centre_of_zoom(const Geometry& place, const TimelineLook::Range& range, double cursor) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (mouse.x >= place.left && inside(mouse, place.min, place.max)) return place.scale.place(mouse.x);
    return cursor >= range.begin && cursor <= range.end ? cursor : (range.begin + range.end) / 2;
}

void carry_out(const TimelineAxis& axis, const Geometry& place, const View& view, TimelineLook& look,
               TimelineLook::Range& range) {
    for (const TimelineMove move : std::exchange(look.moves, {})) {
        const double centre = centre_of_zoom(place, range, axis.cursor_place(view.cursor));
        const double length = range.end - range.begin;
        switch (move) {
            case TimelineMove::zoom_in:
                zoom(axis, view, range, centre, 1 / kNotch);
                break;
            case TimelineMove::zoom_out:
                zoom(axis, view, range, centre, kNotch);
                break;
            case TimelineMove::left:
                pan(range, -0.1 * length);
                break;
            case TimelineMove::right:
                pan(range, 0.1 * length);
                break;
            case TimelineMove::fit:
                range.fit = true;
                fit(axis, view, range);
                break;
        }
    }
}

TaskId row_task_at(const Geometry& place, const TimelineLook& look, float y) {
    if (y < place.lanes || y >= place.lanes_end) return 0;
    const auto row = static_cast<std::size_t>((y - place.lanes + look.scroll) / place.row);
    return row < look.rows.size() ? look.rows[row].task : 0;
}

// Press, move and release of the mouse over names and canvas.
void mouse(Scene& scene, TimelineLook::Range& range, Actions& actions) {
    const Geometry& place = scene.place;
    TimelineLook& look = scene.look;
    const ImGuiIO& io = ImGui::GetIO();
    const bool hovered = drag_area("canvas", ImVec2(place.min.x, place.ruler), ImVec2(place.max.x, place.lanes_end));
    if (ImGui::IsItemActivated()) {
        const bool grip = std::fabs(io.MousePos.x - place.cursor_x) < 6 * place.unit;
        const bool time = io.MousePos.x >= place.left && (io.MousePos.y < place.lanes || grip);
        look.drag = time ? TimelineLook::Drag::seek : TimelineLook::Drag::pan;
        look.dragged = false;
    }
    if (ImGui::IsItemActive()) {
        if (ImGui::IsMouseDragging(ImGuiMouseButton_Left, 4)) look.dragged = true;
        if (look.drag == TimelineLook::Drag::seek) {
            seek(scene.axis, place, scene.view, io.MousePos.x, actions);
        } else if (look.drag == TimelineLook::Drag::pan && look.dragged) {
            if (io.MouseDelta.x != 0) pan(range, -static_cast<double>(io.MouseDelta.x) / place.scale.per_unit);
            look.scroll -= io.MouseDelta.y;
        }
    }
    if (ImGui::IsItemDeactivated()) {
        const TaskId task = row_task_at(place, look, io.MousePos.y);
        if (look.drag == TimelineLook::Drag::pan && !look.dragged && task != 0) actions.push_back(act::Select{task});
        look.drag = TimelineLook::Drag::none;
    }
    if (!hovered) return;
    wheel(scene.axis, scene.view, place, look, range);
    if (look.drag == TimelineLook::Drag::none) draw_tooltip(scene, io.MousePos);
}

void minimap(Scene& scene, TimelineLook::Range& range) {
    if (range.fit) return;
    const Geometry& place = scene.place;
    const float s = place.unit;
    const ImVec2 max(place.right, place.max.y - 9 * s);
    const ImVec2 min(std::max(place.left, place.right - 104 * s), place.legend + 7 * s);
    drag_area("minimap", min, max);
    if (ImGui::IsItemActive()) {
        const double full = fitted_end(scene.axis, scene.view.recording.finished());
        const double at = full * static_cast<double>((ImGui::GetIO().MousePos.x - min.x) / (max.x - min.x));
        const double half = (range.end - range.begin) / 2;
        range = {at - half, at + half, false};
    }
    draw_minimap(scene, min, max);
    scene.ui.probe.tell("timeline/minimap", min, max, scene.ui.text("timeline.minimap"));
}

// The lane of the task that just ran, or of the one just selected, is brought into view.
void keep_lane_visible(const Geometry& place, const View& view, TimelineLook& look) {
    const float content = place.row * static_cast<float>(look.rows.size());
    const float room = place.lanes_end - place.lanes;
    if (view.cursor != look.last_cursor && look.drag == TimelineLook::Drag::none) {
        if (const auto found = look.row_of.find(view.world.running()); found != look.row_of.end()) {
            const float top = place.row * static_cast<float>(found->second);
            if (top < look.scroll || top + place.row > look.scroll + room) look.scroll = top - room / 2;
        }
    }
    look.scroll = std::clamp(look.scroll, 0.0f, std::max(0.0f, content - room));
}

void heading(const View& view, Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
    const float s = ui.scale;
    ImGui::SetCursorScreenPos(ImVec2(min.x + 16 * s, min.y + 10 * s));
    panel_heading(ui, "timeline", ui.text("timeline.heading"));
    struct Choice {
        Axis axis;
        const char* name;
        const char* label;
        const char* tip;
    };
    const Choice choices[] = {
        {Axis::step, "timeline/axis/step", ui.text("timeline.step"), ui.text("timeline.step_tip")},
        {Axis::loop_time, "timeline/axis/loop", ui.text("timeline.loop_time"), ui.text("timeline.loop_time_tip")},
        {Axis::real_time, "timeline/axis/real", ui.text("timeline.real_time"), ui.text("timeline.real_time_tip")}};
    const char* word = ui.text("timeline.axis");
    float width = text_width(ui.fonts.small, word) - 12 * s;
    for (const Choice& item : choices) width += text_width(ui.fonts.bold, item.label) + 22 * s;
    if (width > max.x - min.x - 110 * s) return;
    ImVec2 at(max.x - 16 * s - width, min.y + 6 * s);
    draw_text(ImGui::GetWindowDrawList(), ui.fonts.small, ImVec2(at.x, at.y + 5 * s), ui.theme.text_dim, word);
    at.x += text_width(ui.fonts.small, word) + 8 * s;
    for (const Choice& item : choices) {
        ImGui::SetCursorScreenPos(at);
        if (choice(ui, item.name, item.label, view.axis == item.axis, item.tip))
            actions.push_back(act::SetAxis{item.axis});
        at.x += text_width(ui.fonts.bold, item.label) + 22 * s;
    }
}

void draw_panel(const View& view, Ui& ui, TimelineLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    refresh(view, look);
    heading(view, ui, min, max, actions);
    const TimelineAxis axis(view.recording, view.axis);
    TimelineLook::Range& range = look.ranges[static_cast<std::size_t>(view.axis)];
    fit(axis, view, range);
    follow(axis, view, look, range);

    Scene scene{view, ui, look, axis, geometry(view, ui, look, min, max), ImGui::GetWindowDrawList(), 0, 0};
    Geometry& place = scene.place;
    if (place.right - place.left < 40 * place.unit || place.lanes_end - place.lanes < place.row) return;
    const auto scale = [&] {
        return PixelScale{range.begin, static_cast<double>(place.right - place.left) / (range.end - range.begin),
                          place.left, place.right};
    };
    place.scale = scale();
    carry_out(axis, place, view, look, range);
    place.scale = scale();
    place.cursor_x = place.scale.at(axis.cursor_place(view.cursor));
    keep_lane_visible(place, view, look);
    look.last_cursor = view.cursor;
    scene.first_row = std::min(look.rows.size(), static_cast<std::size_t>(look.scroll / place.row));
    const auto shown = static_cast<std::size_t>((place.lanes_end - place.lanes) / place.row) + 2;
    scene.last_row = std::min(look.rows.size(), scene.first_row + shown);

    draw_ruler(scene);
    draw_loop_lane(scene);
    draw_names(scene);
    draw_lanes(scene);
    draw_wakes(scene);
    draw_cursor(scene);
    draw_legend(scene);
    minimap(scene, range);
    mouse(scene, range, actions);
}

}  // namespace

void timeline_panel(const View& view, Ui& ui, TimelineLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (begin_panel(ui, "timeline", min, max)) draw_panel(view, ui, look, min, max, actions);
    end_panel();
}

}  // namespace viz
