// A sentence that the window has to say: what went wrong, what to do, and a button that does it.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <string>

namespace viz {

// The first of View::notes, in the strip below the top bar.
void note_panel(const View& view, Ui& ui, ImVec2 min, ImVec2 max, Actions& actions);
std::string note_text(const View& view);  // all of them

}  // namespace viz
