// The marked range: a band over the lanes, with what it amounts to over it.
#include "panels/draw.hpp"
#include "panels/timeline_parts.hpp"
#include "panels/words.hpp"

#include "monitor/narrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace viz::timeline {
using namespace loopscope;

namespace {

constexpr std::size_t kMostAtOnce = 50'000;  // events: more are counted when the mouse lets go

// "3", "2.5"
std::string short_number(double number) {
    std::string words = fmt::format("{:.1f}", number);
    if (words.ends_with(".0")) words.resize(words.size() - 2);
    return words;
}

// How many events stand before a place.
std::size_t events_before(const TimelineAxis& axis, double place) {
    return axis.cursor_at(place - (axis.axis() == Axis::step ? 1e-6 : 0.5e-9));
}

std::optional<Range> steps_between(const TimelineAxis& axis, const Recording& recording, double from, double to) {
    const double first = std::max(0.0, std::floor(from) + (from - std::floor(from) > TimelineAxis::kStepFill ? 1 : 0));
    const double last = std::max(first + 1, std::ceil(to - 0.05));
    const Range range{events_before(axis, first), std::min(events_before(axis, last), recording.size())};
    return range.from < range.to ? std::optional(range) : std::nullopt;
}

// The place of an event that is nearest: there is nothing between them that could be meant.
double nearest(const TimelineAxis& axis, const Recording& recording, double place) {
    const std::size_t cursor = axis.cursor_at(place);
    const double before = cursor == 0 ? axis.place(recording.first()) : axis.place(cursor - 1);
    const double after = cursor < recording.size() ? axis.place(cursor) : before;
    return place - before <= after - place ? before : after;
}

const std::string& words_of(Scene& scene, Range range) {
    TimelineLook::RangeWords& known = scene.look.range_words;
    const bool rough = range.to - range.from > kMostAtOnce && ImGui::IsMouseDown(ImGuiMouseButton_Left);
    if (known.range != range || (known.rough && !rough)) {
        known = {range, timeline::range_words(scene.view, range, rough), rough};
    }
    return known.words;
}

// Where the next event with another place is.
double beside(const TimelineAxis& axis, const Recording& recording, double place, int by) {
    if (axis.axis() == Axis::step) return place + by;
    const std::size_t at = by > 0 ? axis.cursor_at(place) : events_before(axis, place);
    if (by > 0) return at < recording.size() ? axis.place(at) : place;
    return at > 0 ? axis.place(at - 1) : place;
}

struct Band {
    double from = 0;  // places
    double to = 0;
    float x0 = 0;
    float x1 = 0;
};

// The marked range as far as it can be seen.
std::optional<Band> visible_band(const Scene& scene) {
    if (!scene.view.range || scene.view.recording.empty()) return std::nullopt;
    const Geometry& place = scene.place;
    Range range = *scene.view.range;
    range.to = std::min(range.to, scene.view.recording.size());
    if (range.from >= range.to) return std::nullopt;
    const double from = scene.still.place(range.from);
    const double to = scene.view.axis == Axis::step
                          ? std::max(std::ceil(scene.still.place(range.to - 1)), from + TimelineAxis::kStepFill)
                          : scene.still.place(range.to - 1);
    const Band band{from, to, place.still.at(from),
                    std::max(place.still.at(to), place.still.at(from) + 3 * place.unit)};
    if (band.x1 < place.left || band.x0 > place.right) return std::nullopt;
    return band;
}

// A handle that moves one end of the band.
void handle(Scene& scene, const Band& band, bool at_end, Actions& actions) {
    const Geometry& place = scene.place;
    const float s = place.unit;
    const float x = at_end ? band.x1 : band.x0;
    if (x < place.left - 1 || x > place.right + 1) return;
    const ImVec2 min(x - 6 * s, place.loop);
    const ImVec2 max(x + 6 * s, place.pinned);
    const char* name = at_end ? "timeline/range/to" : "timeline/range/from";
    const Hit drag = hit(scene.ui, name, min, max, true, true);
    if (drag.hovered || drag.held) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    tooltip(scene.ui, scene.ui.text("timeline.handle_tip"));
    double here = at_end ? band.to : band.from;
    const double before = here;
    if (drag.held && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2))
        here = place.still.place(std::clamp(ImGui::GetIO().MousePos.x, place.left, place.right));
    if (drag.nudge != 0) here = beside(scene.still, scene.view.recording, here, drag.nudge);
    if (here != before) {
        const double other = at_end ? band.from : band.to;
        const auto range =
            range_between(scene.still, scene.view.recording, std::min(here, other), std::max(here, other));
        if (range && range != scene.view.range) actions.push_back(act::SetRange{range});
    }
    const float half = (drag.hovered || drag.held ? 3.0f : 2.0f) * s;
    scene.draw->AddRectFilled(ImVec2(x - half, place.loop), ImVec2(x + half, place.pinned), scene.ui.theme.accent);
    scene.ui.probe.tell(name, min, max,
                        place_words(*scene.view.language, scene.view.axis, at_end ? band.to : band.from));
}

