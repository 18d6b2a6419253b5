// GraphLayout: where the nodes of a GraphPicture stand in a box, and how its edges run.
//
// A ring stands on an ellipse; everything else in columns, from who waits to what it waits for.
// The same picture in the same box always looks the same.
//
// Thread rule: none; values.
#pragma once
#include "panels/graph_picture.hpp"

#include <imgui/imgui.h>

#include <cstddef>
#include <vector>

namespace viz {

struct GraphBox {
    std::size_t node = 0;  // index into GraphPicture::nodes
    ImVec2 min, max;
};

struct GraphWay {
    std::vector<std::size_t> edges;  // indexes into GraphPicture::edges: two where an object is folded into its edge
    std::vector<ImVec2> points;      // from border to border; the arrow's head is at the end
    std::size_t folded = ~std::size_t{0};  // the object that stands on the edge as a word
};

struct GraphLayout {
    std::vector<GraphBox> boxes;
    std::vector<GraphWay> ways;
    std::size_t left_out = 0;  // nodes for which there is no room
    bool low = false;          // the boxes have one line: a name
};

// `label`: how wide the longest word on an edge is; `line`: the height of a line of text; `low`: boxes of one line, for
// columns only.
GraphLayout lay_out_graph(const GraphPicture& picture, ImVec2 min, ImVec2 max, float label, float line,
                          bool low = false);
bool overlap(ImVec2 min_a, ImVec2 max_a, ImVec2 min_b, ImVec2 max_b);

}  // namespace viz
