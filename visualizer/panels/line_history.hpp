// Line history: for each line of the source, the steps that passed it and the waits that began there.
//
// It reads a recording once, a part at a time, and is then asked by binary search.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/recording.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace viz {

// The line that an event names; 0 for none.
loopscope::SiteId site_of(const loopscope::Event& event);

struct LinePlace {
    loopscope::SiteId site = 0;         // one of those on the line
    std::vector<std::uint32_t> passed;  // for each step that came by, the first event of it that names the line
    std::vector<std::uint32_t> waits;   // each task_wait there
    std::size_t last_step = std::numeric_limits<std::size_t>::max();  // of the last passing, its step_begin
};

class LineHistory {
public:
    // Reads on, at most so many events. False: there is more to read.
    bool update(const loopscope::Recording& recording, std::size_t most);
    std::size_t read() const { return read_; }
    std::size_t places() const { return places_.size(); }

    const LinePlace* place(loopscope::SiteId site) const;
    // By line, those in a file, of which the part behind the last slash counts.
    std::map<int, const LinePlace*> in_file(const loopscope::Recording& recording, const std::string& file) const;

private:
    LinePlace* place_of(const loopscope::Recording& recording, loopscope::SiteId site);
    void pass(const loopscope::Recording& recording, loopscope::SiteId site, std::size_t index);

    const loopscope::Recording* recording_ = nullptr;
    std::size_t read_ = 0;
    std::vector<LinePlace> places_;
    std::map<std::pair<loopscope::StringId, std::uint32_t>, std::size_t> known_;  // by file and line
    std::unordered_map<loopscope::SiteId, std::size_t> of_site_;
    std::unordered_map<loopscope::TaskId, loopscope::SiteId> stands_;  // where each task waits
    loopscope::TaskId running_ = 0;
    std::size_t step_ = 0;  // the step_begin of the step under way
};

// How many of these come before the cursor.
inline std::size_t count_before(std::span<const std::uint32_t> indexes, std::size_t cursor) {
    std::size_t low = 0, high = indexes.size();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        indexes[middle] < cursor ? low = middle + 1 : high = middle;
    }
    return low;
}

}  // namespace viz
