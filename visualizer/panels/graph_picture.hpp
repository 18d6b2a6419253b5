// GraphPicture: who waits for whom at the cursor, chosen so that it can be read.
//
// A ring of waiting is shown alone: it is the story. Otherwise all is shown while it is little, and
// the neighbourhood of the selection when it is much, nearest first; what is left out is counted.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/wait_graph.hpp"
#include "panels/view.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace viz {

inline constexpr std::size_t kMostGraphNodes = 14;

struct GraphNode {
    loopscope::WaitNode node;
    std::string name;
    std::string below;                          // "lock, line 20", "line 11"
    std::optional<loopscope::TaskState> state;  // of a task
};

struct GraphEdge {
    std::size_t from = 0, to = 0;  // indexes into nodes
    loopscope::WaitEdge::Kind kind = loopscope::WaitEdge::Kind::waits;
    std::string label;  // "waits for", "held by"
    std::string line;   // "line 11", "" if unknown
};

struct GraphPicture {
    std::vector<GraphNode> nodes;  // by kind and id; of a ring, in its order
    std::vector<GraphEdge> edges;
    bool ring = false;
    std::string title;                   // of a ring: what it means
    std::vector<std::string> sentences;  // of a ring: who holds what and waits for what
    std::size_t other_rings = 0;
    std::optional<std::size_t> chosen;  // index of the selection among the nodes
    std::string alone;                  // the selection, if it has no part in any wait: said in a sentence
    std::size_t more = 0;               // nodes that are not shown
    bool cut = false;                   // there are so many tasks that not even the count is known
};

GraphPicture graph_picture(const View& view, std::size_t most_nodes = kMostGraphNodes);
// "alice-to-bob waits for bob, line 11"
std::string edge_words(const GraphPicture& picture, const GraphEdge& edge);

}  // namespace viz
