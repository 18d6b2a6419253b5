// The timeline: a lane for each task, indented by who made whom, and one for the loop.
//
// Running is full height and bright, ready a hollow box, waiting a thin bar with
// its reason above. Drag the ruler or the grip to travel; drag a lane to pan, turn
// the wheel to zoom (Ctrl: scroll, Shift: pan), Ctrl+drag to mark a range, click a
// lane to select its task. An idle gap can be folded, a subtree collapsed, a lane pinned.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "monitor/labels.hpp"
#include "monitor/statistics.hpp"
#include "panels/timeline_axis.hpp"
#include "panels/timeline_folds.hpp"
#include "panels/timeline_lod.hpp"
#include "panels/timeline_passes.hpp"
#include "panels/timeline_rows.hpp"
#include "panels/view.hpp"
#include "ui/field.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace viz {

// How the timeline looks to this reader: zoom, scroll, and what is worth keeping between frames.
struct TimelineLook {
    bool reduce_motion = false;
    bool animating = false;  // out: it is on its way, so more frames are wanted

    struct Range {
        double begin = 0;
        double end = 1;
        bool fit = true;  // shows the whole recording as it grows
    };
    std::array<Range, 3> ranges;  // by Axis
    float scroll = 0;             // of the lanes, in pixels
    TimelineRows rows;
    TimelineFolds folds;

    enum class Drag { none, seek, pan, range, handle };
    Drag drag = Drag::none;
    bool dragged = false;     // moved far enough not to be a click
    double range_anchor = 0;  // the place where the marking of a range began
    Field filter;             // lanes are shown whose name or state has these letters
    bool filtering = false;   // they are being typed
    std::size_t last_cursor = 0;
    loopscope::TaskId last_task = 0;
    std::vector<TimelineMove> moves;  // what keys asked for; carried out by the next frame

    // A change of axis or folds that is on its way: how it was before, and since when.
    struct Motion {
        Axis axis = Axis::step;
        PixelScale scale;
        std::vector<Fold> folds;
        double since = -1;  // ImGui's time; below 0: nothing moves
    };
    Motion before;
    // As drawn last, to see that it is another one.
    struct Drawn {
        Axis axis = Axis::step;
        PixelScale scale;
        std::vector<Fold> folds;
        bool any = false;
    };
    Drawn drawn;

    // --- kept between frames; made again when the recording is another one ---
    const loopscope::Recording* known = nullptr;
    std::size_t known_size = 0;
    std::uint64_t known_start = 0;
    std::unordered_map<std::uint32_t, std::string> wait_labels;  // by the index where the wait begins
    std::vector<LanePiece> pieces;
    std::vector<std::size_t> piece_ends;  // of each row shown
    // What the pieces were cut from: most frames show the same again, and only what is under the mouse is another.
    struct CutFrom {
        const loopscope::Recording* recording = nullptr;
        std::uint64_t start = 0;
        std::size_t first = 0, size = 0, cursor = 0;
        bool future = false;
        Axis axis = Axis::step;
        double begin = 0, per_unit = 0;
        float left = 0, right = 0, fold_width = 0, unit = 0;
        std::vector<Fold> folds;
        std::uint64_t version = 0;  // of the rows
        std::vector<std::size_t> rows;
        bool operator==(const CutFrom&) const = default;
    };
    CutFrom cut_from;
    CutFrom slots_from;  // the same without what is of the cursor and of the rows
    std::vector<std::uint32_t> slot_ends;
    TimelinePasses passes;

    // How wide the names are; measured again when the rows or the letters are others.
    struct Names {
        std::uint64_t version = ~std::uint64_t{0};
        std::size_t size = 0;
        float scale = 0;
        float width = 0;
    };
    Names names;

    // What the marked range amounts to.
    struct RangeWords {
        std::optional<viz::Range> range;
        std::string words;
        bool rough = false;  // while it is dragged over very many events
    };
    RangeWords range_words;

    // The minimap's bars.
    struct Density {
        Axis axis = Axis::step;
        std::size_t known = 0;
        double full = 0;
        std::size_t folds = 0;
        std::vector<float> shares;  // 0 to 1
    };
    Density density;
};

void timeline_panel(const View& view, Ui& ui, TimelineLook& look, ImVec2 min, ImVec2 max, Actions& actions);

// While the filter is typed, keys and characters are for it. False: not this key.
bool timeline_key(TimelineLook& look, int code, int modifiers);
bool timeline_type(TimelineLook& look, unsigned character);

// The same in words.
std::string timeline_text(const View& view);

}  // namespace viz
