// Widgets: the few shapes that every panel is made of, and the probe that sees them.
//
// Every widget has a stable name ("transport/step"). While it draws, it tells the
// Probe its name, rectangle and text, so that a test can click it, read it and
// list text that is clipped; the same names serve as a text twin for a screen reader.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "monitor/world.hpp"
#include "ui/focus.hpp"
#include "ui/text.hpp"
#include "ui/theme.hpp"

#include <imgui/imgui.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace viz {

struct Probed {
    ImVec2 min, max;
    std::string text;      // what is shown
    bool enabled = true;   // can be clicked
    bool clipped = false;  // its text does not fit
};

// What the last frame showed, by name. Off (free) unless a test or a twin wants it.
class Probe {
public:
    bool on = false;
    void begin_frame() {
        if (on) shown_.clear();
    }
    void tell(std::string_view name, ImVec2 min, ImVec2 max, std::string_view text, bool enabled = true,
              bool clipped = false);
    const std::map<std::string, Probed>& shown() const { return shown_; }
    const Probed* find(const std::string& name) const;

private:
    std::map<std::string, Probed> shown_;
};

struct Ui;
// Probe::tell for something in the current window: what sticks out of it counts as clipped.
void tell(Ui& ui, std::string_view name, ImVec2 min, ImVec2 max, std::string_view text, bool enabled = true,
          bool cut = false);

// Handed to everything that draws.
struct Ui {
    const Theme& theme;
    const Fonts& fonts;
    const Text& text;
    Probe& probe;
    float scale = 1.0f;  // multiply own sizes by it
    bool calm = false;   // software GL: fewer primitives, no anti-aliasing
    bool focus_visible = true;
    Focus* focus = nullptr;  // null: mouse only, as in a screenshot
};

// A region of the window at [min, max] without a fill; everything between the two
// calls belongs to it. Draw nothing when it says false (it has no room), and end it anyway.
bool begin_panel(Ui& ui, const char* name, ImVec2 min, ImVec2 max, bool scrolls = false);
void end_panel();

// Something that can be pressed at a place of its own: the bare hit area, without a shape.
struct Hit {
    bool hovered = false, held = false, pressed = false, focused = false, double_clicked = false;
    int nudge = 0;  // Left and Right while it has the focus, if adjustable
};
Hit hit(Ui& ui, const char* name, ImVec2 min, ImVec2 max, bool enabled = true, bool adjustable = false);
// The ring around what has the focus.
void focus_ring(Ui& ui, ImVec2 min, ImVec2 max);

// A link in running text: accent colour, underlined when hovered; over several lines if wider than `wrap`.
bool link(Ui& ui, const char* name, const char* label, const char* tooltip = nullptr, float wrap = 0);

// A button with a label; `primary` is filled. True when pressed. The tooltip is shown after a moment.
bool button(Ui& ui, const char* name, const char* label, const char* tooltip, bool primary = false, bool enabled = true,
            float width = 0);
// The same with a drawn mark, before the label or alone ("" as label).
enum class Icon {
    none,
    play,
    pause,
    forward,
    back,
    to_next,
    to_previous,
    restart,
    restart_here,  // the same, up to a point
    up,
    down,
    left,
    right,
    stop,
    close,
    help,
    freeze,
    tick
};
bool icon_button(Ui& ui, const char* name, Icon icon, const char* label, const char* tooltip, bool primary = false,
                 bool enabled = true, float width = 0, bool icon_last = false);
float button_width(Ui& ui, Icon icon, const char* label);
float control_height(Ui& ui);
void draw_icon(ImDrawList* draw, Icon icon, ImVec2 centre, float size, ImU32 colour);
// One of several words, the chosen one underlined or bright: tabs, axes. True when pressed.
// `small`: in the small font; `room`: shortened to it, and then its tooltip has all of the label.
bool choice(Ui& ui, const char* name, const char* label, bool chosen, const char* tooltip = nullptr, bool small = false,
            float room = 0);
float choice_width(Ui& ui, const char* label, bool small = false);
// A slider with label, track, grip and value. True while it changes; `released` when let go.
bool slider(Ui& ui, const char* name, const char* label, double& value, double minimum, double maximum, double step,
            const char* value_text, float width, bool* released);
void label(Ui& ui, const char* name, std::string_view text, ImFont* font, ImU32 colour);
// A small capital heading as each panel has, and a dim remark at the right end of its line.
void panel_heading(Ui& ui, const char* name, const char* title, std::string_view remark = {}, float width = 0);
void paragraph(Ui& ui, const char* name, std::string_view text, ImFont* font, ImU32 colour, float width);
void tooltip(Ui& ui, const char* text);  // for the last item, after a moment

// --- drawn shapes, no layout; all in screen coordinates ---
// A card for a task: swatch, name, an optional second line; its border and fill tell the state.
// `beside` stands behind the name, dim, where there is room for all of it.
// Returns whether one of these had to be shortened; where there is no room for `second` it is left out.
bool task_card(Ui& ui, ImDrawList* draw, ImVec2 min, ImVec2 max, loopscope::TaskId id, std::string_view name,
               std::string_view second, loopscope::TaskState state, std::string_view beside = {});
// A round mark, hollow or full, with smooth edges even where the rest goes without.
void round_mark(Ui& ui, ImDrawList* draw, ImVec2 centre, float radius, ImU32 colour, bool full);
// A state mark in a box: full, hollow, bar, x, slash, stub.
void state_mark(Ui& ui, ImDrawList* draw, ImVec2 min, ImVec2 max, loopscope::TaskState state);
ImVec2 text_size(ImFont* font, std::string_view text, float wrap = 0);
void draw_text(ImDrawList* draw, ImFont* font, ImVec2 at, ImU32 colour, std::string_view text, float wrap = 0);
// How many bytes of a text without line ends go on the first line, `wrap` wide: up to a space if there is one.
std::size_t first_line(ImFont* font, std::string_view text, float wrap);
// Text cut with an ellipsis at `width`; returns whether it was cut.
bool text_cut(ImDrawList* draw, ImFont* font, ImVec2 at, ImU32 colour, std::string_view text, float width);

// A splitter between two regions; fraction is changed by dragging, reset by a double click.
bool splitter(Ui& ui, const char* name, bool vertical, ImVec2 min, ImVec2 max, float& fraction, float normal,
              float extent, float least, float most);

}  // namespace viz
