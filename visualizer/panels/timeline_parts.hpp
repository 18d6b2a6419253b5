// The parts of the timeline: its geometry, and what draws and works each part.
// Only timeline*.cpp and their tests use this.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/timeline.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace viz::timeline {

inline constexpr float kFutureAlpha = 0.22f;

struct Geometry {
    ImVec2 min, max;  // the panel
    float unit = 1;   // the scale
    float name_left = 0;
    float left = 0;  // of the canvas
    float right = 0;
    float ruler = 0;  // tops, from here on
    float loop = 0;
    float pinned = 0;
    float lanes = 0;
    float lanes_end = 0;
    float legend = 0;
    float row = 40;  // height of one
    float least_row = 29;
    PixelScale scale;  // of what is drawn; while the axis changes, its places are pixels
    PixelScale still;  // of the axis as it is, or will be
    float cursor_x = 0;
    // Of the bars; the words above a wait have their room over it.
    float row_middle(float top) const { return top + row - 8.5f * unit - (row - least_row) * 0.5f; }
    float half() const { return std::min(10 * unit, 8.5f * unit + (row - least_row) * 0.3f); }
};

struct ShownRow {
    std::size_t row = 0;
    float top = 0;
    bool pinned = false;
};

// Everything that the drawing functions need, made once a frame.
struct Scene {
    const View& view;
    Ui& ui;
    TimelineLook& look;
    const TimelineAxis& axis;   // of what is drawn
    const TimelineAxis& still;  // as it is, or will be
    Geometry place;
    ImDrawList* draw;
    std::size_t known = 0;        // events of which the picture may tell
    bool future = false;          // those after the cursor are among them
    std::vector<ShownRow> shown;  // the pinned ones first
    std::size_t pinned = 0;

    // Where words stand already, so that an arrow's find a place of their own.
    struct Words {
        ImVec2 min, max;
    };
    std::vector<Words> words{};
    std::vector<Words> bars{};  // and what the lanes show

    float x_of(std::size_t event) const { return place.scale.at(axis.place(event)); }
    std::size_t cursor_at_x(float x) const { return axis.cursor_at(place.scale.place(x)); }
};

// Draws words and remembers where they stand.
void put_words(Scene& scene, ImFont* font, ImVec2 at, ImU32 colour, std::string_view words);
// "waits, sleep 2 s, line 14": the state of a task at the cursor, after its name.
std::string lane_words(const View& view, loopscope::TaskId task);
// How many events the picture may tell of: while a prediction is open, none after the cursor.
std::size_t known_events(const View& view);
bool shows_future(const View& view);
// How far a fitted range reaches; `folded` of it takes no room.
double fitted_end(const TimelineAxis& axis, std::size_t known, bool finished, double folded = 0);
// "0.300 s · 12 steps · 3 tasks alive, 0.4 running"; rough: without what takes a pass over the range.
std::string range_words(const View& view, Range range, bool rough);
// The range that is meant when two places are marked, one before the other.
std::optional<Range> range_between(const TimelineAxis& axis, const loopscope::Recording& recording, double from,
                                   double to);
// A tooltip with these words, now.
void show_tooltip(Ui& ui, const std::string& words);

void draw_ruler(Scene& scene);
void draw_folds(Scene& scene);
void draw_loop_lane(Scene& scene);
void draw_names(Scene& scene);
void draw_filter(Scene& scene);
void draw_lanes(Scene& scene);
void draw_site_marks(Scene& scene);
void draw_wakes(Scene& scene);
void draw_moments(Scene& scene, Actions& actions);  // findings and bookmarks, on the ruler
void draw_range(Scene& scene, Actions& actions);
void draw_range_label(Scene& scene, Actions& actions);  // over the cursor
void draw_cursor(Scene& scene);
// Returns where the legend ends.
float draw_legend(Scene& scene);
void draw_minimap(Scene& scene, TimelineLook::Range& range, float left);
void draw_tooltip(Scene& scene, ImVec2 mouse);

// Whether a wait is for this object.
bool waits_for(const loopscope::Span& span, loopscope::ObjectId object);

// The mouse over names and canvas; the wheel; and what keys asked for.
void work_mouse(Scene& scene, TimelineLook::Range& range, Actions& actions);
void carry_out_moves(const TimelineAxis& axis, const Geometry& place, const View& view, TimelineLook& look,
                     TimelineLook::Range& range, double full, Actions& actions);
void pan_pixels(TimelineLook::Range& range, const PixelScale& scale, double pixels);

}  // namespace viz::timeline
