// The event loop: the phase of its turn, who runs, who is ready, which timers are set, and what goes
// on outside of it.
//
// A task's card is the same card wherever it stands: when the cursor moves, cards slide from
// their old places to their new ones, and going back plays it backwards (CardMotion).
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/motion.hpp"
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <string>

namespace viz {

struct LoopLook {
    bool reduce_motion = false;
    bool animating = false;  // out: cards are on their way, so more frames are wanted
    CardMotion motion;       // shared with the resources, in whose lines tasks wait
};

void loop_panel(const View& view, Ui& ui, LoopLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string loop_text(const View& view);

}  // namespace viz
