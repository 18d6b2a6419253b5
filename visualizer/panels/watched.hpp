// Watched: the values that a task shows (aio::watch), with what they were before.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "panels/view.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace viz {

struct Watched {
    std::string name;
    std::string value;
    std::string before;      // what it was until the last step changed it; "" if that did not
    std::size_t moment = 0;  // index of the event that showed it
    bool changed = false;    // in the last step
};

// Of a live task, at the cursor.
std::vector<Watched> watched(const View& view, loopscope::TaskId task);

}  // namespace viz
