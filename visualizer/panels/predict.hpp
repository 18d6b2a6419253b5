// Predict: the learner commits to an answer first, then the run tells which is right.
//
// Nobody typed the right answer anywhere: it is computed from the recording. There are
// four kinds of question: an order of lines, a choice, the task that runs next, a time.
//
// Thread rule: the window's thread.
#pragma once
#include "kit/book/judge.hpp"
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace viz {

// A task that could be the one that runs next.
struct Candidate {
    loopscope::TaskId task = 0;
    std::string name;
    loopscope::TaskState state = loopscope::TaskState::ready;
};

struct PredictLook {
    std::string id;                      // of the question that was drawn last
    std::optional<std::size_t> dragged;  // the place of the row that the mouse holds
    loopscope::TaskId selected = 0;      // the reader's selection, when last looked at
    bool asks_to_run = false;            // out: it waits for its checkpoint, and has a link to get there
    // The candidates, and the run for which they are so.
    std::vector<Candidate> candidates;
    const loopscope::Recording* recording = nullptr;
    std::size_t size = 0;
    std::uint64_t began = 0;
};

// Draws the card at the current place, `width` wide.
void predict_card(const View& view, Ui& ui, PredictLook& look, const book::Prediction& prediction, float width,
                  Actions& actions);
std::string predict_text(const View& view, const book::Prediction& prediction);

enum class Verdict { open, committed, right, wrong, unclear };
Verdict verdict(const book::Prediction& prediction, const Guess* guess, const book::Answer* answer);

// The guess's order, or the order as shown if the learner has not moved anything.
std::vector<std::size_t> order_of(const book::Prediction& prediction, const Guess* guess);
// A guess as the book takes it.
book::Said said(const book::Prediction& prediction, const Guess* guess);

}  // namespace viz
