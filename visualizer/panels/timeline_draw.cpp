// Draws the lanes. No fills behind, no rounding: on software GL each covered pixel costs.
#include "panels/draw.hpp"
#include "panels/timeline_parts.hpp"
#include "panels/words.hpp"

#include "monitor/narrate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace viz::timeline {
using namespace loopscope;

namespace {

constexpr std::size_t kMostPieces = 1100;
constexpr int kMostLabels = 200;
constexpr float kCoarsest = 24;
constexpr std::size_t kMostTogether = 32;  // lanes looked at for a collapsed one
constexpr std::size_t kMostObjectLooked = 16;

std::string_view wait_label(Scene& scene, const Span& span) {
    auto& labels = scene.look.wait_labels;
    const auto found = labels.find(span.begin);
    if (found != labels.end()) return found->second;
    // A learner's recording has hundreds; a huge one must not be kept twice.
    if (labels.size() > 20000) labels.clear();
    return labels[span.begin] = wait_words(scene.view, span.wait_reason, span.wait_on);
}

void draw_waiting(Scene& scene, float x0, float x1, float middle, float alpha) {
    const float half = 3.5f * scene.place.unit;
    const ImU32 colour = scene.ui.theme.waiting;
    scene.draw->AddRectFilled(ImVec2(x0, middle - half), ImVec2(x1, middle + half), fade(colour, 0.38f * alpha));
    scene.draw->AddLine(ImVec2(x0, middle - half), ImVec2(x1, middle - half), fade(colour, 0.8f * alpha));
    scene.draw->AddLine(ImVec2(x0, middle + half), ImVec2(x1, middle + half), fade(colour, 0.8f * alpha));
}

// A wait for the selected object: the same bar, bright.
void draw_emphasis(Scene& scene, float x0, float x1, float middle, float alpha) {
    const float half = 4.5f * scene.place.unit;
    scene.draw->AddRectFilled(ImVec2(x0, middle - half), ImVec2(x1, middle + half),
                              fade(scene.ui.theme.accent, 0.75f * alpha));
}

bool strip_waits_for(const Lane& lane, const LanePiece& piece, ObjectId object) {
    if (object == 0 || piece.last > lane.spans.size()) return false;
    const std::size_t count = piece.last - piece.first;
    const std::size_t looked = std::min(count, kMostObjectLooked);
    for (std::size_t at = 0; at < looked; ++at) {
        if (waits_for(lane.spans[piece.first + at * count / looked], object)) return true;
    }
    return false;
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
        const float part = half * (0.25f + 0.19f * static_cast<float>(piece.shares[1]));
        const float strength = 0.35f + 0.16f * static_cast<float>(piece.shares[1]);
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
        draw_strip(scene, cut, middle, half, alpha);
        if (strip_waits_for(lane, piece, scene.view.selection.object)) draw_emphasis(scene, x0, x1, middle, alpha);
        return;
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
    if (now > x0 && waits_for(lane.spans[piece.first], scene.view.selection.object))
        draw_emphasis(scene, x0 + 1, now, middle, alpha);
    if (now < x1) draw_waiting(scene, now, x1, middle, kFutureAlpha);
    if (labels >= kMostLabels) return;
    // The words stand before the cursor; what has only just begun has them after it.
    const float gap = 5 * place.unit;
    float from = std::max(x0, place.left) + gap;
    float to = std::min(x1, place.right);
    if (!piece.future && now < x1) now - x0 > 30 * place.unit ? to = now : from = now + gap;
    // Not across a fold: on its longer side.
    for (const Fold& fold : place.still.folds) {
        const float broken = (place.still.at(fold.begin) + place.still.at(fold.end)) / 2;
        if (broken <= from || broken >= to) continue;
        broken - from > to - broken ? to = broken - 2 * gap : from = broken + 3 * gap;
    }
    const float room = to - from - gap;
    if (room < 22 * place.unit) return;
    std::string_view words = wait_label(scene, lane.spans[piece.first]);
    // Of a sleep the time tells enough.
    const Span& span = lane.spans[piece.first];
    if (span.wait_reason == WaitReason::sleep && room < text_width(scene.ui.fonts.small, words)) {
        if (const std::size_t space = words.find(' '); space != words.npos) words.remove_prefix(space + 1);
    }
    if (room < 0.6f * text_width(scene.ui.fonts.small, words)) return;
    const float y = middle - 3 * place.unit - scene.ui.fonts.small->FontSize;
    if (y < place.pinned - 2 * place.unit) return;  // half a word says nothing
    const ImU32 colour = fade(scene.ui.theme.text_dim, piece.future ? 0.5f : 1.0f);
    text_cut(scene.draw, scene.ui.fonts.small, ImVec2(from, y), colour, words, room);
    const float width = std::min(room, text_width(scene.ui.fonts.small, words));
    scene.words.push_back({ImVec2(from, y), ImVec2(from + width, y + scene.ui.fonts.small->FontSize)});
    ++labels;
}

// How the task ended, after its last step.
void draw_end(Scene& scene, const TaskInfo& task, float x, float top) {
    if (!task.finished || *task.finished >= scene.view.cursor) return;
    const Geometry& place = scene.place;
    x = std::max(x, scene.x_of(*task.finished));
    const float half = place.half() * 0.8f;
    if (x < place.left || x + 2 * half > place.right + 8 * place.unit) return;
    const TaskState state = task.outcome == Outcome::returned ? TaskState::done
                            : task.outcome == Outcome::raised ? TaskState::failed
                                                              : TaskState::cancelled;
    const float middle = place.row_middle(top);
    state_mark(scene.ui, scene.draw, ImVec2(x + 2 * place.unit, middle - half),
               ImVec2(x + 2 * place.unit + 2 * half, middle + half), state);
}

// The lanes of a subtree laid over each other: column by column, how many of them are in which state.
void cut_together(Scene& scene, TimelineLod& lod, const LaneRow& row, float grain, std::vector<LanePiece>& pieces) {
    const Geometry& place = scene.place;
    const auto tree = scene.look.rows.tree();
    const auto columns = static_cast<std::size_t>((place.right - place.left) / grain) + 1;
    std::vector<std::array<std::uint16_t, 4>> counts(columns);  // ready, running, waiting; after the cursor
    const std::size_t all = row.below + 1;
    const std::size_t looked = std::min(all, kMostTogether);
    std::vector<LanePiece> one;
    for (std::size_t nth = 0; nth < looked; ++nth) {
        const Lane* lane = scene.view.recording.lane(tree[row.at + nth * all / looked].task);
        if (lane == nullptr) continue;
        one.clear();
        lod.cut(*lane, one);
        for (const LanePiece& piece : one) {
            const auto column = [&](float x) {
                return static_cast<std::size_t>(std::clamp(x - place.left, 0.0f, place.right - place.left) / grain);
            };
            for (std::size_t at = column(piece.x0); at <= std::min(column(piece.x1 - 0.5f), columns - 1); ++at) {
                for (std::size_t state = 0; state < 3; ++state) {
                    const bool lone = piece.state == (state == 0   ? TaskState::ready
                                                      : state == 1 ? TaskState::running
                                                                   : TaskState::waiting);
                    if (piece.strip ? piece.shares[state] > 0 : lone) ++counts[at][state];
                }
                if (piece.future) ++counts[at][3];
            }
        }
    }
    for (std::size_t at = 0; at < columns; ++at) {
        LanePiece piece;
        piece.x0 = place.left + grain * static_cast<float>(at);
        piece.x1 = piece.x0 + grain;
        piece.strip = true;
        std::size_t any = 0;
        for (std::size_t state = 0; state < 3; ++state) {
            any += counts[at][state];
            piece.shares[state] = static_cast<std::uint8_t>((counts[at][state] * 4u + looked - 1) / looked);
        }
        if (any == 0) continue;
        piece.future = 2u * counts[at][3] > any;
        LanePiece* before = pieces.empty() ? nullptr : &pieces.back();
        const bool joins = at > 0 && before != nullptr && before->strip && before->last == 0 &&
                           before->shares == piece.shares && before->future == piece.future &&
                           before->x1 >= piece.x0 - 0.01f && before->x1 <= piece.x0 + 0.01f;
        joins ? void(before->x1 = piece.x1) : pieces.push_back(piece);
    }
}

TimelineLook::CutFrom cut_from(const Scene& scene) {
    const Recording& recording = scene.view.recording;
    const PixelScale& scale = scene.place.scale;
    TimelineLook::CutFrom from{.recording = &recording,
                               .start = recording.real_time_began(),
                               .first = recording.first(),
                               .size = recording.size(),
                               .cursor = scene.view.cursor,
                               .future = scene.future,
                               .axis = scene.view.axis,
                               .begin = scale.begin,
                               .per_unit = scale.per_unit,
                               .left = scale.left,
                               .right = scale.right,
                               .fold_width = scale.fold_width,
                               .unit = scene.place.unit,
                               .folds = {scale.folds.begin(), scale.folds.end()},
                               .version = scene.look.rows.version(),
                               .rows = {}};
    for (const ShownRow& shown : scene.shown) from.rows.push_back(shown.row);
    return from;
}

// Which events stand where depends on neither the cursor nor the rows: it is found once for many cuts.
void keep_slots(TimelineLook& look) {
    TimelineLook::CutFrom from = look.cut_from;
    from.cursor = from.version = 0;
    from.future = false;
    from.rows.clear();
    if (from.recording != nullptr && from == look.slots_from) return;
    look.slots_from = std::move(from);
    look.slot_ends.clear();
}

// Cuts all visible lanes, with a coarser grain as long as there would be too many pieces.
void cut_lanes(Scene& scene) {
    // While the axis changes, each frame is another one.
    TimelineLook::CutFrom from = scene.look.before.since < 0 ? cut_from(scene) : TimelineLook::CutFrom{};
    if (from.recording != nullptr && from == scene.look.cut_from) return;
    scene.look.cut_from = std::move(from);
    keep_slots(scene.look);
    std::vector<std::size_t>& ends = scene.look.piece_ends;
    LodSettings settings;
    settings.least_run = (scene.view.axis == Axis::step ? 2.0f : 7.0f) * scene.place.unit;
    settings.least_ready = 14 * scene.place.unit;
    settings.cursor = scene.view.cursor;
    settings.show_future = scene.future;
    std::vector<LanePiece>& pieces = scene.look.pieces;
    for (float grain = 3; grain <= kCoarsest; grain *= 2) {
        settings.column = grain * scene.place.unit;
        // On the step axis they are found without a search. A coarser grain has more of the same width.
        settings.slots = (scene.view.axis == Axis::step ? 4 : 1) * static_cast<int>(grain / 3);
        TimelineLod lod(scene.axis, scene.place.scale, settings, &scene.look.slot_ends);
        pieces.clear();
        ends.clear();
        for (const ShownRow& shown : scene.shown) {
            const LaneRow& row = scene.look.rows[shown.row];
            const Lane* lane = scene.view.recording.lane(row.task);
            if (row.collapsed) {
                cut_together(scene, lod, row, settings.column, pieces);
            } else if (lane != nullptr) {
                lod.cut(*lane, pieces);
            }
            ends.push_back(pieces.size());
            if (pieces.size() > kMostPieces && grain < kCoarsest) break;
        }
        if (pieces.size() <= kMostPieces) break;
    }
    ends.resize(scene.shown.size(), pieces.size());
}

void draw_scrollbar(Scene& scene) {
    const Geometry& place = scene.place;
    const float content = place.row * static_cast<float>(scene.look.rows.size() - scene.look.rows.pinned());
    const float room = place.lanes_end - place.lanes;
    if (content <= room + 1) return;
    scene.ui.probe.tell("timeline/scrolls", ImVec2(place.min.x, place.lanes), ImVec2(place.max.x, place.lanes_end), "");
    const float top = place.lanes + room * scene.look.scroll / content;
    const float x = place.max.x - 5 * place.unit;
    scene.draw->AddRectFilled(ImVec2(x, top), ImVec2(x + 3 * place.unit, top + std::max(12.0f, room * room / content)),
                              scene.ui.theme.panel_line);
}

}  // namespace

