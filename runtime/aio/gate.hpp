// Gate: where whoever steers may hold the program, and what is told of it.
//
// For aio's own sources. How long the program was held is told in an event of its
// own, so that a view of real time can leave it out.
//
// Thread rule: the loop's thread.
#pragma once
#include "monitor/recorder.hpp"

namespace aio::detail {

// REQUIRES: `wait` is one of Control's functions for the loop's thread; true: it held the program.
template <class Wait>
void pass_gate(loopscope::Recorder& recorder, loopscope::Sequence cause, Wait wait) {
    // Whoever steers sees all that came before, and the time before counts as the program's own.
    recorder.stamp();
    recorder.flush();
    const std::uint64_t since = recorder.time();
    if (!wait()) return;
    recorder.stamp();
    recorder.record(loopscope::EventKind::held, 0, cause, 0, 0, recorder.time() - since);
}

}  // namespace aio::detail
