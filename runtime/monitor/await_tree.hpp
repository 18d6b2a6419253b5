// The tasks of an instant as a tree: who created whom, or who awaits whom.
//
//   main waits for gather(2) (bank.cpp:40)
//   │   in main() (bank.cpp:40)
//   ├─ worker-1 sleeps until t=0.300 s (bank.cpp:27)
//   │      in pay() (bank.cpp:27)
//   └─ worker-2 waits for the lock db (bank.cpp:31), held by worker-1
//          in pay() (bank.cpp:31)
//
// It shows who is alive. By creation, one who is over is shown as well while somebody whom it made
// is alive. By awaits, an awaiter stands above what it awaits; a lock's holder is named in the line.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/narrate.hpp"
#include "monitor/recording.hpp"
#include "monitor/wait_graph.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loopscope {

enum class TreeBy : std::uint8_t { awaits, creation };

struct TreeNode {
    TaskId task = 0;
    ObjectId object = 0;                  // where task is 0: a gather within another
    std::optional<std::size_t> parent{};  // its place in AwaitTree::nodes; nullopt: a root
    bool again = false;                   // it stands further up already, with all below it
    bool ring = false;                    // ... and that is on the way from the root to here
};

struct AwaitTree {
    std::vector<TreeNode> nodes;               // a parent before its children, which follow it at once
    std::vector<std::vector<WaitEdge>> rings;  // of tasks that wait for each other, and cannot go on
};

// `index` is the cursor of which `world` is the state.
AwaitTree await_tree(const Recording& recording, const World& world, std::size_t index, TreeBy by);

// A node deeper than that is only counted in the text.
inline constexpr std::size_t kMostTreeDepth = 40;

// One line a task, one a coroutine of it, and one a ring; none is longer than `width` characters (0: as
// long as it is). "" for a tree of nobody.
std::string tree_text(const Recording& recording, const World& world, std::size_t index, const AwaitTree& tree,
                      std::size_t width, const Phrases& phrases = english());
// The same as one JSON object, whole: a node names its parent by its place.
std::string tree_json(const Recording& recording, const World& world, std::size_t index, const AwaitTree& tree,
                      const Phrases& phrases = english());

// The last instant that has something to show: the end, if somebody is alive there; of a run that failed or
// left somebody behind, just before that was cleared away; of one that ended well, the last one at which
// somebody waited, or its last step if nobody ever did. nullopt: nothing ever ran.
std::optional<std::size_t> telling_moment(const Recording& recording);

}  // namespace loopscope
