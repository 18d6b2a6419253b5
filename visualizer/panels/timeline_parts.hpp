// The parts of the timeline: its geometry, its lanes' order, and what draws each part.
// Only timeline*.cpp and their tests use this.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/timeline.hpp"

#include <algorithm>

namespace viz::timeline {

struct Geometry {
    ImVec2 min, max;  // the panel
    float unit = 1;   // the scale
    float name_left = 0;
    float left = 0;  // of the canvas
    float right = 0;
    float ruler = 0;  // tops, from here on
    float loop = 0;
    float lanes = 0;
    float lanes_end = 0;
    float legend = 0;
    float row = 40;  // height of one
    float least_row = 29;
    PixelScale scale;
    float cursor_x = 0;
    float row_top(std::size_t index, float scroll) const { return lanes + row * static_cast<float>(index) - scroll; }
    // Of the bars; the words above a wait have their room over it.
    float row_middle(float top) const { return top + row - 8.5f * unit - (row - least_row) * 0.5f; }
    float half() const { return std::min(10 * unit, 8.5f * unit + (row - least_row) * 0.3f); }
};

// Everything that the drawing functions need, made once a frame.
struct Scene {
    const View& view;
    Ui& ui;
    TimelineLook& look;
    const TimelineAxis& axis;
    Geometry place;
    ImDrawList* draw;
    std::size_t first_row = 0;  // visible ones, [first, last)
    std::size_t last_row = 0;
};

// "waits, sleep 2 s, line 14": the state of a task at the cursor, after its name.
std::string lane_words(const View& view, loopscope::TaskId task);
// How wide a fitted range is.
double fitted_end(const TimelineAxis& axis, bool finished);

void draw_ruler(Scene& scene);
void draw_loop_lane(Scene& scene);
void draw_names(Scene& scene);
void draw_lanes(Scene& scene);
void draw_wakes(Scene& scene);
void draw_cursor(Scene& scene);
void draw_legend(Scene& scene);
void draw_minimap(Scene& scene, ImVec2 min, ImVec2 max);
void draw_tooltip(Scene& scene, ImVec2 mouse);

}  // namespace viz::timeline
