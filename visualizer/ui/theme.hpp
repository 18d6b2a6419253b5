// Theme: every colour, size and font of the window, in one place.
//
// State is told by colour AND shape (VISUAL rules in docs/design.md): running is
// full and bright, ready a hollow box, waiting a thin bar, failed, cancelled,
// done. Waiting is normal, so it is never red. The six state colours keep their
// distance for colour-blind eyes; a test measures it.
//
// Thread rule: the window's thread.
#pragma once
#include "monitor/world.hpp"

#include <imgui/imgui.h>

namespace viz {

struct Theme {
    ImU32 background, panel_line, text, text_dim, text_faint, heading, accent, accent_fill, accent_text;
    ImU32 card, card_line, button, code_text, code_keyword, code_type, code_comment, code_string, code_function,
        current_line;
    ImU32 running, ready, waiting, failed, cancelled, done;
    ImU32 mode_gate, mode_freeze, mode_travel, mode_live, mode_lost;
    ImU32 swatches[8];  // a task's identity mark, by id

    ImU32 state(loopscope::TaskState state) const;
    ImU32 swatch(loopscope::TaskId task) const;
};

Theme dark_theme();
Theme light_theme();

struct Fonts {                     // with their heights in pixels at scale 1
    ImFont* body = nullptr;        // 20, a 15-pixel font
    ImFont* small = nullptr;       // 17
    ImFont* bold = nullptr;        // 20
    ImFont* title = nullptr;       // 26, bold
    ImFont* mono = nullptr;        // 19
    ImFont* mono_small = nullptr;  // 17
    ImFont* mono_tiny = nullptr;   // 15, where a line of code would have to be broken otherwise
    ImFont* italic = nullptr;      // 20
    ImFont* lead = nullptr;        // 23, for what should be read first
    ImFont* heading = nullptr;     // 16, bold: PANEL HEADINGS
};

// Sets Dear ImGui's own style (scrollbars, tables, tooltips) to the theme. Always from
// a fresh style, so that it may be called again at another scale.
void apply_style(const Theme& theme, float scale, bool calm);

// Black or white, whichever reads better on `fill`.
ImU32 text_on(ImU32 fill);
// `colour` with its opacity times `alpha`.
ImU32 fade(ImU32 colour, float alpha);
// OKLab distance x100 of two colours as seen by normal, protan, deutan or tritan eyes.
enum class Eyes { normal, protan, deutan, tritan };
float distance(ImU32 left, ImU32 right, Eyes eyes);
float contrast(ImU32 left, ImU32 right);  // WCAG ratio, 1 to 21

}  // namespace viz
