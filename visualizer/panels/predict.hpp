// Predict: the learner commits to an answer first, then the run tells which is right.
//
// Nobody typed the right answer anywhere: it is computed from the recording.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace viz {

struct PredictLook {
    std::optional<std::size_t> dragged;  // the place of the row that the mouse holds
};

// Draws the card at the current place, `width` wide.
void predict_card(const View& view, Ui& ui, PredictLook& look, const book::Prediction& prediction, float width,
                  Actions& actions);
std::string predict_text(const View& view, const book::Prediction& prediction);

enum class Verdict { open, committed, right, wrong, unclear };
Verdict verdict(const book::Prediction& prediction, const Guess* guess, const book::Answer* answer);

// The guess's order, or the order as shown if the learner has not moved anything.
std::vector<std::size_t> order_of(const book::Prediction& prediction, const Guess* guess);

}  // namespace viz
