#include "panels/timeline.hpp"

#include "panels/draw.hpp"
#include "panels/stops.hpp"
#include "panels/timeline_parts.hpp"
#include "panels/words.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace viz {
using namespace loopscope;
using namespace timeline;

namespace {

constexpr float kLegendHeight = 30;
constexpr float kFoldWidth = 44;
constexpr double kMorph = 0.25;            // s
constexpr std::size_t kMostMorphed = 700;  // pieces: more are not followed by any eye
constexpr std::size_t kMostNamesMeasured = 200;

void refresh(const View& view, TimelineLook& look) {
    const Recording& recording = view.recording;
    const std::uint64_t start = recording.real_time_began();
    const bool other = look.known != &recording || recording.size() < look.known_size || start != look.known_start;
    if (other) {
        look.known = &recording;
        look.known_start = start;
        look.wait_labels.clear();
        look.rows.clear();
        look.folds.clear();
        look.passes.clear();
        look.density = {};
        look.range_words = {};
        look.names = {};
        look.before = {};
        look.drawn = {};
        look.ranges = {};
        look.scroll = 0;
        look.last_cursor = view.cursor;
    }
    look.known_size = recording.size();
}

void fit(TimelineLook::Range& range, double end, double folded) {
    if (!range.fit) return;
    // A little room before the first mark, so that it does not lean on the names.
    range.begin = -0.02 * (end - folded);
    range.end = end;
}

void follow(const View& view, TimelineLook& look, TimelineLook::Range& range, const PixelScale& scale, double cursor) {
    if (view.cursor == look.last_cursor || range.fit || look.drag != TimelineLook::Drag::none) return;
    const auto width = static_cast<double>(scale.right - scale.left);
    const double x = scale.exact(cursor) - static_cast<double>(scale.left);
    if (x > 0.05 * width && x < 0.92 * width) return;
    pan_pixels(range, scale, x - 0.7 * width);
}

float names_width(const View& view, const Ui& ui, TimelineLook& look) {
    TimelineLook::Names& known = look.names;
    const bool same = known.version == look.rows.version() && known.size == view.recording.size();
    if (same && known.scale == ui.scale) return known.width;
    const float s = ui.scale;
    float names = 70 * s;
    const std::size_t looked = std::min(look.rows.size(), kMostNamesMeasured);
    for (std::size_t at = 0; at < looked; ++at) {
        const LaneRow& row = look.rows[at];
        const std::string body = body_of_nameless(view.recording, row.task);
        const float beside = body.empty() ? 0 : text_width(ui.fonts.small, body) + 7 * s;
        const float width = text_width(ui.fonts.body, view.recording.task_name(row.task));
        names = std::max(names, beside + width + (14 * static_cast<float>(std::min(row.depth, 6)) + 18) * s);
    }
    known = {look.rows.version(), view.recording.size(), s, names};
    return names;
}

Geometry geometry(const View& view, const Ui& ui, TimelineLook& look, ImVec2 min, ImVec2 max) {
    Geometry place;
    const float s = ui.scale;
    place.min = min;
    place.max = max;
    place.unit = s;
    place.name_left = min.x + 16 * s;
    const float names = std::min(names_width(view, ui, look), std::max(70 * s, 0.24f * (max.x - min.x)));
    place.left = place.name_left + names + 16 * s;
    place.right = max.x - 16 * s;
    place.ruler = min.y + 40 * s;
    place.loop = place.ruler + ui.fonts.mono_small->FontSize + 6 * s;
    place.pinned = place.loop + 26 * s;
    place.legend = max.y - kLegendHeight * s;
    place.lanes_end = std::max(place.pinned, place.legend - 2 * s);
    const float room = place.lanes_end - place.pinned;
    const auto rows = static_cast<float>(std::max<std::size_t>(look.rows.size(), 1));
    // A row has room for the words above a wait and for the bar itself.
    place.least_row = ui.fonts.small->FontSize + 13 * s;
    place.row = std::clamp(room / rows, place.least_row, place.least_row + 14 * s);
    // Pinned lanes never take all of the room.
    const auto most = static_cast<std::size_t>(std::max(0.0f, room / 2 / place.row));
    place.lanes = place.pinned + place.row * static_cast<float>(std::min(look.rows.pinned(), most));
    return place;
}

void fill_rows(Scene& scene) {
    const Geometry& place = scene.place;
    const TimelineRows& rows = scene.look.rows;
    scene.pinned = static_cast<std::size_t>((place.lanes - place.pinned) / place.row + 0.5f);
    for (std::size_t row = 0; row < scene.pinned; ++row)
        scene.shown.push_back({row, place.pinned + place.row * static_cast<float>(row), true});
    const std::size_t first = rows.pinned() + static_cast<std::size_t>(scene.look.scroll / place.row);
    const auto count = static_cast<std::size_t>((place.lanes_end - place.lanes) / place.row) + 2;
    for (std::size_t row = first; row < std::min(rows.size(), first + count); ++row) {
        const float top = place.lanes + place.row * static_cast<float>(row - rows.pinned()) - scene.look.scroll;
        scene.shown.push_back({row, top, false});
    }
}

// The lane of the task that just ran, or of the one just selected, is brought into view.
void keep_lane_visible(const Geometry& place, const View& view, TimelineLook& look) {
    const auto content = place.row * static_cast<float>(look.rows.size() - look.rows.pinned());
    const float room = place.lanes_end - place.lanes;
    const auto show = [&](TaskId task) {
        const auto row = look.rows.row_of(task);
        if (!row || *row < look.rows.pinned()) return;
        const float top = place.row * static_cast<float>(*row - look.rows.pinned());
        if (top < look.scroll || top + place.row > look.scroll + room) look.scroll = top - room / 2;
    };
    if (look.drag == TimelineLook::Drag::none) {
        if (view.cursor != look.last_cursor) show(view.world.running());
        if (view.selection.task != look.last_task) show(view.selection.task);
    }
    look.last_task = view.selection.task;
    look.scroll = std::clamp(look.scroll, 0.0f, std::max(0.0f, content - room));
}

bool fold_choice(const View& view, Ui& ui, TimelineLook& look, float right, float top) {
    const char* words = ui.text("timeline.fold");
    const float width = text_width(ui.fonts.bold, words);
    if (view.axis == Axis::step || !look.folds.any_gap()) return false;
    ImGui::SetCursorScreenPos(ImVec2(right - width, top));
    if (choice(ui, "timeline/fold", words, look.folds.any_fold(), ui.text("timeline.fold_tip")))
        look.folds.wish(look.folds.any_fold() ? TimelineFolds::Wish::none : TimelineFolds::Wish::all);
    return true;
}

void heading(const View& view, Ui& ui, TimelineLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
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
    const float fold = text_width(ui.fonts.bold, ui.text("timeline.fold"));
    if (at.x - fold - 30 * s > min.x + 110 * s) fold_choice(view, ui, look, at.x - 22 * s, at.y);
    draw_text(ImGui::GetWindowDrawList(), ui.fonts.small, ImVec2(at.x, at.y + 5 * s), ui.theme.text_dim, word);
    at.x += text_width(ui.fonts.small, word) + 8 * s;
    for (const Choice& item : choices) {
        ImGui::SetCursorScreenPos(at);
        if (choice(ui, item.name, item.label, view.axis == item.axis, item.tip))
            actions.push_back(act::SetAxis{item.axis});
        at.x += text_width(ui.fonts.bold, item.label) + 22 * s;
    }
}

bool same_folds(std::span<const Fold> left, std::span<const Fold> right) {
    return std::ranges::equal(left, right, {}, &Fold::event, &Fold::event);
}

// Sees that the axis, or what is folded, is another one than in the picture before, and how far the
// change from that has come; nullopt if nothing is on its way.
std::optional<TimelineMorph> morph_of(const View& view, TimelineLook& look, const Geometry& place) {
    TimelineLook::Drawn& drawn = look.drawn;
    const auto folds = place.still.folds;
    const bool other = drawn.any && (drawn.axis != view.axis || !same_folds(drawn.folds, folds));
    const double now = ImGui::GetTime();
    if (other) {
        look.before = {drawn.axis, drawn.scale, drawn.folds, now};
        if (look.reduce_motion || look.pieces.size() > kMostMorphed) look.before.since = -1;
    }
    if (!drawn.any || other) drawn.folds.assign(folds.begin(), folds.end());
    drawn.any = true;
    drawn.axis = view.axis;
    drawn.scale = place.still;
    drawn.scale.folds = {};  // its own, by the time it is needed
    const double share = look.before.since < 0 ? 1 : (now - look.before.since) / kMorph;
    look.animating = share < 1;
    if (share >= 1) {
        look.before.since = -1;
        return std::nullopt;
    }
    TimelineMorph morph{look.before.axis, look.before.scale, place.still, 1 - std::pow(1 - share, 3)};
    if (morph.from.fold_width > 0) morph.from.folds = look.before.folds;
    return morph;
}

void draw_all(Scene& scene, TimelineLook::Range& range, Actions& actions) {
    fill_rows(scene);
    draw_ruler(scene);
    draw_filter(scene);
    draw_moments(scene, actions);
    draw_range(scene, actions);
    draw_loop_lane(scene);
    draw_names(scene);
    draw_lanes(scene);
    draw_site_marks(scene);
    draw_folds(scene);
    draw_wakes(scene);
    draw_cursor(scene);
    draw_range_label(scene, actions);
    const float legend_end = draw_legend(scene);
    draw_minimap(scene, range, legend_end);
    work_mouse(scene, range, actions);
}

void draw_panel(const View& view, Ui& ui, TimelineLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    refresh(view, look);
    look.animating = look.rows.refresh(view, ImGui::GetTime());
    look.animating = look.passes.refresh(view.recording, view.selection.site) || look.animating;
    const TimelineAxis axis(view.recording, view.axis);
    const std::size_t known = known_events(view);
    look.folds.refresh(axis, view.recording, known);
    heading(view, ui, look, min, max, actions);
    look.folds.refresh(axis, view.recording, known);
    TimelineLook::Range& range = look.ranges[static_cast<std::size_t>(view.axis)];

    Geometry place = geometry(view, ui, look, min, max);
    if (place.right - place.left < 40 * place.unit || place.lanes_end - place.lanes < place.row) return;
    const double full = fitted_end(axis, known, view.recording.finished(), look.folds.folded());
    const auto scale = [&] {
        fit(range, full, look.folds.folded());
        const float count = static_cast<float>(std::max<std::size_t>(1, look.folds.folds().size()));
        const float fold = std::min(kFoldWidth * place.unit, 0.5f * (place.right - place.left) / count);
        return scale_of(range.begin, range.end, place.left, place.right, look.folds.folds(), fold);
    };
    place.still = scale();
    follow(view, look, range, place.still, axis.cursor_place(view.cursor));
    place.still = scale();
    carry_out_moves(axis, place, view, look, range, full, actions);
    look.folds.refresh(axis, view.recording, known);
    place.still = scale();
    const bool later = look.animating;
    const std::optional<TimelineMorph> morph = morph_of(view, look, place);
    look.animating = look.animating || later;
    const TimelineAxis moving(view.recording, view.axis, morph ? &*morph : nullptr);
    place.scale = morph ? PixelScale{static_cast<double>(place.left), 1, place.left, place.right} : place.still;
    place.cursor_x = place.scale.at(moving.cursor_place(view.cursor));
    keep_lane_visible(place, view, look);
    look.last_cursor = view.cursor;

    Scene scene{view, ui, look, moving, axis, place, ImGui::GetWindowDrawList(), known, shows_future(view), {}, 0};
    draw_all(scene, range, actions);
}

}  // namespace

void timeline_panel(const View& view, Ui& ui, TimelineLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    look.animating = false;
    if (begin_panel(ui, "timeline", min, max)) draw_panel(view, ui, look, min, max, actions);
    end_panel();
}

}  // namespace viz