void draw_label(Scene& scene, const Band& band, const std::string& words, Actions& actions) {
    const Geometry& place = scene.place;
    const float s = place.unit;
    ImFont* font = scene.ui.fonts.small;
    const float cross = 22 * s;
    const float width = std::min(text_width(font, words) + 12 * s, place.right - place.left - cross);
    const float middle = (std::max(band.x0, place.left) + std::min(band.x1, place.right)) / 2;
    const float x =
        std::clamp(middle - (width + cross) / 2, place.left, std::max(place.left, place.right - width - cross));
    const ImVec2 min(x, place.ruler - 4 * s);
    const ImVec2 max(x + width, place.loop - 4 * s);
    const Hit press = hit(scene.ui, "timeline/range", min, max);
    if (press.pressed) actions.push_back(act::ShowTab{BottomTab::statistics});
    tooltip(scene.ui, scene.ui.text("timeline.range_tip"));
    scene.draw->AddRectFilled(min, ImVec2(max.x + cross, max.y), scene.ui.theme.card);
    scene.draw->AddRect(min, ImVec2(max.x + cross, max.y), press.hovered ? scene.ui.theme.text : scene.ui.theme.accent);
    const bool cut = text_cut(scene.draw, font, ImVec2(min.x + 6 * s, (min.y + max.y - font->FontSize) / 2 - s),
                              scene.ui.theme.text, words, width - 8 * s);
    scene.ui.probe.tell("timeline/range", min, max, words, true, cut);

    const ImVec2 close_min(max.x, min.y);
    const ImVec2 close_max(max.x + cross, max.y);
    const Hit close = hit(scene.ui, "timeline/range/clear", close_min, close_max);
    if (close.pressed) actions.push_back(act::SetRange{});
    tooltip(scene.ui, scene.ui.text("timeline.range_clear_tip"));
    draw_icon(scene.draw, Icon::close, ImVec2((close_min.x + close_max.x) / 2, (close_min.y + close_max.y) / 2), 9 * s,
              close.hovered ? scene.ui.theme.text : scene.ui.theme.text_dim);
    scene.ui.probe.tell("timeline/range/clear", close_min, close_max, scene.ui.text("timeline.range_clear_tip"));
}

}  // namespace

std::optional<Range> range_between(const TimelineAxis& axis, const Recording& recording, double from, double to) {
    if (recording.empty()) return std::nullopt;
    if (axis.axis() == Axis::step) return steps_between(axis, recording, from, to);
    Range range{events_before(axis, nearest(axis, recording, from)), axis.cursor_at(nearest(axis, recording, to))};
    range.from = std::max(range.from, recording.first());
    // What begins when the clock has moved does not have the way there in it.
    while (range.from < range.to && recording[range.from].kind == EventKind::time_moves) ++range.from;
    return range.from < range.to ? std::optional(range) : std::nullopt;
}

std::string range_words(const View& view, Range range, bool rough) {
    const Recording& recording = view.recording;
    range.to = std::min(range.to, recording.size());
    range.from = std::min(range.from, range.to);
    const bool real = view.axis == Axis::real_time;
    const auto clock = [&](std::size_t index) {
        return real ? recording.real_time_at(index) : recording.loop_time_at(index);
    };
    const std::uint64_t time = clock(range.to) - clock(range.from);
    const Language& language = *view.language;
    const std::uint64_t steps = recording.step_at(range.to) - recording.step_at(range.from);
    std::string words = real ? format_duration(time) : format_loop_time(time);
    words += " · " + counted(language, steps, "words.steps");
    if (rough) return words;
    const Statistics statistics = statistics_of(recording, range.from, range.to);
    const std::string alive = short_number(statistics.concurrency.mean_alive);
    words += " · " + fill(language.text(alive == "1" ? "timeline.range_alive_one" : "timeline.range_alive"),
                          {{"alive", alive}, {"percent", short_number(100 * statistics.loop.utilisation())}});
    return words;
}

void draw_range(Scene& scene, Actions& actions) {
    const auto shown = visible_band(scene);
    if (!shown) return;
    const Geometry& place = scene.place;
    const Band& band = *shown;
    const float x0 = std::max(band.x0, place.left);
    const float x1 = std::min(band.x1, place.right);
    scene.draw->AddRectFilled(ImVec2(x0, place.loop), ImVec2(x1, place.lanes_end), fade(scene.ui.theme.accent, 0.10f));
    for (const float x : {x0, x1})
        scene.draw->AddLine(ImVec2(x, place.loop), ImVec2(x, place.lanes_end), fade(scene.ui.theme.accent, 0.7f));
    handle(scene, band, false, actions);
    handle(scene, band, true, actions);
}

void draw_range_label(Scene& scene, Actions& actions) {
    const auto band = visible_band(scene);
    if (band) draw_label(scene, *band, words_of(scene, *scene.view.range), actions);
}

}  // namespace viz::timeline
