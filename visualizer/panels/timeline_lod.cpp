#include "panels/timeline_lod.hpp"

#include <algorithm>
#include <cmath>

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

// The same for what is likely near: it looks ahead in longer and longer leaps.
std::size_t next_span(const Lane& lane, std::size_t from, std::uint32_t event) {
    std::size_t leap = 16;
    while (from + leap < lane.spans.size() && lane.spans[from + leap].begin < event) {
        from += leap;
        leap *= 2;
    }
    const auto at = [&](std::size_t index) { return lane.spans.begin() + static_cast<std::ptrdiff_t>(index); };
    const auto found = std::lower_bound(at(from), at(std::min(from + leap, lane.spans.size())), event,
                                        [](const Span& span, std::uint32_t wanted) { return span.begin < wanted; });
    return static_cast<std::size_t>(found - lane.spans.begin());
}

std::size_t share_of(TaskState state) { return state == TaskState::ready ? 0 : state == TaskState::running ? 1 : 2; }

}  // namespace

TimelineLod::TimelineLod(const TimelineAxis& axis, PixelScale scale, LodSettings settings,
                         std::vector<std::uint32_t>* slot_ends)
    : axis_(axis), scale_(scale), settings_(settings), slot_ends_(slot_ends != nullptr ? slot_ends : &own_slot_ends_) {
    // A running mark reaches beyond its end, so begin a little before the edge.
    first_event_ = axis_.cursor_at(scale_.place(scale_.left - 2 * settings_.least_run));
    const double end = scale_.place(scale_.right);
    limit_ = axis_.cursor_at(end, first_event_);
    if (!settings_.show_future) limit_ = std::min(limit_, settings_.cursor);
}

std::uint32_t TimelineLod::slot_end(int slot) {
    const auto wanted = static_cast<std::size_t>(slot);
    std::vector<std::uint32_t>& ends = *slot_ends_;
    const float width = settings_.column / static_cast<float>(settings_.slots);
    while (ends.size() <= wanted) {
        const std::size_t before = ends.empty() ? 0 : ends.back();
        const float right = scale_.left + width * static_cast<float>(ends.size() + 1);
        ends.push_back(static_cast<std::uint32_t>(axis_.cursor_at(scale_.place(right), before)));
    }
    return ends[wanted];
}

// The walk along one lane. `pen` is where the last piece ended: spread pieces push later ones on.
struct TimelineLod::Cut {
    TimelineLod& lod;
    const Lane& lane;
    std::vector<LanePiece>& pieces;
    std::size_t limit = 0;  // spans before it are drawn
    bool crowded = false;   // more spans than columns: it pays to know which events a column has
    int slot = 0;           // of the span looked at last
    float pen = -1e9f;
    // Where the events looked at last stand: a span begins where the one before it ended.
    struct Known {
        std::uint32_t event = kOpen;
        float x = 0;
    };
    std::array<Known, 8> known{};

    float x_of(std::uint32_t event) {
        Known& place = known[event % known.size()];
        if (place.event != event) place = {event, lod.scale_.at(lod.axis_.place(event))};
        return place.x;
    }

    float begin_x(const Span& span) { return x_of(span.begin); }

    bool current(const Span& span) const {
        return span.begin < lod.settings_.cursor && (span.end == kOpen || span.end >= lod.settings_.cursor);
    }

    float end_x(const Span& span) {
        // A step that runs has a width of its own on the step axis.
        const bool ended = span.end != kOpen && span.state != TaskState::running && !current(span);
        if (ended) return x_of(span.end);
        return lod.scale_.at(lod.axis_.span_end(span, lod.settings_.cursor, lod.settings_.show_future));
    }

    // What begins and ends in the slots of one width is small: no need to know where. The first slot has all
    // that is left of it.
    bool surely_small(const Span& span) {
        if (!crowded || span.end == kOpen) return false;
        const int at = slot_of(span);
        return at > 0 && span.end < lod.slot_end(at + lod.settings_.slots - 1);
    }

