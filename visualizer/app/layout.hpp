// Layout: where every panel is, as a pure function of the window's size.
//
// Splits are fractions, so that they hold when the window changes its size; least
// sizes keep every panel usable down to 1280x720.
//
// Thread rule: none, pure functions.
#pragma once
#include <imgui/imgui.h>

namespace viz {

struct Box {
    ImVec2 min, max;
    float width() const { return max.x - min.x; }
    float height() const { return max.y - min.y; }
};

struct Fractions {
    float left = 0.25f;      // of the width: the lesson
    float right = 0.74f;     // of the width: where the right column begins
    float bottom = 0.765f;   // of the height: where the bottom row begins
    float centre = 0.55f;    // of the middle's height: where the source begins
    float side = 0.37f;      // of the middle's height: where the resources begin
    float low_side = 0.70f;  // of the middle's height: where the selection begins
    float foot = 0.515f;     // of the width: where "what just happened" begins
};

struct Split {
    Box box;
    float least = 0, most = 1;  // of its fraction
    float extent = 1;           // pixels of the whole that is split
};

struct Layout {
    Box top, notice, lesson, timeline, source, loop, resources, selection, tabs, happened;
    Split left, right, bottom, centre, side, low_side, foot;
};

Layout lay_out(ImVec2 display, const Fractions& fractions, float scale, bool notice);

}  // namespace viz
