// Judge: what a learner said, held against what the run did.
//
// Says whether it is right, which wrong belief leads to it, and at which moment of the
// run one sees that it is wrong.
//
// Thread rule: plain functions; one thread, the Recording's.
#pragma once
#include "kit/book/expression.hpp"
#include "kit/book/lesson_text.hpp"
#include "kit/book/prediction.hpp"
#include "monitor/recording.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace book {

// An answer of the kind of its question; the rest is empty.
struct Said {
    std::vector<std::size_t> order;     // indexes into Prediction::lines
    std::optional<std::size_t> option;  // index into Prediction::options
    std::string task;                   // its name; "" for nobody yet
    std::optional<double> time;         // s
};

// Whether anything has been said that can be held against the run.
bool is_complete(const Prediction& prediction, const Said& said);
bool is_right(const Prediction& prediction, const Answer& answer, const Said& said);

// The option or [[wrong]] answer that says the same; null if what was said is right, or wrong in a way of
// which the lesson knows no reason.
const Option* belief(const Prediction& prediction, const Answer& answer, const loopscope::Recording& recording,
                     const Said& said);

// The cursor at which one sees that it is wrong; where the answer is seen if there is no better place.
std::size_t contradiction(const Prediction& prediction, const Answer& answer, const loopscope::Recording& recording,
                          const Said& said);

// The axis of a question of time under some knobs; never empty. In seconds.
struct TimeAxis {
    double from = 0;
    double to = 1;
    double snapped(double time) const;  // the nearest place of the handle
    double snap = 0.1;
};
TimeAxis time_axis(const Prediction& prediction, const KnobValues& knobs);

}  // namespace book