    bool small(const Span& span) { return surely_small(span) || end_x(span) - begin_x(span) < lod.settings_.column; }

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
    std::size_t spread_end(std::size_t first) {
        // More than can be spread begin in this very column: no need to look at each.
        const std::size_t beyond = first + 4 * kMostSpread;
        if (beyond < limit && lane.spans[beyond].begin < lod.column_end(column_of(lane.spans[first]))) return first;
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

    int column_of(const Span& span) {
        if (!crowded) return std::max(0, static_cast<int>((begin_x(span) - lod.scale_.left) / lod.settings_.column));
        return slot_of(span) / lod.settings_.slots;
    }

    int slot_of(const Span& span) {
        while (slot > 0 && span.begin < lod.slot_end(slot - 1)) --slot;
        while (span.begin >= lod.slot_end(slot)) ++slot;
        return slot;
    }

    // Merges the spans that begin in the column of `first`; returns the first that does not.
    std::size_t strip(std::size_t first) {
        const float grain = lod.settings_.column;
        const int at = column_of(lane.spans[first]);
        const float right = lod.scale_.left + grain * static_cast<float>(at + 1);
        std::size_t last = std::min(limit, next_span(lane, first, lod.column_end(at)));
        last = std::max(last, first + 1);
        if (last - first > 1 && !small(lane.spans[last - 1])) --last;

        LanePiece piece;
        piece.first = static_cast<std::uint32_t>(first);
        piece.last = static_cast<std::uint32_t>(last);
        piece.strip = true;
        piece.future = lane.spans[first].begin >= lod.settings_.cursor;
        weigh(piece);
        LanePiece* before = pieces.empty() ? nullptr : &pieces.back();
        const bool like = before != nullptr && before->strip && before->last == piece.first &&
                          before->future == piece.future && before->shares == piece.shares;
        if (like && before->x1 >= right - grain) {  // it reaches this column: where this one begins is of no matter
            before->x1 = pen = std::max(pen, right);
            before->last = piece.last;
            return last;
        }
        piece.x0 = std::max(pen, begin_x(lane.spans[first]));
        piece.x1 = std::max(piece.x0, right);
        pen = piece.x1;
        if (like && piece.x0 - before->x1 < grain) {
            before->x1 = piece.x1;
            before->last = piece.last;
            return last;
        }
        if (piece.x1 > piece.x0) pieces.push_back(piece);
        return last;
    }

    // How long a span is, for its share of a strip. By steps its events are measure enough: what others do
    // meanwhile is a step each.
    double length(const Span& span) const {
        const std::size_t end = std::min<std::size_t>(span.end, lod.limit_);
        if (lod.axis_.axis() == Axis::step) return static_cast<double>(end - std::min<std::size_t>(span.begin, end));
        return lod.axis_.place(end) - lod.axis_.place(span.begin);
    }

    void weigh(LanePiece& piece) const {
        std::array<double, 3> lengths{};
        std::array<bool, 3> seen{};
        const std::size_t count = piece.last - piece.first;
        const std::size_t samples = std::min(count, kMostSampled);
        double all = 0;
        for (std::size_t at = 0; at < samples; ++at) {
            const Span& span = lane.spans[piece.first + at * count / samples];
            const std::size_t share = share_of(span.state);
            const double one = length(span);
            lengths[share] += one;
            seen[share] = true;
            all += one;
        }
        for (std::size_t at = 0; at < 3; ++at) {
            // Rounded up: a state that is there is never lost.
            const double quarters = all > 0 ? std::ceil(4 * lengths[at] / all - 1e-9) : 1;
            piece.shares[at] = seen[at] ? static_cast<std::uint8_t>(std::clamp(quarters, 1.0, 4.0)) : std::uint8_t{0};
        }
        piece.state = seen[1] ? TaskState::running : seen[0] ? TaskState::ready : TaskState::waiting;
    }
};

void TimelineLod::cut(const Lane& lane, std::vector<LanePiece>& pieces) {
    Cut cut{*this, lane, pieces};
    cut.limit = lower_span(lane, 0, static_cast<std::uint32_t>(limit_));
    std::size_t at = lower_span(lane, 0, static_cast<std::uint32_t>(first_event_));
    // The span before it may reach into view.
    if (at > 0) --at;
    cut.crowded = at + static_cast<std::size_t>((scale_.right - scale_.left) / settings_.column) < cut.limit;
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
