// Console: what the program printed, with when and by whom. A click goes there.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <string>

namespace viz {

struct ConsoleLook {
    std::size_t cursor = ~std::size_t{0};  // as drawn last: when it moves, the panel scrolls along
};

void console_panel(const View& view, Ui& ui, ConsoleLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string console_text(const View& view);  // up to the cursor

}  // namespace viz
