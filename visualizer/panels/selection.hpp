// The selection: why the chosen task is where it is, in a few sentences.
//
// Without a choice it speaks of the task that runs. A name in the text can be clicked.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/view.hpp"
#include "panels/why.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <string>

namespace viz {

struct SelectionLook {
    float scroll = 0;  // in pixels
    loopscope::TaskId last_task = 0;

    // What was said last, and of which moment: a frame in which nothing moved says it again.
    const loopscope::Recording* known = nullptr;
    std::size_t known_size = 0;
    std::size_t known_cursor = 0;
    std::uint64_t known_time = 0;  // real time there: another run may be as long, never as quick to the ns
    loopscope::TaskId known_choice = 0;
    Why said;
};

void selection_panel(const View& view, Ui& ui, SelectionLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string selection_text(const View& view);

}  // namespace viz
