// The source's strip: every step that passed the chosen line. Private to source*.cpp.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "panels/line_history.hpp"
#include "panels/view.hpp"
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <cstddef>
#include <span>
#include <string>

namespace viz {

// What of a line's passings may be told: while a prediction is open, those before the cursor.
std::span<const std::uint32_t> told_passings(const View& view, const LinePlace& place);
// "fetch-1 step 3, t=0.200 s"
std::string passing_words(const View& view, std::size_t index);

float strip_height(const Ui& ui);
// `counting`: not all of the recording has been read yet.
void draw_strip(const View& view, Ui& ui, const LinePlace& place, bool counting, ImVec2 min, ImVec2 max,
                Actions& actions);

}  // namespace viz
