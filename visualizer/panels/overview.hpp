// The overview: what a recording holds, where there is no lesson to read.
//
// Its findings, checkpoints and bookmarks, each a way to its moment.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <string>

namespace viz {

void overview_panel(const View& view, Ui& ui, ImVec2 min, ImVec2 max, Actions& actions);
std::string overview_text(const View& view);

}  // namespace viz
