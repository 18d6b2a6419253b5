// Task times: how long one task ran, was ready and waited, up to any cursor.
//
// What statistics_of() tells of the task, for one that is looked at while the cursor moves: sums are kept
// along its lane, so that a long life costs no more than a short one.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/statistics.hpp"

#include <cstddef>
#include <vector>

namespace viz {

class TaskTimes {
public:
    // Its steps and its times; how often it waited is not counted. REQUIRES: cursor <= recording.size()
    loopscope::TaskStatistics at(const loopscope::Recording& recording, loopscope::TaskId task, std::size_t cursor);

private:
    static constexpr std::size_t kStride = 64;  // spans from one sum to the next

    const loopscope::Recording* recording_ = nullptr;
    loopscope::TaskId task_ = 0;
    std::vector<loopscope::TaskStatistics> sums_;  // before span 0, kStride, 2 * kStride ...
};

}  // namespace viz
