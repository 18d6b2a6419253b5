#include "panels/timeline_lod.hpp"

#include <algorithm>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostSpread = 4;  // steps of one instant that are drawn one by one
constexpr float kGap = 1.5f;
constexpr std::size_t kMostSampled = 64;  // spans of one column that are looked at

std::size_t lower_span(const Lane& lane, std::size_t from, std::uint32_t event) {
    const auto begin = lane.spans.begin() + static_cast<std::ptrdiff_t>(from);
    const auto found = std::lower_bound(begin, lane.spans.end(), event,
                                        [](const Span& span, std::uint32_t wanted) { return span.begin < wanted; });
    return static_cast<std::size_t>(found - lane.spans.begin());
}

std::size_t share_of(TaskState state) { return state == TaskState::ready ? 0 : state == TaskState::running ? 1 : 2; }

}  // namespace

TimelineLod::TimelineLod(const TimelineAxis& axis, PixelScale scale, LodSettings settings)
    : axis_(axis), scale_(scale), settings_(settings) {
    // A running mark reaches beyond its end, so begin a little before the edge.
    first_event_ = axis_.cursor_at(scale_.place(scale_.left - 2 * settings_.least_run));
    const double end = scale_.place(scale_.right);
    limit_ = axis_.cursor_at(end, first_event_);
    if (!settings_.show_future) limit_ = std::min(limit_, settings_.cursor);
}

std::uint32_t TimelineLod::column_end(int column) {
    const auto wanted = static_cast<std::size_t>(column);
    while (columns_.size() <= wanted) {
        const std::size_t before = columns_.empty() ? 0 : columns_.back();
        const float right = scale_.left + settings_.column * static_cast<float>(columns_.size() + 1);
        columns_.push_back(static_cast<std::uint32_t>(axis_.cursor_at(scale_.place(right), before)));
    }
    return columns_[wanted];
}

// The walk along one lane. `pen` is where the last piece ended: spread pieces push later ones on.
struct TimelineLod::Cut {
    TimelineLod& lod;
    const Lane& lane;
    std::vector<LanePiece>& pieces;
    std::size_t limit = 0;  // spans before it are drawn
    float pen = -1e9f;

    float begin_x(const Span& span) const { return lod.scale_.at(lod.axis_.place(span.begin)); }

    bool current(const Span& span) const {
        return span.begin < lod.settings_.cursor && (span.end == kOpen || span.end >= lod.settings_.cursor);
    }

    float end_x(const Span& span) const {
        return lod.scale_.at(lod.axis_.span_end(span, lod.settings_.cursor, lod.settings_.show_future));
    }

    bool small(const Span& span) const { return end_x(span) - begin_x(span) < lod.settings_.column; }

    void single(std::size_t index) {
        const Span& span = lane.spans[index];
        LanePiece piece;
        piece.x0 = std::max(begin_x(span), pen);
        piece.x1 = end_x(span);
        piece.first = static_cast<std::uint32_t>(index);
        piece.last = piece.first + 1;
        piece.state = span.state;
        piece.future = span.begin >= lod.settings_.cursor;
        float least = 0;
        if (span.state == TaskState::running) least = lod.settings_.least_run;
        if (span.state == TaskState::ready && current(span)) least = lod.settings_.least_ready;
        piece.x1 = std::max(piece.x1, piece.x0 + least);
        if (piece.x1 - piece.x0 < 1) return;  // took no time and asks for no mark
        pieces.push_back(piece);
        // Two steps of one instant are two marks, not one wide one.
        pen = piece.x1 + (piece.state == TaskState::running && small(span) ? kGap : 0);
    }

    // The end of the small spans from `first` on, if at most kMostSpread steps are among them; else `first`.
    std::size_t spread_end(std::size_t first) const {
        // More than can be spread begin in this very column: no need to look at each.
        const std::size_t beyond = first + 4 * kMostSpread;
        if (beyond < limit && lane.spans[beyond].begin < lod.column_end(column_of(first))) return first;
        std::size_t runs = 0;
        std::size_t at = first;
        for (; at < limit && at - first < 6 * kMostSpread && small(lane.spans[at]); ++at) {
            runs += lane.spans[at].state == TaskState::running ? 1 : 0;
        }
        if (runs > kMostSpread || at - first >= 6 * kMostSpread) return first;
        const float next = at < limit ? end_x(lane.spans[at]) : lod.scale_.right + 64;
        const float needed = static_cast<float>(runs) * (lod.settings_.least_run + kGap);
        const bool fits = std::max(pen, begin_x(lane.spans[first])) + needed <= next;
        return runs <= 1 || fits ? at : first;
    }

