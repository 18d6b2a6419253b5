// Tasks: every task so far, as a table that can be sorted and filtered by name. A click selects.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/view.hpp"
#include "ui/field.hpp"
#include "ui/widgets.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace viz {

struct TasksLook {
    std::vector<loopscope::TaskId> order;  // the rows
    const loopscope::Recording* recording = nullptr;
    std::size_t cursor = ~std::size_t{0};  // for which `order` was made
    std::size_t count = 0;                 // tasks that there were then
    int column = 0;                        // sorted by
    bool descending = false;
    double arranged = -1;    // when; many rows are not sorted in every frame
    Field filter;            // part of a name, as typed
    bool filtering = false;  // it is being typed
    std::string filtered;    // for which `order` was made
};

void tasks_panel(const View& view, Ui& ui, TasksLook& look, ImVec2 min, ImVec2 max, Actions& actions);
// While look.filtering: what is typed. False: the key is not for the field; Tab leaves it.
bool tasks_key(TasksLook& look, int code, int modifiers);
bool tasks_type(TasksLook& look, unsigned character);
std::string tasks_text(const View& view);
std::size_t tasks_created(const View& view);  // by the cursor

}  // namespace viz
