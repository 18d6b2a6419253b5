// The graph of waiting: tasks and what they wait for as nodes, "waits for" and "held by" as arrows.
//
// A ring of waiting is drawn as a ring, in the colour of failure, with what it means below; where both have no
// room, one scrolls.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/graph_picture.hpp"
#include "panels/moment.hpp"
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <optional>
#include <string>

namespace viz {

struct GraphLook {
    Moment moment;
    GraphPicture picture;                // of that moment
    std::optional<GraphPicture> fitted;  // as much of it as a box of this size holds
    ImVec2 size;
    bool low = false;  // in boxes of one line
};

// In any box: a part of a panel, or most of the screen.
void graph_draw(const View& view, Ui& ui, GraphLook& look, ImVec2 min, ImVec2 max, Actions& actions);
// Whether there is a ring of waiting at the cursor.
bool graph_has_ring(const View& view, GraphLook& look);
std::string graph_text(const View& view);

}  // namespace viz
