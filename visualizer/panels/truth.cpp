#include "panels/truth.hpp"

#include "panels/words.hpp"

#include <algorithm>

namespace viz {

std::string truth_words(const View& view) {
    const loopscope::Recording& recording = view.recording;
    const Language& language = *view.language;
    const bool is_virtual = recording.clock() == loopscope::ClockKind::virtual_time;
    std::string words = fill(language.text(is_virtual ? "truth.virtual" : "truth.real"),
                             {{"events", counted(language, recording.size() - recording.first(), "words.events")},
                              {"dropped", std::to_string(recording.dropped())}});
    if (recording.first() > 0)
        words += fill(language.text("truth.let_go"), {{"count", std::to_string(recording.first())}});
    return words;
}

void truth_bar(const View& view, Ui& ui, float left, float right, float top) {
    const std::string all = truth_words(view);
    // Where room is short, what may be missing matters most.
    const std::string brief = fill(ui.text("truth.brief"), {{"dropped", std::to_string(view.recording.dropped())}});
    const std::string& words = text_size(ui.fonts.small, all).x <= right - left ? all : brief;
    const ImVec2 size = text_size(ui.fonts.small, words);
    const float width = std::min(size.x, right - left);
    if (width <= 0) return;
    const ImVec2 at(right - width, top);
    const ImVec2 end(right, top + size.y);
    const bool lossy = view.recording.dropped() > 0 || view.recording.first() > 0;
    hit(ui, "truth", at, end);
    tooltip(ui, (all + "\n" + ui.text("truth.tip")).c_str());
    const ImU32 colour = lossy ? ui.theme.mode_gate : ui.theme.text_dim;
    const bool cut = text_cut(ImGui::GetWindowDrawList(), ui.fonts.small, at, colour, words, width);
    tell(ui, "truth", at, end, words, true, cut);
}

}  // namespace viz