bool waits_for(const Span& span, ObjectId object) {
    if (object == 0 || span.state != TaskState::waiting || low(span.wait_on) != object) return false;
    switch (span.wait_reason) {
        case WaitReason::object:
        case WaitReason::acquire:
        case WaitReason::signal:
        case WaitReason::get:
        case WaitReason::put:
        case WaitReason::join:
            return true;
        default:
            return false;
    }
}

void draw_lanes(Scene& scene) {
    const Geometry& place = scene.place;
    cut_lanes(scene);
    const std::vector<std::size_t>& ends = scene.look.piece_ends;
    std::size_t at = 0;
    int labels = 0;
    static const Lane none;
    scene.draw->PushClipRect(ImVec2(place.left - 2, place.pinned), ImVec2(place.max.x, place.lanes), true);
    for (std::size_t nth = 0; nth < scene.shown.size(); ++nth) {
        const ShownRow& shown = scene.shown[nth];
        const LaneRow& row = scene.look.rows[shown.row];
        const Lane* lane = scene.view.recording.lane(row.task);
        if (nth == scene.pinned) {
            scene.draw->PopClipRect();
            scene.draw->PushClipRect(ImVec2(place.left - 2, place.lanes), ImVec2(place.max.x, place.lanes_end), true);
        }
        float last = -1e9f;
        const float first = at < ends[nth] ? scene.look.pieces[at].x0 : 0;
        for (; at < ends[nth]; ++at) {
            draw_piece(scene, lane == nullptr ? none : *lane, scene.look.pieces[at], shown.top, labels);
            if (!scene.look.pieces[at].future) last = scene.look.pieces[at].x1;
        }
        // What is still to come is drawn faintly, and may lie under words.
        const float middle = place.row_middle(shown.top);
        if (last > first)
            scene.bars.push_back({ImVec2(first, middle - place.half()), ImVec2(last, middle + place.half())});
        const TaskInfo* info = row.collapsed ? nullptr : scene.view.recording.task(row.task);
        if (info != nullptr) draw_end(scene, *info, last, shown.top);
    }
    scene.draw->PopClipRect();
    draw_scrollbar(scene);
}

