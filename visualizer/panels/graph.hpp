// The graph of waiting: tasks and what they wait for as nodes, "waits for" and "held by" as arrows.
//
// A ring of waiting is drawn as a ring, in the colour of failure, with what it means below.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/graph_picture.hpp"
#include "panels/moment.hpp"
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <string>

namespace viz {

struct GraphLook {
    Moment moment;
    GraphPicture picture;  // of that moment
};

// In any box: a part of a panel, or most of the screen.
void graph_draw(const View& view, Ui& ui, GraphLook& look, ImVec2 min, ImVec2 max, Actions& actions);
// Whether there is a ring of waiting at the cursor.
bool graph_has_ring(const View& view, GraphLook& look);
std::string graph_text(const View& view);

}  // namespace viz
