// Answers to predictions, computed from a recording of the lesson: nobody types a key.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "kit/book/expression.hpp"
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
    // Any other kind: one entry, what was measured.
    std::vector<std::string> values;
    // choice: the option that is right; nullopt when none is, or when two are (knobs were moved).
    std::optional<std::size_t> option;
    // time: what was measured, s, and how far from it an answer may be.
    std::optional<double> seconds{};
    double slack = 0;
    // Where it can be seen: the index after which the answer is visible.
    std::size_t index = 0;
    // Why `explain` and `because` are not told: the knobs of this run are not those that the question was made for.
    enum class Doubt {
        none,
        cannot_tell,      // with these knobs several options are right
        explains_others,  // the explanation is for the default knobs only
    };
    Doubt doubt = Doubt::none;
    std::string defaults{};  // in doubt, the knobs to go back to: "nap 1 s, users 3"
};

// nullopt while the run has not come far enough to tell; once the run has finished: it never will.
std::optional<Answer> answer(const Prediction& prediction, const loopscope::Recording& recording);

// The knobs as the lesson declares them, then as the run was given them.
KnobValues knobs_of(const Prediction& prediction, const loopscope::Recording& recording);

// Where a question of the next task is asked: the cursor just behind its checkpoint; nullopt: the run has not
// come there, or it is a question of another kind.
std::optional<std::size_t> asked_at(const Prediction& prediction, const loopscope::Recording& recording);

// Whether `measure` gives a number, so that options may be sums over knobs.
bool is_number_measure(std::string_view measure);

// Whether `measure` is one that answer() knows; Prediction::measure lists them.
bool is_measure(std::string_view measure);

}  // namespace book
