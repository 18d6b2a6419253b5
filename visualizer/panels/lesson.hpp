// Lesson: the prose of one step at a time, its prediction, the knobs, and the way on.
//
// It never moves on by itself: the learner says when.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/predict.hpp"
#include "panels/view.hpp"
#include "ui/prose.hpp"
#include "ui/widgets.hpp"

#include <string>
#include <vector>

namespace viz {

struct LessonLook {
    const book::Lesson* lesson = nullptr;  // of which the prose below is
    std::size_t step = 0;
    std::vector<ProseBlock> prose;
    PredictLook predict;
    bool to_top = false;  // another step: scroll back up
};

void lesson_panel(const View& view, Ui& ui, LessonLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string lesson_text(const View& view);

std::string knob_words(const book::Knob& knob, double value);  // "1.5 s"

}  // namespace viz
