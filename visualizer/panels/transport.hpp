// Transport: the bar at the top: which lesson, the buttons that move the program or the
// cursor, how fast, what the clocks say, and in which mode the picture is.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <string>

namespace viz {

struct TransportLook {
    float centre = 0;  // where the centre column begins: the buttons line up with it if there is room
};

void transport_panel(const View& view, Ui& ui, TransportLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string transport_text(const View& view);

// The line under the bar that says why a program is lost, with a button to start it again.
void notice_panel(const View& view, Ui& ui, ImVec2 min, ImVec2 max, Actions& actions);

// A mode in words, colour and shape; the window's border takes the colour where it must be noticed.
// The key of what the mode of the moment means, for a reader of that program.
const char* mode_tip(const View& view);
const char* mode_word(Mode mode);
ImU32 mode_colour(const Theme& theme, Mode mode);

// The pace slider: 0 to 1 is x0.1 to x8, by ratio; the last bit is "max", no waiting at all.
double pace_of(double position);
double position_of(double pace);
std::string pace_words(double pace);

}  // namespace viz
