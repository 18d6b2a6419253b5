// The timeline's arrows: who woke whom; and what the mouse is told about a lane.
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

constexpr std::size_t kMostArrows = 12;
constexpr std::size_t kMostLooked = 4000;

// The middle of a task's lane, of the loop's for 0; nullopt when it is scrolled away.
std::optional<float> lane_y(const Scene& scene, TaskId task) {
    const Geometry& place = scene.place;
    if (task == 0) return (place.loop + place.lanes) / 2;
    const auto found = scene.look.row_of.find(task);
    if (found == scene.look.row_of.end()) return std::nullopt;
    const float y = place.row_middle(place.row_top(found->second, scene.look.scroll));
    if (y < place.lanes || y > place.lanes_end) return std::nullopt;
    return y;
}

void arrow_head(ImDrawList* draw, ImVec2 tip, ImVec2 from, float size, ImU32 colour) {
    const float length = std::max(1.0f, std::hypot(tip.x - from.x, tip.y - from.y));
    const ImVec2 along((tip.x - from.x) / length * size, (tip.y - from.y) / length * size);
    const ImVec2 side(-along.y * 0.5f, along.x * 0.5f);
    draw->AddTriangleFilled(tip, ImVec2(tip.x - along.x + side.x, tip.y - along.y + side.y),
                            ImVec2(tip.x - along.x - side.x, tip.y - along.y - side.y), colour);
}

// Where the words stand: beside the bulge, on the side that has room for them.
void arrow_label(Scene& scene, const std::string& words, float x, float y, float left, bool by_loop) {
    const Geometry& place = scene.place;
    ImFont* font = scene.ui.fonts.small;
    const float width = text_width(font, words);
    const float edge = place.max.x - 4 * place.unit;
    if (x < place.cursor_x + 3 && x + width > place.cursor_x - 3) x = place.cursor_x + 8 * place.unit;
    if (x + width > edge) {
        x = left - width - 8 * place.unit;
        if (by_loop) y = (place.loop + place.lanes) / 2;  // no bar can be hidden there
    }
    x = std::max(x, place.left);
    const ImVec2 at(x, y - font->FontSize / 2);
    // Over bars and marks the words need a ground of their own.
    scene.draw->AddRectFilled(ImVec2(at.x - 3, at.y - 1), ImVec2(at.x + width + 3, at.y + font->FontSize + 2),
                              fade(scene.ui.theme.background, 0.85f));
    draw_text(scene.draw, font, at, scene.ui.theme.text, words);
    scene.ui.probe.tell("timeline/wake", at, ImVec2(at.x + width, at.y + font->FontSize), words);
}

void draw_wake(Scene& scene, const WakeEdge& wake, bool labelled) {
    const Geometry& place = scene.place;
    const float s = place.unit;
    const TaskId by = waker(scene.view.recording, wake);
    const auto to = lane_y(scene, wake.task);
    const auto from = lane_y(scene, by);
    if (!to || !from || by == wake.task) return;
    const double cause = scene.axis.place(wake.cause == kOpen ? wake.ready : wake.cause);
    const float x0 = std::max(place.scale.at(cause), place.left) + 4 * s;
    const float x1 = place.scale.at(scene.axis.place(wake.ready)) + 7 * s;
    if (x1 < place.left || x1 > place.right + 8 * s) return;
    const float down = *to > *from ? 1.0f : -1.0f;
    const float gap = place.half();
    const ImVec2 start(x0, *from + down * gap);
    const ImVec2 tip(x1, *to - down * gap);
    const float bulge = std::min(34 * s, 3 * s + 0.3f * std::fabs(tip.y - start.y));
    const float side = std::max(x0, x1) + bulge;
    const ImU32 colour = fade(scene.ui.theme.text, labelled ? 0.95f : 0.4f);
    const ImVec2 bend(side, tip.y - down * 6 * s);
    scene.draw->AddBezierCubic(start, ImVec2(side, start.y + down * 6 * s), bend, tip, colour, 1.4f * s, 18);
    arrow_head(scene.draw, tip, bend, 8 * s, colour);
    if (!labelled) return;
    // Beside the bulge; a short arrow has no room there, so its words stand over the mark that it points to.
    const bool is_short = std::fabs(tip.y - start.y) < 34 * s;
    const float y = is_short ? tip.y - scene.ui.fonts.small->FontSize * 0.5f - 3 * s : (start.y + tip.y) / 2;
    arrow_label(scene, wake_words(scene.view.recording, wake), side + (is_short ? 4 : -2) * s, y, std::min(x0, x1),
                by == 0);
}

}  // namespace

void draw_wakes(Scene& scene) {
    const Geometry& place = scene.place;
    const auto wakes = scene.view.recording.wakes();
    const WakeEdge* last = last_wake(scene.view.recording, scene.view.cursor, 0);
    scene.draw->PushClipRect(ImVec2(place.left - 4, place.loop), ImVec2(place.max.x, place.lanes_end), true);
    if (const TaskId chosen = scene.view.selection.task; chosen != 0) {
        auto at = std::lower_bound(wakes.begin(), wakes.end(), scene.view.cursor,
                                   [](const WakeEdge& edge, std::size_t index) { return edge.ready < index; });
        std::size_t drawn = 0;
        for (std::size_t looked = 0; at != wakes.begin() && drawn < kMostArrows && looked < kMostLooked; ++looked) {
            --at;
            if (at->task != chosen || at->reason == WakeReason::yielded) continue;
            if (&*at != last) draw_wake(scene, *at, false);
            ++drawn;
        }
    }
    if (last != nullptr) draw_wake(scene, *last, true);
    scene.draw->PopClipRect();
}

void draw_tooltip(Scene& scene, ImVec2 mouse) {
    const Geometry& place = scene.place;
    if (mouse.y < place.lanes || mouse.y >= place.lanes_end || mouse.x < place.left) return;
    const auto row = static_cast<std::size_t>((mouse.y - place.lanes + scene.look.scroll) / place.row);
    if (row >= scene.look.rows.size()) return;
    const TaskId task = scene.look.rows[row].task;
    const Lane* lane = scene.view.recording.lane(task);
    if (lane == nullptr) return;
    const Recording& recording = scene.view.recording;
    const std::size_t at = scene.axis.cursor_at(place.scale.place(mouse.x));
    const bool seen = at <= scene.view.cursor || scene.view.mode == Mode::travel;
    const Span* span = seen ? TimelineLod::span_at(*lane, at) : nullptr;
    if (span == nullptr) return;
    std::string words = recording.task_name(task) + " " + state_word(span->state);
    if (span->state == TaskState::waiting) {
        words += ": " + wait_words(recording, span->wait_reason, span->wait_on);
    } else if (const WakeEdge* wake = span->state == TaskState::ready ? wake_at(recording, span->begin) : nullptr) {
        words += ": " + wake_words(recording, *wake);
    }
    if (const std::string line = line_words(recording, span->site); !line.empty()) words += "\n" + line;
    const std::size_t end = span->end == kOpen ? recording.size() : span->end;
    words += fmt::format("\nfrom {} to {}", place_words(scene.axis.axis(), scene.axis.place(span->begin)),
                         span->end == kOpen ? "now" : place_words(scene.axis.axis(), scene.axis.place(end)));
    ImGui::BeginTooltip();
    ImGui::PushFont(scene.ui.fonts.small);
    ImGui::TextUnformatted(words.c_str());
    ImGui::PopFont();
    ImGui::EndTooltip();
}

}  // namespace viz::timeline
