// The timeline's arrows: who woke whom; and what the mouse is told about a lane.
#include "panels/draw.hpp"
#include "panels/timeline_parts.hpp"
#include "panels/words.hpp"

#include "monitor/narrate.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace viz::timeline {
using namespace loopscope;

namespace {

constexpr std::size_t kMostCurves = 40;
constexpr std::size_t kMostSampled = 48;  // wake-ups of one column that are looked at
constexpr float kColumn = 130;            // of wake-ups that are told together
constexpr std::size_t kLeastTogether = 4;

// The middle of a task's lane, of the loop's for 0; nullopt when it is scrolled away.
std::optional<float> lane_y(const Scene& scene, TaskId task) {
    const Geometry& place = scene.place;
    if (task == 0) return (place.loop + place.pinned) / 2;
    const auto row = scene.look.rows.row_of(task);
    if (!row) return std::nullopt;
    for (const ShownRow& shown : scene.shown) {
        if (shown.row != *row) continue;
        const float y = place.row_middle(shown.top);
        const bool seen = shown.pinned ? y < place.lanes : y >= place.lanes && y <= place.lanes_end;
        return seen ? std::optional(y) : std::nullopt;
    }
    return std::nullopt;
}

void arrow_head(ImDrawList* draw, ImVec2 tip, ImVec2 from, float size, ImU32 colour) {
    const float length = std::max(1.0f, std::hypot(tip.x - from.x, tip.y - from.y));
    const ImVec2 along((tip.x - from.x) / length * size, (tip.y - from.y) / length * size);
    const ImVec2 side(-along.y * 0.5f, along.x * 0.5f);
    draw->AddTriangleFilled(tip, ImVec2(tip.x - along.x + side.x, tip.y - along.y + side.y),
                            ImVec2(tip.x - along.x - side.x, tip.y - along.y - side.y), colour);
}

class Arrows {
public:
    explicit Arrows(Scene& scene) : scene_(scene), place_(scene.place), s_(scene.place.unit) {}
    void draw(const WakeEdge& wake, bool labelled, float strength);
    // Many at once: from one lane to another, with how many and by what.
    void draw_many(TaskId by, TaskId task, float x, const std::string& words, std::size_t number);

private:
    void label(const std::string& name, const std::string& words, float x, ImVec2 way, float y, float left);
    bool is_free(const Scene::Words& box) const;
    ImVec2 curve(ImVec2 start, ImVec2 tip, float side, ImU32 colour, float thick);