    int column_of(std::size_t index) const {
        return std::max(0, static_cast<int>((begin_x(lane.spans[index]) - lod.scale_.left) / lod.settings_.column));
    }

    // Merges the spans that begin in the column of `first`; returns the first that does not.
    std::size_t strip(std::size_t first) {
        const float x = begin_x(lane.spans[first]);
        const float grain = lod.settings_.column;
        const int column = column_of(first);
        std::size_t last = std::min(limit, lower_span(lane, first, lod.column_end(column)));
        last = std::max(last, first + 1);
        if (last - first > 1 && !small(lane.spans[last - 1])) --last;

        LanePiece piece;
        piece.x0 = std::max(pen, x);
        piece.x1 = std::max(piece.x0, lod.scale_.left + grain * static_cast<float>(column + 1));
        piece.first = static_cast<std::uint32_t>(first);
        piece.last = static_cast<std::uint32_t>(last);
        piece.strip = true;
        piece.future = lane.spans[first].begin >= lod.settings_.cursor;
        weigh(piece);
        pen = piece.x1;
        if (!pieces.empty()) {
            LanePiece& before = pieces.back();
            const bool joins = before.strip && before.last == piece.first && before.future == piece.future &&
                               before.shares == piece.shares && piece.x0 - before.x1 < grain;
            if (joins) {
                before.x1 = piece.x1;
                before.last = piece.last;
                return last;
            }
        }
        if (piece.x1 > piece.x0) pieces.push_back(piece);
        return last;
    }

    void weigh(LanePiece& piece) const {
        std::array<std::size_t, 3> counts{};
        const std::size_t count = piece.last - piece.first;
        const std::size_t samples = std::min(count, kMostSampled);
        for (std::size_t at = 0; at < samples; ++at) {
            ++counts[share_of(lane.spans[piece.first + at * count / samples].state)];
        }
        for (std::size_t at = 0; at < 3; ++at) {
            // Rounded up: a state that is there is never lost.
            piece.shares[at] = static_cast<std::uint8_t>((counts[at] * 4 + samples - 1) / samples);
        }
        piece.state = counts[1] > 0 ? TaskState::running : counts[0] > 0 ? TaskState::ready : TaskState::waiting;
    }
};

void TimelineLod::cut(const Lane& lane, std::vector<LanePiece>& pieces) {
    Cut cut{*this, lane, pieces};
    cut.limit = lower_span(lane, 0, static_cast<std::uint32_t>(limit_));
    std::size_t at = lower_span(lane, 0, static_cast<std::uint32_t>(first_event_));
    // The span before it may reach into view.
    if (at > 0) --at;
    const std::size_t start = pieces.size();
    while (at < cut.limit) {
        const Span& span = lane.spans[at];
        if (!cut.small(span)) {
            cut.single(at++);
            continue;
        }
        const std::size_t end = cut.spread_end(at);
        if (end == at) {
            at = cut.strip(at);
            continue;
        }
        for (; at < end; ++at) cut.single(at);
    }
    // Pieces that lie wholly left of the view were needed only to place the others.
    const auto hidden = [&](const LanePiece& piece) { return piece.x1 < scale_.left || piece.x0 > scale_.right; };
    pieces.erase(std::remove_if(pieces.begin() + static_cast<std::ptrdiff_t>(start), pieces.end(), hidden),
                 pieces.end());
}

const Span* TimelineLod::span_at(const Lane& lane, std::size_t cursor) {
    if (cursor == 0) return nullptr;
    const std::size_t next = lower_span(lane, 0, static_cast<std::uint32_t>(cursor));
    if (next == 0) return nullptr;
    const Span& span = lane.spans[next - 1];
    return span.end == kOpen || span.end >= cursor ? &span : nullptr;
}

}  // namespace viz
