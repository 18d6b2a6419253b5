// Narration: the story so far, one plain sentence an event; those of the last step are marked.
//
// Thread rule: the window's thread.
#pragma once
#include "monitor/narrate.hpp"
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace viz {

struct NarrationLook {
    const loopscope::Recording* recording = nullptr;  // of which the rest is
    const Language* language = nullptr;               // in which the narrator tells
    std::optional<loopscope::Narrator> narrator;
    std::vector<std::uint32_t> told;  // indexes of events that have a sentence, ascending
    std::size_t seen = 0;             // events looked at so far
    bool counting = false;            // not all of them yet: another frame, please
    std::size_t cursor = ~std::size_t{0};
};

void narration_panel(const View& view, Ui& ui, NarrationLook& look, ImVec2 min, ImVec2 max, Actions& actions);
std::string narration_text(const View& view);  // up to the cursor

}  // namespace viz
