// The command palette: type a few letters, and do or find anything.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/palette_search.hpp"
#include "panels/view.hpp"
#include "ui/field.hpp"
#include "ui/widgets.hpp"

#include <cstddef>
#include <string>

namespace viz {

struct PaletteLook {
    Field field;
    bool recorded_only = false;  // Ctrl+F: only what is in the recording
    std::size_t selected = 0;    // of search.rows()
    bool moved = true;           // the selection: scroll to it
    PaletteSearch search;
};

// Opens above everything, below min.
void palette_panel(const View& view, Ui& ui, PaletteLook& look, ImVec2 min, ImVec2 max, Actions& actions);
// A key while it is open; it takes all of them. What it does is put into `actions`.
void palette_key(const View& view, PaletteLook& look, int code, int modifiers, Actions& actions);
void palette_type(PaletteLook& look, unsigned character);

// As when it has just been opened; and as it is.
std::string palette_text(const View& view);
std::string palette_text(const View& view, const PaletteLook& look);

}  // namespace viz
