// Why: what there is to say about one task at the cursor, before it is drawn.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "panels/view.hpp"

#include <optional>
#include <string>
#include <vector>

namespace viz {

// A piece of a sentence; one that names a task can be clicked.
struct WhyPiece {
    std::string text;
    loopscope::TaskId task = 0;
};
using WhySentence = std::vector<WhyPiece>;

struct WhyLink {
    std::string what;            // "sleep 2 s", "fetch()"
    std::string line;            // "line 14", "" if unknown
    loopscope::TaskId task = 0;  // of an outer link: the task that awaits
};

struct Why {
    loopscope::TaskId task = 0;  // 0: nobody to speak of
    std::string name;
    std::optional<loopscope::TaskState> state;  // nullopt: not created yet
    std::vector<WhySentence> sentences;
    std::vector<WhyLink> chain;  // from what it waits for outwards
    std::string counts;          // "3 steps, waited 2 turns"
};

Why why(const View& view);
std::string plain(const WhySentence& sentence);

}  // namespace viz
