// TimelineLod: the pieces in which a lane is drawn, as many as pixels can show.
//
// A lane of a million spans on six hundred pixels is drawn in a few hundred pieces:
// a span wide enough is a piece of its own; a few narrow ones with room behind them
// are spread, so that steps of one instant can all be seen; any more are merged,
// column by column, into strips that keep the shares of the states. Merged runs are
// leapt over by binary search, so that the cost follows what is visible.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/lanes.hpp"
#include "panels/timeline_axis.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace viz {

struct LanePiece {
    float x0 = 0;
    float x1 = 0;
    std::uint32_t first = 0;  // of the lane's spans, [first, last)
    std::uint32_t last = 0;
    loopscope::TaskState state = loopscope::TaskState::ready;  // of a strip: the one that a reader looks for first
    bool strip = false;
    bool future = false;                   // begins after the cursor
    std::array<std::uint8_t, 3> shares{};  // of a strip: ready, running, waiting, in quarters, 0 to 4
};

struct LodSettings {
    float column = 3;        // narrower spans are merged; a strip's grain
    int slots = 1;           // so many parts of a column are told apart: the more, the fewer events are looked up
    float least_run = 7;     // a running mark is never narrower
    float least_ready = 11;  // nor the box of a task that is ready at the cursor
    std::size_t cursor = 0;
    bool show_future = false;
};

class TimelineLod {
public:
    // `slot_ends` are kept by the caller for another time with the same axis, scale and width of a slot.
    TimelineLod(const TimelineAxis& axis, PixelScale scale, LodSettings settings,
                std::vector<std::uint32_t>* slot_ends = nullptr);

    // Appends the pieces of one lane that touch [left, right], from left to right.
    void cut(const loopscope::Lane& lane, std::vector<LanePiece>& pieces);

    // The span that lasts after the first `cursor` events; nullptr if there is none.
    static const loopscope::Span* span_at(const loopscope::Lane& lane, std::size_t cursor);

private:
    struct Cut;                        // one lane's walk
    std::uint32_t slot_end(int slot);  // the first event right of a slot
    std::uint32_t column_end(int column) { return slot_end((column + 1) * settings_.slots - 1); }

    const TimelineAxis& axis_;
    PixelScale scale_;
    LodSettings settings_;
    std::size_t first_event_ = 0;  // the first that is visible
    std::size_t limit_ = 0;        // spans that begin here or later are not drawn
    std::vector<std::uint32_t> own_slot_ends_;
    std::vector<std::uint32_t>* slot_ends_;  // found on demand, shared by all lanes
};

}  // namespace viz