void draw_site_marks(Scene& scene) {
    if (!scene.look.passes.any()) return;
    const Geometry& place = scene.place;
    const float s = place.unit;
    const std::size_t limit = scene.future ? scene.view.recording.size() : scene.view.cursor;
    const std::size_t first = scene.cursor_at_x(place.left - 2);
    std::size_t told = 0;
    for (const ShownRow& shown : scene.shown) {
        const LaneRow& row = scene.look.rows[shown.row];
        const auto passes = scene.look.passes.of(row.task);
        const Lane* lane = scene.view.recording.lane(row.task);
        const float y = place.row_middle(shown.top) + place.half() + 1 * s;
        if (lane == nullptr || row.collapsed || y < (shown.pinned ? place.pinned : place.lanes) ||
            y + 3 * s > place.lanes_end)
            continue;
        for (auto at = std::ranges::lower_bound(passes, first > 0 ? first - 1 : 0);
             at != passes.end() && *at < limit;) {
            // The mark stands under the step in which it happened.
            const Span* span = TimelineLod::span_at(*lane, *at + 1);
            if (span != nullptr && span->state != TaskState::running) span = TimelineLod::span_at(*lane, *at);
            const float x = scene.x_of(span != nullptr && span->state == TaskState::running ? span->begin : *at);
            if (x > place.right) break;
            const float end = x + 8 * s;
            if (x >= place.left - 2) {
                scene.draw->AddRectFilled(ImVec2(x, y), ImVec2(end, y + 3 * s), scene.ui.theme.accent);
                ++told;
            }
            // Those that would lie on this mark are leapt over.
            const std::size_t next = scene.cursor_at_x(end);
            at = std::lower_bound(at + 1, passes.end(), next);
        }
    }
    const std::string line = line_words(scene.view, scene.view.selection.site);
    scene.ui.probe.tell("timeline/site", ImVec2(place.left, place.lanes), ImVec2(place.right, place.lanes_end),
                        fill(scene.ui.text("timeline.site"), {{"line", line}, {"count", std::to_string(told)}}));
}

}  // namespace viz::timeline