    Scene& scene_;
    const Geometry& place_;
    float s_;
};

// Beside the bulge, on the side that has room for them; else between two lanes on the arrow's way. Nowhere
// over other words, and nowhere over what a lane shows.
void Arrows::label(const std::string& name, const std::string& words, float x, ImVec2 way, float y, float left) {
    ImFont* font = scene_.ui.fonts.small;
    const float width = text_width(font, words);
    const float half = font->FontSize / 2;
    const bool over_cursor = x < place_.cursor_x + 3 && x + width > place_.cursor_x - 3;
    const float right = over_cursor ? place_.cursor_x + 8 * s_ : x;
    const float other = std::max(left - width - 8 * s_, place_.left);
    std::vector<float> heights{y};
    for (const ShownRow& row : scene_.shown) {
        const float above = place_.row_middle(row.top) - place_.half() - half - 2 * s_;
        if (above > std::min(way.x, way.y) && above < std::max(way.x, way.y)) heights.push_back(above);
    }
    for (const float height : heights) {
        for (const float at : {right, other}) {
            const Scene::Words box{ImVec2(at - 3, height - half - 1), ImVec2(at + width + 3, height + half + 1)};
            if (!is_free(box)) continue;
            // Over arrows and lines the words need a ground of their own.
            scene_.draw->AddRectFilled(box.min, box.max, fade(scene_.ui.theme.background, 0.85f));
            put_words(scene_, font, ImVec2(at, height - half), scene_.ui.theme.text, words);
            scene_.ui.probe.tell(name, ImVec2(at, box.min.y), ImVec2(at + width, box.max.y), words);
            return;
        }
    }
}

bool Arrows::is_free(const Scene::Words& box) const {
    if (box.min.x < place_.left - 3 || box.max.x > place_.max.x - 2 * s_) return false;
    if (box.min.y < place_.loop || box.max.y > place_.lanes_end) return false;
    const auto apart = [&](const std::vector<Scene::Words>& others) {
        return std::ranges::none_of(others, [&](const Scene::Words& other) {
            return box.min.x < other.max.x && box.max.x > other.min.x && box.min.y < other.max.y &&
                   box.max.y > other.min.y;
        });
    };
    return apart(scene_.words) && apart(scene_.bars);
}

ImVec2 Arrows::curve(ImVec2 start, ImVec2 tip, float side, ImU32 colour, float thick) {
    const float down = tip.y > start.y ? 1.0f : -1.0f;
    const ImVec2 bend(side, tip.y - down * 6 * s_);
    scene_.draw->AddBezierCubic(start, ImVec2(side, start.y + down * 6 * s_), bend, tip, colour, thick, 18);
    arrow_head(scene_.draw, tip, bend, 8 * s_, colour);
    return bend;
}

void Arrows::draw(const WakeEdge& wake, bool labelled, float strength) {
    const TaskId by = waker(scene_.view.recording, wake);
    const auto to = lane_y(scene_, wake.task);
    const auto from = lane_y(scene_, by);
    if (!to || !from || by == wake.task || *to == *from) return;
    const double cause = scene_.axis.place(wake.cause == kOpen ? wake.ready : wake.cause);
    const float x0 = std::max(place_.scale.at(cause), place_.left) + 4 * s_;
    const float x1 = scene_.x_of(wake.ready) + 7 * s_;
    if (x1 < place_.left || x1 > place_.right + 8 * s_) return;
    const float down = *to > *from ? 1.0f : -1.0f;
    const ImVec2 start(x0, *from + down * place_.half());
    const ImVec2 tip(x1, *to - down * place_.half());
    const float bulge = std::min(34 * s_, 3 * s_ + 0.3f * std::fabs(tip.y - start.y));
    const float side = std::max(x0, x1) + bulge;
    curve(start, tip, side, fade(scene_.ui.theme.text, strength), 1.4f * s_);
    if (!labelled) return;
    // Beside the bulge; a short arrow has no room there, so its words stand over the mark that it points to.
    const bool is_short = std::fabs(tip.y - start.y) < 34 * s_;
    const bool last = &wake == last_wake(scene_.view.recording, scene_.view.cursor, 0);
    // Those of the selected task stand clear of the words over its waits.
    const float above = scene_.ui.fonts.small->FontSize * 0.5f + (last ? 3 : 12) * s_;
    const float y = is_short ? tip.y - above : (start.y + tip.y) / 2;
    const std::string name = last ? "timeline/wake" : "timeline/wake/" + std::to_string(wake.ready);
    label(name, wake_words(scene_.view, wake), side + (is_short ? 4 : -2) * s_, ImVec2(start.y, tip.y + place_.half()),
          y, std::min(x0, x1));
}

void Arrows::draw_many(TaskId by, TaskId task, float x, const std::string& words, std::size_t number) {
    const auto to = lane_y(scene_, task);
    const auto from = lane_y(scene_, by);
    if (!to || !from || *to == *from) return;
    const float down = *to > *from ? 1.0f : -1.0f;
    const ImVec2 start(x, *from + down * place_.half());
    const ImVec2 tip(x, *to - down * place_.half());
    const float side = x + std::min(20 * s_, 3 * s_ + 0.2f * std::fabs(tip.y - start.y));
    curve(start, tip, side, fade(scene_.ui.theme.text, 0.5f), 2.2f * s_);
    label("timeline/wakes/" + std::to_string(number), words, side, ImVec2(start.y, tip.y), (start.y + tip.y) / 2, x);
}

// Wake-ups that are told together: which are meant, and how many there are.
struct Together {
    std::vector<const WakeEdge*> looked;
    std::size_t all = 0;
};

const char* many_key(WakeReason reason) {
    switch (reason) {
        case WakeReason::created:
            return "timeline.many_created";
        case WakeReason::yielded:
            return "timeline.many_yielded";
        case WakeReason::timer:
            return "timeline.many_timer";
        case WakeReason::cancelled:
            return "timeline.many_cancelled";
        case WakeReason::io:
            return "timeline.many_io";
        case WakeReason::thread:
            return "timeline.many_thread";
        case WakeReason::task_done:
        case WakeReason::object:
            break;
    }
    return "timeline.many_task";
}

// What most of them have in common, as one thick arrow.
void draw_together(Scene& scene, Arrows& arrows, const Together& group, float x, std::size_t number) {
    std::array<std::size_t, 16> counts{};
    const auto slot = [](const WakeEdge& wake) { return static_cast<std::size_t>(wake.reason) % 16; };
    for (const WakeEdge* wake : group.looked) ++counts[slot(*wake)];
    const auto most = static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin());
    const auto meant = std::ranges::find_if(group.looked, [&](const WakeEdge* wake) {
        return slot(*wake) == most && lane_y(scene, wake->task) && lane_y(scene, waker(scene.view.recording, *wake));
    });
    if (meant == group.looked.end()) return;
    const std::size_t count = group.all * counts[most] / group.looked.size();
    const std::string words = fill(scene.ui.text(many_key((*meant)->reason)), {{"count", std::to_string(count)}});
    arrows.draw_many(waker(scene.view.recording, **meant), (*meant)->task, x, words, number);
}

