// Moment: a place in a recording, as the command line names it.
//
// Thread rule: pure functions, none.
#pragma once
#include "cli/values.hpp"
#include "monitor/recording.hpp"

#include <cstddef>
#include <string>

namespace cli {

// "12": where that step begins. "event:120": after so many events. "1.5s" or "300ms" of loop time, "end",
// "checkpoint", "checkpoint:NAME" or a checkpoint's name alone. Gives the index. A time is that at which everything due
// by then has happened.
Read<std::size_t> read_moment(const std::string& word, const loopscope::Recording& recording);
// Before there is a recording: whether the word could be one at all.
Read<std::size_t> could_be_moment(const std::string& word);

}  // namespace cli
