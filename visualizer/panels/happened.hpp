// What just happened: the sentences between the last stop and this one, large, and what
// comes next, unless that would give away the answer to an open prediction.
//
// Thread rule: the window's thread.
#pragma once
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace viz {

struct HappenedLook {
    // What was told last, and of which moment.
    const loopscope::Recording* recording = nullptr;
    const Language* language = nullptr;
    std::size_t cursor = 0;
    std::size_t size = 0;
    std::vector<std::string> sentences;
};

void happened_panel(const View& view, Ui& ui, HappenedLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string happened_text(const View& view);

}  // namespace viz
