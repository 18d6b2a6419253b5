// What a frame really drew as text: read back from Dear ImGui's triangles, not from what panels say.
//
// A glyph is a textured rectangle; its place in the font atlas tells which character it is. Glyphs
// that follow each other on a line make a Run. Runs tell what no panel would admit: a word that a
// clip rectangle cuts, one that lies over another, one beside the window.
//
// The rule, for every text that a frame draws:
// - sideways nothing may be cut, not even by a pixel's half, save in a field that is typed into;
// - downwards at most kMostBelow pixels, save where the reader can scroll (a window of Dear ImGui that
//   scrolls, or an area that is told below), for there a line half shown says that there is more;
// - no two runs lie over each other, unless something opaque was drawn between them (a tooltip, a sheet);
// - nothing lies outside the window.
//
// Thread rule: the thread whose Dear ImGui context has just rendered.
#pragma once
#include <imgui/imgui.h>

#include <string>
#include <vector>

namespace viz::testing {

struct Run {
    std::string text;  // without its spaces: they are not drawn
    ImVec2 min, max;   // of its ink
    bool cut_sideways = false;
    bool cut_below = false;  // or above
    std::string window;      // Dear ImGui's name of where it was drawn
};

struct Area {
    ImVec2 min, max;
    bool typed = false;  // a field: what is longer than it is shown from where the caret is
};

inline constexpr float kMostBelow = 2.0f;

// Every run of the last frame that can be seen; `scrolls`: where lines may be cut at the upper and lower end.
std::vector<Run> drawn_runs(const std::vector<Area>& scrolls = {});
// The runs that break the rule, a line each; empty if all is well.
std::vector<std::string> text_faults(const std::vector<Run>& runs);

}  // namespace viz::testing
