// Lesson: the prose of one step at a time, its prediction, the knobs, and the way on.
//
// It never moves on by itself: the learner says when. A page's checkpoint is passed by what the
// program does, and a page that is complete only makes the way on more visible.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/predict.hpp"
#include "panels/view.hpp"
#include "ui/prose.hpp"
#include "ui/widgets.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace viz {

struct LessonLook {
    const book::Lesson* lesson = nullptr;  // of which the prose below is
    std::size_t step = 0;
    const Language* language = nullptr;  // whose words are marked in it
    std::vector<ProseBlock> prose;
    PredictLook predict;
    bool more_below = false;                                        // the page goes on below what is shown
    bool question_below = false;                                    // and its question does
    float scroll_by = 0;                                            // asked for: so much of the height further down
    bool turned = false;                                            // another page: scroll to where it was left
    std::map<std::pair<std::string, std::size_t>, float> scrolled;  // by lesson id and page
};

void lesson_panel(const View& view, Ui& ui, LessonLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string lesson_text(const View& view);

// Nothing is left to do on a page: its question is settled and its checkpoint is passed.
bool page_complete(const View& view, std::size_t page);

std::string knob_words(const book::Knob& knob, double value);  // "1.5 s"

}  // namespace viz
