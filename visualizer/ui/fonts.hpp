// Fonts: finds the system's, and builds an atlas with the glyphs that are wanted.
//
// Noto Sans for words, JetBrains Mono for code and numbers; DejaVu where those are
// missing, and Dear ImGui's own pixel font when there is nothing at all, with a note
// that says which package to install.
//
// Thread rule: the window's thread, between frames.
#pragma once
#include "ui/theme.hpp"

#include <set>
#include <string>
#include <string_view>

namespace viz {

using Glyphs = std::set<ImWchar>;

// Adds every character of a UTF-8 text beyond ASCII; true if one was new.
bool add_glyphs(Glyphs& glyphs, std::string_view utf8);

struct FontsResult {
    Fonts fonts;
    std::string note;  // "" if the fonts that we want are here
};

// Clears the atlas of the current context and fills it for `scale`. Does not touch a GPU.
// Sizes are whole pixels at every scale, so that text is always sharp.
FontsResult build_fonts(float scale, const Glyphs& wanted);

}  // namespace viz
