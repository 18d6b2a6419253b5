// The selection: why the chosen task is where it is, in a few sentences.
//
// Without a choice it speaks of the task that runs. A name in the text can be clicked.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <string>

namespace viz {

struct SelectionLook {
    float scroll = 0;  // in pixels
    loopscope::TaskId last_task = 0;
};

void selection_panel(const View& view, Ui& ui, SelectionLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string selection_text(const View& view);

}  // namespace viz
