// The schedule of a run as one writes it on a command line: fifo, random, or 0,2,1.
//
// Thread rule: plain data, none.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace book {

struct ScheduleWords {
    enum class Kind { fifo, random, script };
    Kind kind = Kind::fifo;
    std::vector<std::uint32_t> places;  // of a script: which of the ready tasks, counted from 0, at each choice
};

// Nothing if it is none of the three.
std::optional<ScheduleWords> read_schedule(std::string_view text);

}  // namespace book
