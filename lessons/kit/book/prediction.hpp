// Answers to predictions, computed from a recording of the lesson: nobody types a key.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "kit/book/lesson_text.hpp"
#include "monitor/recording.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace book {

struct Answer {
    // order: `lines` as the program printed them; fewer, if it ended without printing all.
    // choice: one entry, what was measured.
    std::vector<std::string> values;
    // choice: the option that is right; nullopt when none is, or when two are (knobs were moved).
    std::optional<std::size_t> option;
    // Where it can be seen: the index after which the answer is visible.
    std::size_t index = 0;
    // A sentence to show instead of `explain` and `because` when the knobs of this run are not those
    // that the question was made for: it cannot tell its answers apart, or its explanation is for
    // others. "" otherwise.
    std::string note;
};

// nullopt while the run has not come far enough to tell; once the run has finished: it never will.
std::optional<Answer> answer(const Prediction& prediction, const loopscope::Recording& recording);

// Whether `measure` gives a number, so that options may be sums over knobs.
bool is_number_measure(std::string_view measure);

// Whether `measure` is one that answer() knows; Prediction::measure lists them.
bool is_measure(std::string_view measure);

}  // namespace book
