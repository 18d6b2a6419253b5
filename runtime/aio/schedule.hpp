// Schedule: which of the ready tasks runs next.
//
// asyncio always runs them first come, first served; so do we, unless told otherwise.
// The other policies ask, within one turn, which task goes next, so that a program can
// be shown (and tested) under every order that its awaits allow. Callbacks and timers
// keep their place: only tasks are chosen, among the first 64 handles of the turn.
//
// A run under the same seed or the same script is the same run, event for event (on a
// virtual clock). Each choice is recorded, so that any run can be replayed as a script.
//
// Thread rule: a plain value; the function of ask() is called on the loop's thread.
#pragma once
#include "monitor/event.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace aio {

// Somebody who could run next.
struct Candidate {
    loopscope::TaskId task = 0;
    bool has_run = false;  // it is past its first step
};

class Schedule {
public:
    using Ask = std::function<std::size_t(std::span<const Candidate>)>;
    static constexpr std::size_t kMostCandidates = 64;

    static Schedule fifo() { return {}; }
    static Schedule seeded(std::uint64_t seed);
    // The place of each choice, from 0; first come, first served once the script is at its end.
    static Schedule scripted(std::vector<std::uint32_t> places);
    // Asked each time that more than one task could run; in their order in the ready queue.
    static Schedule ask(Ask function);

    bool is_fifo() const noexcept { return !ask_; }
    // UsageError if the answer names nobody. REQUIRES: not fifo.
    std::size_t choose(std::span<const Candidate> candidates) const;

private:
    Ask ask_;  // empty: fifo
};

}  // namespace aio
