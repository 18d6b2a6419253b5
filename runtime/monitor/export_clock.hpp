// ExportClock: when each event of a recording stands in an exported picture, in ns.
//
// A program's clocks do not tell its events apart: virtual time stands still while tasks run, and real
// time is taken once a step. A picture needs an order that one can see. So the events of one instant
// follow each other at equal distances, 1 us where there is room, closer where the next instant comes
// sooner, and never nearer than kLeast. Places ascend strictly, whatever a file contains.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/recording.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace loopscope {

// step: no clock at all, each event stands 1 us behind the one before.
enum class ExportAxis : std::uint8_t { loop, real, step };

// Loop time for a virtual clock, real time for a real one: the time that somebody waited for.
ExportAxis usual_axis(const Recording& recording);
const char* to_string(ExportAxis axis);  // "loop"

// Real time of the run alone: ns from its first event on. The recorder is made some time before that.
std::uint64_t run_time_at(const Recording& recording, std::size_t index);

class ExportClock {
public:
    static constexpr std::uint64_t kApart = 1000;
    static constexpr std::uint64_t kLeast = 2;

    // `apart`: how far apart the events of an instant stand where there is room.
    ExportClock(const Recording& recording, ExportAxis axis, std::uint64_t apart = kApart);

    std::uint64_t at(std::size_t event) const;  // size(): the end of the recording
    std::uint64_t begin() const { return at(0); }
    std::uint64_t end() const { return at(size_); }
    ExportAxis axis() const { return axis_; }

private:
    struct Instant {
        std::size_t first = 0;  // its first event
        std::uint64_t begin = 0;
        std::uint64_t apart = 0;
    };
    void lay_out(std::uint64_t apart);

    std::vector<Instant> instants_;  // at least one
    std::size_t size_;
    ExportAxis axis_;
};

}  // namespace loopscope
