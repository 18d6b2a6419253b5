// RunningClocks: what both clocks say while events are read one after the other.
//
// The same as Recording::real_time_at() and loop_time_at(), without a search for each event. Neither runs
// backwards, whatever a damaged file says.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/recording.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace loopscope {

class RunningClocks {
public:
    // As they stand after the first `index` events; before all of them, as the first one says.
    RunningClocks(const Recording& recording, std::size_t index)
        : real_(std::max(recording.real_time_at(index), recording.real_time_began())),
          loop_(recording.loop_time_at(index)) {
        if (index == 0 || index > recording.size()) return;
        // The event before may have been let go of; then whole turns were, and this one is no hold.
        const bool here = index > recording.first() || index == recording.size();
        const std::size_t known = here ? index - 1 : index;
        last_ = recording[known].time;
        held_ = last_ - std::min(last_, recording.real_time_at(known + 1));
    }

    // The next event.
    void pass(const Event& event) {
        if (event.kind == EventKind::held) {
            held_ += std::min(event.b, event.time - std::min(event.time, last_));
        } else if (event.kind == EventKind::time_moves) {
            loop_ = std::max(loop_, event.b);
        }
        last_ = event.time;
        real_ = std::max(real_, event.time - std::min(event.time, held_));
    }

    std::uint64_t real() const { return real_; }  // ns, without holds
    std::uint64_t loop() const { return loop_; }  // ns

private:
    std::uint64_t real_ = 0;
    std::uint64_t loop_ = 0;
    std::uint64_t last_ = 0;  // time of the event before
    std::uint64_t held_ = 0;  // for how long in all
};

}  // namespace loopscope
