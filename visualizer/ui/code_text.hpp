// CodeText: draws a line of code in the theme's colours.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "ui/highlight.hpp"
#include "ui/theme.hpp"

#include <imgui/imgui.h>

namespace viz {

ImU32 token_colour(const Theme& theme, TokenKind kind);

struct CodeDrawn {
    float end = 0;     // where the text ends, or would
    bool cut = false;  // it ends in an ellipsis before `limit`
};
CodeDrawn draw_code_line(ImDrawList* draw, ImFont* font, const Theme& theme, ImVec2 at, const CodeLine& line,
                         float limit);

}  // namespace viz
