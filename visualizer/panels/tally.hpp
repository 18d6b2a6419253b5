// Tally: statistics of a range of a recording, counted a part at a time.
//
// What neighbouring parts say adds up to what the whole says (monitor/statistics.hpp). So a range that grows
// at its end is counted on, and a long one is counted over several frames.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/statistics.hpp"

#include <cstddef>
#include <unordered_map>

namespace viz {

class Tally {
public:
    // Counts on towards [from, to), at most so many events. False: there is more to count.
    // REQUIRES: from <= to <= recording.size()
    bool update(const loopscope::Recording& recording, std::size_t from, std::size_t to, std::size_t most);

    // So far; its sites stand in the order in which they came up.
    const loopscope::Statistics& sum() const { return sum_; }
    std::size_t counted() const { return sum_.to - sum_.from; }

private:
    void add(const loopscope::Statistics& part);
    void add_loop(const loopscope::LoopStatistics& part);
    void add_concurrency(const loopscope::Statistics& part);
    void add_tasks(const loopscope::Statistics& part);
    void add_sites(const loopscope::Statistics& part);

    const loopscope::Recording* recording_ = nullptr;
    loopscope::Statistics sum_;
    std::unordered_map<loopscope::SiteId, std::size_t> site_rows_;
    double weight_ns_ = 0;  // loop time, and steps, of which the means are
    double weight_steps_ = 0;
    double alive_by_step_ = 0, waiting_by_step_ = 0;
    double alive_by_time_ = 0, waiting_by_time_ = 0;
};

}  // namespace viz