// Column by column, what `take` gives for its events.
template <class Take>
void draw_columns(Scene& scene, Arrows& arrows, const Take& take) {
    const Geometry& place = scene.place;
    const float width = kColumn * place.unit;
    std::size_t from = scene.cursor_at_x(place.left);
    std::size_t number = 0;
    for (float x = place.left; x < place.right; x += width, ++number) {
        const std::size_t to = std::min(scene.view.cursor, scene.cursor_at_x(std::min(x + width, place.right)));
        if (to <= from) continue;
        const Together group = take(from, to);
        if (group.looked.size() >= kLeastTogether) draw_together(scene, arrows, group, x + width / 2, number);
        from = to;
    }
}

std::span<const WakeEdge> wakes_between(const Recording& recording, std::size_t from, std::size_t to) {
    const auto wakes = recording.wakes();
    const auto first = std::ranges::lower_bound(wakes, from, {}, &WakeEdge::ready);
    const auto last = std::lower_bound(first, wakes.end(), to,
                                       [](const WakeEdge& edge, std::size_t index) { return edge.ready < index; });
    return {first, last};
}

// The times at which a task became ready: each such span of its lane begins with a wake-up.
std::span<const Span> spans_between(const Lane& lane, std::size_t from, std::size_t to) {
    const auto before = [](const Span& span, std::size_t index) { return span.begin < index; };
    const auto first = std::lower_bound(lane.spans.begin(), lane.spans.end(), from, before);
    return {first, std::lower_bound(first, lane.spans.end(), to, before)};
}

void draw_chosen(Scene& scene, Arrows& arrows, const Lane& lane, const WakeEdge* last) {
    const Recording& recording = scene.view.recording;
    const std::size_t from = scene.cursor_at_x(scene.place.left - 1);
    const std::size_t to = std::min(scene.view.cursor, scene.cursor_at_x(scene.place.right));
    const auto spans = spans_between(lane, std::min(from, to), to);
    // A task is ready once for each step: about a third of its spans.
    if (spans.size() <= 3 * kMostCurves) {
        std::size_t drawn = 0;
        for (auto span = spans.rbegin(); span != spans.rend() && drawn < kMostCurves; ++span) {
            const WakeEdge* wake = span->state == TaskState::ready ? wake_at(recording, span->begin) : nullptr;
            if (wake == nullptr || wake == last || wake->reason == WakeReason::yielded) continue;
            arrows.draw(*wake, true, 0.55f);
            ++drawn;
        }
        return;
    }
    draw_columns(scene, arrows, [&](std::size_t begin, std::size_t end) {
        Together group;
        const auto part = spans_between(lane, begin, end);
        const std::size_t looked = std::min(part.size(), 3 * kMostSampled);
        for (std::size_t at = 0; at < looked; ++at) {
            const Span& span = part[at * part.size() / looked];
            const WakeEdge* wake = span.state == TaskState::ready ? wake_at(recording, span.begin) : nullptr;
            if (wake != nullptr) group.looked.push_back(wake);
        }
        group.all = looked == 0 ? 0 : group.looked.size() * part.size() / looked;
        return group;
    });
}

