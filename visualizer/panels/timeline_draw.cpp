// Draws the timeline's ruler, lanes, cursor and legend. No fills behind, no rounding on lanes:
// on software GL each covered pixel costs.
#include "panels/draw.hpp"
#include "panels/timeline_parts.hpp"
#include "panels/words.hpp"

#include "monitor/narrate.hpp"

#include <algorithm>
#include <cmath>

namespace viz::timeline {
using namespace loopscope;

namespace {

constexpr float kFutureAlpha = 0.22f;
constexpr std::size_t kMostPieces = 1100;
constexpr int kMostLabels = 200;
constexpr float kCoarsest = 24;

std::string_view wait_label(Scene& scene, const Span& span) {
    auto& labels = scene.look.wait_labels;
    const auto found = labels.find(span.begin);
    if (found != labels.end()) return found->second;
    // A learner's recording has hundreds; a huge one must not be kept twice.
    if (labels.size() > 20000) labels.clear();
    return labels[span.begin] = wait_words(scene.view.recording, span.wait_reason, span.wait_on);
}

void draw_waiting(Scene& scene, float x0, float x1, float middle, float alpha) {
    const float half = 3.5f * scene.place.unit;
    const ImU32 colour = scene.ui.theme.waiting;
    scene.draw->AddRectFilled(ImVec2(x0, middle - half), ImVec2(x1, middle + half), fade(colour, 0.38f * alpha));
    scene.draw->AddLine(ImVec2(x0, middle - half), ImVec2(x1, middle - half), fade(colour, 0.8f * alpha));
    scene.draw->AddLine(ImVec2(x0, middle + half), ImVec2(x1, middle + half), fade(colour, 0.8f * alpha));
}

void draw_box(Scene& scene, float x0, float x1, float middle, float half, float alpha) {
    const float thick = 2 * scene.place.unit;
    x1 = std::max(x1, x0 + 2.5f * thick);
    scene.draw->AddRect(ImVec2(x0 + 1, middle - half + 1), ImVec2(x1 - 1, middle + half - 1),
                        fade(scene.ui.theme.ready, alpha), 0, 0, thick);
}

void draw_strip(Scene& scene, const LanePiece& piece, float middle, float half, float alpha) {
    if (piece.shares[2] > 0) draw_waiting(scene, piece.x0, piece.x1, middle, alpha);
    if (piece.shares[1] > 0) {
        const float part = half * (0.4f + 0.15f * static_cast<float>(piece.shares[1]));
        const float strength = 0.45f + 0.12f * static_cast<float>(piece.shares[1]);
        scene.draw->AddRectFilled(ImVec2(piece.x0, middle - part), ImVec2(piece.x1, middle + part),
                                  fade(scene.ui.theme.running, strength * alpha));
    }
    if (piece.shares[0] > 0) {
        for (const float y : {middle - half, middle + half - 1}) {
            scene.draw->AddLine(ImVec2(piece.x0, y), ImVec2(piece.x1, y), fade(scene.ui.theme.ready, 0.7f * alpha));
        }
    }
}

void draw_piece(Scene& scene, const Lane& lane, const LanePiece& piece, float top, int& labels) {
    const Geometry& place = scene.place;
    const float middle = place.row_middle(top);
    const float half = place.half();
    const float x0 = std::max(piece.x0, place.left);
    const float x1 = std::min(piece.x1, place.right);
    if (x1 <= x0) return;
    const float alpha = piece.future ? kFutureAlpha : 1.0f;
    if (piece.strip) {
        LanePiece cut = piece;
        cut.x0 = x0;
        cut.x1 = x1;
        return draw_strip(scene, cut, middle, half, alpha);
    }
    if (piece.state == TaskState::running) {
        scene.draw->AddRectFilled(ImVec2(x0, middle - half), ImVec2(x1, middle + half),
                                  fade(scene.ui.theme.running, alpha));
        return;
    }
    if (piece.state == TaskState::ready) return draw_box(scene, x0 + 1, x1 - 1, middle, half - 1, alpha);
    // What of a wait lies after the cursor is not known there yet.
    const float now = piece.future ? x1 : std::clamp(place.cursor_x, x0, x1);
    if (now > x0) draw_waiting(scene, x0 + 1, now, middle, alpha);
    if (now < x1) draw_waiting(scene, now, x1, middle, kFutureAlpha);
    if (labels >= kMostLabels) return;
    // The words stand before the cursor; what has only just begun has them after it.
    const float gap = 5 * place.unit;
    float from = x0 + gap;
    float to = x1;
    if (!piece.future && now < x1) now - x0 > 30 * place.unit ? to = now : from = now + gap;
    const float room = to - from - gap;
    if (room < 22 * place.unit) return;
    std::string_view words = wait_label(scene, lane.spans[piece.first]);
    // Of a sleep the time tells enough.
    if (words.starts_with("sleep ") && room < text_width(scene.ui.fonts.small, words)) words.remove_prefix(6);
    if (room < 0.6f * text_width(scene.ui.fonts.small, words)) return;
    const float y = middle - 3 * place.unit - scene.ui.fonts.small->FontSize;
    if (y < place.lanes - 2 * place.unit) return;  // half a word says nothing
    const ImU32 colour = fade(scene.ui.theme.text_dim, piece.future ? 0.5f : 1.0f);
    text_cut(scene.draw, scene.ui.fonts.small, ImVec2(from, y), colour, words, room);
    ++labels;
}

// How the task ended, after its last step.
void draw_end(Scene& scene, const TaskInfo& task, float x, float top) {
    if (!task.finished) return;
    const bool future = *task.finished >= scene.view.cursor;
    if (future && scene.view.mode != Mode::travel) return;
    const Geometry& place = scene.place;
    x = std::max(x, place.scale.at(scene.axis.place(*task.finished)));
    const float half = place.half() * 0.8f;
    if (x < place.left || x + 2 * half > place.right + 8 * place.unit || future) return;
    const TaskState state = task.outcome == Outcome::returned ? TaskState::done
                            : task.outcome == Outcome::raised ? TaskState::failed
                                                              : TaskState::cancelled;
    const float middle = place.row_middle(top);
    state_mark(scene.ui, scene.draw, ImVec2(x + 2 * place.unit, middle - half),
               ImVec2(x + 2 * place.unit + 2 * half, middle + half), state);
}

// Cuts all visible lanes, with a coarser grain as long as there would be too many pieces.
std::vector<std::size_t> cut_lanes(Scene& scene) {
    std::vector<std::size_t> ends;
    LodSettings settings;
    settings.least_run = (scene.view.axis == Axis::step ? 2.0f : 7.0f) * scene.place.unit;
    settings.least_ready = 14 * scene.place.unit;
    settings.cursor = scene.view.cursor;
    settings.show_future = scene.view.mode == Mode::travel;
    for (float grain = 3; grain <= kCoarsest; grain *= 2) {
        settings.column = grain * scene.place.unit;
        TimelineLod lod(scene.axis, scene.place.scale, settings);
        scene.look.pieces.clear();
        ends.clear();
        for (std::size_t row = scene.first_row; row < scene.last_row; ++row) {
            if (const Lane* lane = scene.view.recording.lane(scene.look.rows[row].task))
                lod.cut(*lane, scene.look.pieces);
            ends.push_back(scene.look.pieces.size());
            if (scene.look.pieces.size() > kMostPieces && grain < kCoarsest) break;
        }
        if (scene.look.pieces.size() <= kMostPieces) break;
    }
    return ends;
}

}  // namespace

void draw_ruler(Scene& scene) {
    const Geometry& place = scene.place;
    const float s = place.unit;
    ImFont* font = scene.ui.fonts.mono_small;
    const float apart = scene.axis.axis() == Axis::step ? 30 * s : 70 * s;
    const int most = std::max(2, static_cast<int>((place.right - place.left) / apart));
    const double end = place.scale.place(place.right);
    for (const Tick& tick : axis_ticks(scene.axis.axis(), place.scale.begin, end, most)) {
        // A step's number stands over the middle of its mark.
        const double shift = scene.axis.axis() == Axis::step ? TimelineAxis::kStepFill / 2 : 0;
        const float x = place.scale.at(tick.place);
        const float text = place.scale.at(tick.place + shift);
        if (x < place.left - 1) continue;
        const float width = text_width(font, tick.label);
        scene.draw->AddLine(ImVec2(x, place.ruler + 18 * s), ImVec2(x, place.lanes_end),
                            fade(scene.ui.theme.panel_line, 0.7f));
        if (std::fabs(text - place.cursor_x) < width / 2 + 9 * s || text + width / 2 > place.max.x) continue;
        draw_text(scene.draw, font, ImVec2(text - width / 2, place.ruler), scene.ui.theme.text_faint, tick.label);
    }
    scene.ui.probe.tell("timeline/ruler", ImVec2(place.left, place.ruler), ImVec2(place.right, place.loop), "ruler");
}

void draw_loop_lane(Scene& scene) {
    const Geometry& place = scene.place;
    const float s = place.unit;
    const Theme& theme = scene.ui.theme;
    const float middle = (place.loop + place.lanes) / 2;
    draw_text(scene.draw, scene.ui.fonts.body, ImVec2(place.name_left, middle - scene.ui.fonts.body->FontSize / 2),
              theme.text_dim, scene.ui.text("timeline.loop"));
    const auto turns = scene.view.recording.turns();
    std::size_t next = scene.axis.cursor_at(place.scale.place(place.left - 1));
    const bool travel = scene.view.mode == Mode::travel;
    // A turn's number stands right of its mark, if the next mark leaves room for it.
    std::string number;
    float number_x = 0;
    ImU32 number_colour = 0;
    const auto put_number = [&](float room_end) {
        ImFont* font = scene.ui.fonts.mono_small;
        const float end = number_x + text_width(font, number);
        const bool covered = number_x - 5 * s < place.cursor_x && end + 3 * s > place.cursor_x;
        if (number.empty() || covered || end + 4 * s > room_end) return;
        draw_text(scene.draw, font, ImVec2(number_x, middle - 7 * s), number_colour, number);
    };
    for (;;) {
        const auto found = std::lower_bound(turns.begin(), turns.end(), next);
        if (found == turns.end()) break;
        const bool future = *found >= scene.view.cursor;
        if (future && !travel) break;
        const float x = place.scale.at(scene.axis.place(*found));
        if (x > place.right) break;
        scene.draw->AddRectFilled(ImVec2(x - 1, middle - 7 * s), ImVec2(x + 2 * s - 1, middle + 7 * s),
                                  fade(theme.text_dim, future ? kFutureAlpha * 1.5f : 1.0f));
        if (scene.axis.axis() == Axis::step) {
            put_number(x);
            number = std::to_string(found - turns.begin() + 1);
            number_x = x + 5 * s;
            number_colour = fade(theme.text_faint, future ? 0.5f : 1.0f);
        }
        next = std::max<std::size_t>(*found + 1, scene.axis.cursor_at(place.scale.place(x + 4 * s), *found));
    }
    put_number(place.right);
    scene.draw->AddLine(ImVec2(place.name_left, place.lanes - 1), ImVec2(place.right, place.lanes - 1),
                        theme.panel_line);
    scene.ui.probe.tell("timeline/loop", ImVec2(place.min.x, place.loop), ImVec2(place.max.x, place.lanes),
                        counted(scene.view.world.turn(), "turn"));
}

void draw_names(Scene& scene) {
    const Geometry& place = scene.place;
    const Theme& theme = scene.ui.theme;
    const float s = place.unit;
    scene.draw->PushClipRect(ImVec2(place.min.x, place.lanes), ImVec2(place.left, place.lanes_end), true);
    for (std::size_t row = scene.first_row; row < scene.last_row; ++row) {
        const LaneRow& lane = scene.look.rows[row];
        const float top = place.row_top(row, scene.look.scroll);
        const float middle = place.row_middle(top);
        const float x = place.name_left + 14 * s * static_cast<float>(std::min(lane.depth, 6));
        const auto state = scene.view.recording.state(scene.view.world, scene.view.cursor, lane.task);
        const bool over = state && *state >= TaskState::done;
        const bool selected = lane.task == scene.view.selection.task;
        const float alpha = state ? 1.0f : 0.4f;
        const ImU32 mark = theme.swatch(lane.task);
        scene.draw->AddRectFilled(ImVec2(x, middle - 4 * s), ImVec2(x + 8 * s, middle + 4 * s),
                                  fade(mark, over ? 0.55f : alpha));
        if (selected) {
            scene.draw->AddRectFilled(ImVec2(place.min.x + 3 * s, middle - 10 * s),
                                      ImVec2(place.min.x + 6 * s, middle + 10 * s), theme.accent);
        }
        const std::string name = scene.view.recording.task_name(lane.task);
        ImFont* font = selected ? scene.ui.fonts.bold : scene.ui.fonts.body;
        const ImU32 colour = fade(over ? theme.text_dim : theme.text, alpha);
        const float width = place.left - 8 * s - (x + 14 * s);
        const bool cut =
            text_cut(scene.draw, font, ImVec2(x + 14 * s, middle - font->FontSize / 2 - 1), colour, name, width);
        const std::string body = body_of_nameless(scene.view.recording, lane.task);
        const float body_x = x + 14 * s + text_width(font, name) + 7 * s;
        const bool told = !body.empty() && body_x + text_width(scene.ui.fonts.small, body) <= place.left - 6 * s;
        if (told)
            draw_text(scene.draw, scene.ui.fonts.small,
                      ImVec2(body_x, middle - font->FontSize / 2 - 1 + font->Ascent - scene.ui.fonts.small->Ascent),
                      fade(theme.text_dim, over ? 0.7f : alpha), body);
        const ImVec2 low(place.min.x, std::max(top, place.lanes));
        const ImVec2 high(place.max.x, std::min(top + place.row, place.lanes_end));
        if (scene.ui.probe.on && high.y > low.y) {
            scene.ui.probe.tell("timeline/lane/" + std::to_string(lane.task), low, high,
                                name + (told ? " " + body : "") + ": " + lane_words(scene.view, lane.task), true, cut);
        }
    }
    scene.draw->PopClipRect();
}

void draw_lanes(Scene& scene) {
    const Geometry& place = scene.place;
    scene.draw->PushClipRect(ImVec2(place.left - 2, place.lanes), ImVec2(place.max.x, place.lanes_end), true);
    const std::vector<std::size_t> ends = cut_lanes(scene);
    std::size_t at = 0;
    int labels = 0;
    for (std::size_t row = scene.first_row; row < scene.last_row; ++row) {
        const TaskId id = scene.look.rows[row].task;
        const Lane* lane = scene.view.recording.lane(id);
        const float top = place.row_top(row, scene.look.scroll);
        float last = -1e9f;
        for (; at < ends[row - scene.first_row]; ++at) {
            draw_piece(scene, *lane, scene.look.pieces[at], top, labels);
            if (!scene.look.pieces[at].future) last = scene.look.pieces[at].x1;
        }
        if (const TaskInfo* info = scene.view.recording.task(id)) draw_end(scene, *info, last, top);
    }
    scene.draw->PopClipRect();
    const float content = place.row * static_cast<float>(scene.look.rows.size());
    const float room = place.lanes_end - place.lanes;
    if (content <= room + 1) return;
    const float top = place.lanes + room * scene.look.scroll / content;
    const float x = place.max.x - 5 * place.unit;
    scene.draw->AddRectFilled(ImVec2(x, top), ImVec2(x + 3 * place.unit, top + std::max(12.0f, room * room / content)),
                              scene.ui.theme.panel_line);
}

void draw_cursor(Scene& scene) {
    const Geometry& place = scene.place;
    const float x = place.cursor_x;
    const float s = place.unit;
    if (x < place.left - 1 || x > place.right + 1) return;
    const ImU32 colour = scene.ui.theme.text;
    scene.draw->AddRectFilled(ImVec2(x - 1, place.ruler + 4 * s), ImVec2(x + 1, place.lanes_end), colour);
    scene.draw->AddTriangleFilled(ImVec2(x - 7 * s, place.ruler - 1 * s), ImVec2(x + 7 * s, place.ruler - 1 * s),
                                  ImVec2(x, place.ruler + 8 * s), colour);
    scene.ui.probe.tell("timeline/cursor", ImVec2(x - 7 * s, place.ruler), ImVec2(x + 7 * s, place.ruler + 10 * s),
                        place_words(scene.axis.axis(), scene.axis.cursor_place(scene.view.cursor)));
}

void draw_legend(Scene& scene) {
    const Geometry& place = scene.place;
    const float s = place.unit;
    struct Entry {
        TaskState state;
        const char* key;
        const char* word;
    };
    constexpr Entry entries[] = {
        {TaskState::running, "state.running", "running"}, {TaskState::ready, "state.ready", "ready"},
        {TaskState::waiting, "state.waiting", "waiting"}, {TaskState::done, "state.done", "done"},
        {TaskState::failed, "state.failed", "failed"},    {TaskState::cancelled, "state.cancelled", "cancelled"}};
    const bool zoomed = !scene.look.ranges[static_cast<std::size_t>(scene.axis.axis())].fit;
    const float end = zoomed ? place.right - 112 * s : place.right;
    const float stride = std::clamp((end - place.name_left) / 6, 60 * s, 104 * s);
    const float middle = place.legend + 14 * s;
    float x = place.name_left;
    for (const Entry& entry : entries) {
        const char* word = scene.ui.text(entry.key);
        const float width = 20 * s + text_width(scene.ui.fonts.small, word);
        if (x + width > end) break;
        state_mark(scene.ui, scene.draw, ImVec2(x, middle - 6 * s), ImVec2(x + 12 * s, middle + 6 * s), entry.state);
        draw_text(scene.draw, scene.ui.fonts.small, ImVec2(x + 20 * s, middle - scene.ui.fonts.small->FontSize / 2),
                  scene.ui.theme.text_dim, word);
        scene.ui.probe.tell(std::string("timeline/legend/") + entry.word, ImVec2(x, middle - 7 * s),
                            ImVec2(x + width, middle + 7 * s), word);
        x += std::max(stride, width + 12 * s);
    }
}

void draw_minimap(Scene& scene, ImVec2 min, ImVec2 max) {
    const Theme& theme = scene.ui.theme;
    const double full = fitted_end(scene.axis, scene.view.recording.finished());
    const auto x_of = [&](double at) {
        return std::clamp(min.x + static_cast<float>(at / full) * (max.x - min.x), min.x, max.x);
    };
    scene.draw->AddLine(ImVec2(min.x, max.y), max, theme.panel_line);
    constexpr int kBars = 26;
    std::array<double, kBars> counts{};
    double most = 1;
    std::size_t before = 0;
    for (int bar = 0; bar < kBars; ++bar) {
        const std::size_t after = scene.axis.cursor_at(full * (bar + 1) / kBars, before);
        counts[static_cast<std::size_t>(bar)] = static_cast<double>(after - before);
        most = std::max(most, static_cast<double>(after - before));
        before = after;
    }
    const float width = (max.x - min.x) / kBars;
    for (int bar = 0; bar < kBars; ++bar) {
        const double share = counts[static_cast<std::size_t>(bar)] / most;
        if (share <= 0) continue;
        const float x = min.x + width * static_cast<float>(bar);
        const float height = std::max(1.0f, static_cast<float>(share) * (max.y - min.y));
        scene.draw->AddRectFilled(ImVec2(x, max.y - height), ImVec2(x + width - 1, max.y), fade(theme.waiting, 0.35f));
    }
    const float left = x_of(scene.place.scale.begin);
    const float right = std::max(left + 3, x_of(scene.place.scale.place(scene.place.right)));
    scene.draw->AddRect(ImVec2(left, min.y), ImVec2(right, max.y), theme.waiting);
    const float cursor = x_of(scene.axis.cursor_place(scene.view.cursor));
    scene.draw->AddLine(ImVec2(cursor, min.y), ImVec2(cursor, max.y), theme.text);
}

}  // namespace viz::timeline
