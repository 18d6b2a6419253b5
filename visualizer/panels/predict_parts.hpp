// The parts of a prediction's card: what each kind of question shows to be answered.
//
// Thread rule: the window's thread, inside a frame. For predict*.cpp only.
#pragma once
#include "panels/predict.hpp"
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <string>

namespace viz {

// The card of one frame.
struct PredictCard {
    const View& view;
    Ui& ui;
    PredictLook& look;
    const book::Prediction& prediction;
    float inner;  // the room within
    Actions& actions;
    const Guess* guess;          // null: nothing said yet
    const book::Answer* answer;  // null: the run has not told
    Verdict verdict;

    PredictCard(const View& of, Ui& on, PredictLook& kept, const book::Prediction& asked, float room, Actions& into);

    float s() const { return ui.scale; }
    bool locked() const { return verdict != Verdict::open; }
    bool judged() const { return verdict == Verdict::right || verdict == Verdict::wrong; }
    Guess current() const;
    void set(Guess changed) const;
    void gap(float size) const;
    void say(const char* name, const std::string& words, ImU32 colour, ImFont* font = nullptr) const;
    // A round mark to choose by; a tick at what is right and a cross at a wrong choice, once that is known.
    void mark(ImVec2 centre, bool chosen, bool right) const;
};

void predict_rows(const PredictCard& card);     // order: rows to drag
void predict_options(const PredictCard& card);  // choice: one of several
void predict_tasks(const PredictCard& card);    // next task: the tasks that there are
void predict_time(const PredictCard& card);     // time: an axis with a handle

const Guess* guess_of(const View& view, const std::string& id);
const book::Answer* answer_of(const View& view, const std::string& id);
std::string seconds_words(double seconds);  // "1.5 s"
// What to put the knobs back to, and why; "" if the answer is not in doubt.
std::string doubt_words(const Text& text, const book::Answer& answer);
// "C ran next."
std::string ran_words(const Text& text, const book::Answer& answer);
// The tasks that live where a question of the next task is asked, by id; none before the run is there.
std::vector<Candidate> candidates(const View& view, const book::Prediction& prediction);
// The axis of a question of time, with the knobs of the run or else as they are set.
book::TimeAxis axis_of(const View& view, const book::Prediction& prediction);

}  // namespace viz
