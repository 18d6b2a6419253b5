// The selection: what there is to say of the chosen task, object or line, in a few sentences.
//
// Without a choice it speaks of the task that runs. A name in the text can be clicked.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/task_times.hpp"
#include "panels/view.hpp"
#include "panels/why.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <string>

namespace viz {

struct SelectionLook {
    float scroll = 0;  // in pixels
    Selection last;

    // What was said last, and of which moment: a frame in which nothing moved says it again.
    const loopscope::Recording* known = nullptr;
    std::size_t known_size = 0;
    std::size_t known_cursor = 0;
    std::uint64_t known_time = 0;  // real time there: another run may be as long, never as quick to the ns
    Selection known_choice;
    const Language* language = nullptr;
    Why said;
    TaskTimes times;
};

void selection_panel(const View& view, Ui& ui, SelectionLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string selection_text(const View& view);

}  // namespace viz
