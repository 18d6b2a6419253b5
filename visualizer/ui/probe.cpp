#include "ui/widgets.hpp"

namespace viz {

void Probe::tell(std::string_view name, ImVec2 min, ImVec2 max, std::string_view text, bool enabled, bool clipped) {
    if (!on) return;
    Probed& probed = shown_[std::string(name)];
    probed = Probed{min, max, std::string(text), enabled, clipped};
}

const Probed* Probe::find(const std::string& name) const {
    const auto found = shown_.find(name);
    return found == shown_.end() ? nullptr : &found->second;
}

void tell(Ui& ui, std::string_view name, ImVec2 min, ImVec2 max, std::string_view text, bool enabled, bool cut) {
    if (!ui.probe.on) return;
    // What sticks out sideways is lost; downwards it is lost only where nothing scrolls.
    const ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 clip_min = draw->GetClipRectMin();
    const ImVec2 clip_max = draw->GetClipRectMax();
    const bool scrolls = ImGui::GetScrollMaxY() > 0;
    constexpr float kSlack = 1.0f;
    const bool sideways = min.x < clip_min.x - kSlack || max.x > clip_max.x + kSlack;
    const bool downwards = !scrolls && (min.y < clip_min.y - kSlack || max.y > clip_max.y + kSlack);
    ui.probe.tell(name, min, max, text, enabled, cut || sideways || downwards);
}

}  // namespace viz
