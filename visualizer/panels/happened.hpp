// What just happened: the sentences between the last stop and this one, large, and what
// comes next, unless that would give away the answer to an open prediction.
//
// Thread rule: the window's thread.
#pragma once
#include "monitor/narrate.hpp"
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <optional>
#include <string>
#include <vector>

namespace viz {

struct HappenedLook {
    const loopscope::Recording* recording = nullptr;
    std::optional<loopscope::Narrator> narrator;
};

void happened_panel(const View& view, Ui& ui, HappenedLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string happened_text(const View& view);

}  // namespace viz
