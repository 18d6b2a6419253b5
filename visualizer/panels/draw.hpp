// Draw: the few helpers that keep the code of drawn panels short. No state, no layout.
//
// Thread rule: the window's thread, inside a frame.
#pragma once
#include "ui/widgets.hpp"

#include <imgui/imgui.h>

#include <algorithm>
#include <string_view>

namespace viz {

inline float text_width(ImFont* font, std::string_view text) { return text.empty() ? 0 : text_size(font, text).x; }

inline bool inside(ImVec2 point, ImVec2 min, ImVec2 max) {
    return point.x >= min.x && point.x < max.x && point.y >= min.y && point.y < max.y;
}

// Whether the mouse can rest on it: what is scrolled away has no tooltip.
inline bool in_sight(ImVec2 min, ImVec2 max) {
    const ImDrawList* list = ImGui::GetWindowDrawList();
    const float middle = (min.y + max.y) / 2;
    return middle > list->GetClipRectMin().y && middle < list->GetClipRectMax().y;
}

// An invisible item over a rectangle, for drags; true while hovered. What can be pressed
// by keyboard too uses hit() of ui/widgets.hpp.
inline bool drag_area(const char* name, ImVec2 min, ImVec2 max) {
    ImGui::SetCursorScreenPos(min);
    ImGui::InvisibleButton(name, ImVec2(std::max(1.0f, max.x - min.x), std::max(1.0f, max.y - min.y)));
    return ImGui::IsItemHovered();
}

}  // namespace viz
