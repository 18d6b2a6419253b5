// Stops: the places where the cursor rests, and what lies between two of them.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "panels/view.hpp"

#include <cstddef>
#include <string>

namespace viz {

class Text;

// The last resting place before `cursor`: behind a step_begin or a checkpoint, or 0.
std::size_t stop_before(const loopscope::Recording& recording, std::size_t cursor);

// What comes after the cursor, from what stands ready there: "fetch-2 goes on at line 14",
// "Time moves to 0.300 s and wakes fetch-1". Also while the future is recorded: a pure
// function of the World, so it says the same live and in travel.
std::string what_comes_next(const View& view, const Text& text);

// The open prediction of the lesson's current step, if it is not committed: while there is
// one, nothing on the screen may give its answer away.
bool prediction_is_open(const View& view);
// It is open, and the run has told the answer all the same: who commits now does not predict.
bool open_answer_is_told(const View& view);

}  // namespace viz