void draw_crowd(Scene& scene, Arrows& arrows) {
    const Recording& recording = scene.view.recording;
    const std::size_t from = scene.cursor_at_x(scene.place.left);
    const std::size_t to = std::min(scene.view.cursor, scene.cursor_at_x(scene.place.right));
    if (from >= to || wakes_between(recording, from, to).size() <= kMostCurves) return;
    draw_columns(scene, arrows, [&](std::size_t begin, std::size_t end) {
        const auto part = wakes_between(recording, begin, end);
        Together group{{}, part.size()};
        const std::size_t looked = std::min(part.size(), kMostSampled);
        for (std::size_t at = 0; at < looked; ++at) group.looked.push_back(&part[at * part.size() / looked]);
        return group;
    });
}

}  // namespace

void put_words(Scene& scene, ImFont* font, ImVec2 at, ImU32 colour, std::string_view words) {
    draw_text(scene.draw, font, at, colour, words);
    scene.words.push_back({at, ImVec2(at.x + text_width(font, words), at.y + font->FontSize)});
}

void draw_wakes(Scene& scene) {
    const Geometry& place = scene.place;
    scene.draw->PushClipRect(ImVec2(place.left - 4, place.loop), ImVec2(place.max.x, place.lanes_end), true);
    Arrows arrows(scene);
    const WakeEdge* last = last_wake(scene.view.recording, scene.view.cursor, 0);
    if (last != nullptr) arrows.draw(*last, true, 0.95f);
    const TaskId chosen = scene.view.selection.task;
    const Lane* lane = chosen == 0 ? nullptr : scene.view.recording.lane(chosen);
    if (lane != nullptr) {
        draw_chosen(scene, arrows, *lane, last);
    } else if (scene.look.before.since < 0) {
        draw_crowd(scene, arrows);
    }
    scene.draw->PopClipRect();
}

void draw_tooltip(Scene& scene, ImVec2 mouse) {
    const Geometry& place = scene.place;
    if (mouse.y < place.pinned || mouse.y >= place.lanes_end) return;
    const auto shown = std::ranges::find_if(scene.shown, [&](const ShownRow& row) {
        return row.pinned == (mouse.y < place.lanes) && mouse.y >= row.top && mouse.y < row.top + place.row;
    });
    if (shown == scene.shown.end()) return;
    const LaneRow& row = scene.look.rows[shown->row];
    const Recording& recording = scene.view.recording;
    if (mouse.x < place.left) {
        // Over a name: all of it, and what its task does.
        return show_tooltip(scene.ui, recording.task_name(row.task) + ": " + lane_words(scene.view, row.task));
    }
    const Lane* lane = recording.lane(row.task);
    if (lane == nullptr) return;
    const std::size_t at = scene.cursor_at_x(mouse.x);
    const bool seen = at <= scene.view.cursor || scene.future;
    const Span* span = seen ? TimelineLod::span_at(*lane, at) : nullptr;
    if (span == nullptr) return;
    const Language& language = *scene.view.language;
    std::string words = recording.task_name(row.task) + " " + state_word(language, span->state);
    if (span->state == TaskState::waiting) {
        words += ": " + wait_words(scene.view, span->wait_reason, span->wait_on);
    } else if (const WakeEdge* wake = span->state == TaskState::ready ? wake_at(recording, span->begin) : nullptr) {
        words += ": " + wake_words(scene.view, *wake);
    }
    if (const std::string line = line_words(scene.view, span->site); !line.empty()) words += "\n" + line;
    const Axis axis = scene.view.axis;
    // What is not told yet has no end.
    const bool open = span->end == kOpen || (span->end >= scene.view.cursor && !scene.future);
    const std::string end =
        open ? std::string(language.text("timeline.now")) : place_words(language, axis, scene.still.place(span->end));
    words += "\n" + fill(language.text("timeline.from_to"),
                         {{"from", place_words(language, axis, scene.still.place(span->begin))}, {"to", end}});
    if (row.collapsed) words += "\n" + fill(language.text("timeline.below"), {{"count", std::to_string(row.below)}});
    show_tooltip(scene.ui, words);
}

}  // namespace viz::timeline
