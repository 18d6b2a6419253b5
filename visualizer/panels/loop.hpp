// The event loop: the phase of its turn, who runs, who is ready, which timers are set.
//
// A task's card is the same card wherever it stands: when the cursor moves, cards
// slide from their old places to their new ones. The motion is drawn from the two
// layouts, so going back plays it backwards.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace viz {

struct LoopLook {
    bool reduce_motion = false;
    bool animating = false;  // out: cards are on their way, so more frames are wanted

    struct Place {
        ImVec2 min, max;  // from the panel's corner
    };
    std::unordered_map<std::uint64_t, Place> from;   // where each card was when the cursor moved
    std::unordered_map<std::uint64_t, Place> shown;  // where it was drawn last
    double moved_at = -1;                            // ImGui's time when the cursor moved
    std::size_t last_cursor = 0;
    bool first = true;
};

void loop_panel(const View& view, Ui& ui, LoopLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string loop_text(const View& view);

}  // namespace viz
