// TimelinePasses: which steps of which tasks passed the selected line of the source.
//
// The history of the lines is read when a line is selected, a part at a time, and then kept up to date.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/recording.hpp"
#include "panels/line_history.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace viz {

class TimelinePasses {
public:
    // Ready for spans of this line; 0: of none. True: there is more to read.
    bool refresh(const loopscope::Recording& recording, loopscope::SiteId site);
    // Of one task: for each of its steps that passed, the first event that tells so, ascending.
    std::span<const std::uint32_t> of(loopscope::TaskId task) const;
    bool any() const { return site_ != 0; }
    void clear() { *this = {}; }

private:
    LineHistory history_;
    loopscope::SiteId site_ = 0;
    std::size_t taken_ = 0;  // of the line's passes
    std::unordered_map<loopscope::TaskId, std::vector<std::uint32_t>> by_task_;
};

}  // namespace viz
