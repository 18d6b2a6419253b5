// Help: one sheet with every key, what the state marks mean, and what the modes mean.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <string>

namespace viz {

struct HelpLook {
    std::string note;  // about this machine: a font is missing; "" if all is well
};

// Drawn over the panels, in the middle of [min, max].
void help_panel(const View& view, Ui& ui, HelpLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string help_text(const View& view);

}  // namespace viz
