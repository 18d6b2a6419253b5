// The timeline: a lane for each task, indented by who made whom, and one for the loop.
//
// Running is full height and bright, ready a hollow box, waiting a thin bar with
// its reason above. Drag the ruler or the grip to travel; drag a lane to pan, turn
// the wheel to zoom (Ctrl: scroll, Shift: pan), click a lane to select its task.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "monitor/labels.hpp"
#include "panels/timeline_axis.hpp"
#include "panels/timeline_lod.hpp"
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace viz {

using LaneRow = loopscope::TreeRow;  // in the order of the tree

// How the timeline looks to this reader: zoom, scroll, and what is worth keeping between frames.
struct TimelineLook {
    struct Range {
        double begin = 0;
        double end = 1;
        bool fit = true;  // shows the whole recording as it grows
    };
    std::array<Range, 3> ranges;  // by Axis
    float scroll = 0;             // of the lanes, in pixels

    enum class Drag { none, seek, pan, minimap, scrollbar };
    Drag drag = Drag::none;
    bool dragged = false;  // moved far enough not to be a click
    std::size_t last_cursor = 0;
    std::vector<TimelineMove> moves;  // what keys asked for; carried out by the next frame

    // --- kept between frames; made again when the recording is another one ---
    const loopscope::Recording* known = nullptr;
    std::size_t known_size = 0;
    std::uint64_t known_start = 0;
    std::size_t known_first = 0;
    std::vector<LaneRow> rows;  // in the order of the tree
    std::unordered_map<loopscope::TaskId, std::size_t> row_of;
    std::unordered_map<std::uint32_t, std::string> wait_labels;  // by the index where the wait begins
    std::vector<LanePiece> pieces;
};

void timeline_panel(const View& view, Ui& ui, TimelineLook& look, ImVec2 min, ImVec2 max, Actions& actions);

// The same in words.
std::string timeline_text(const View& view);

}  // namespace viz
