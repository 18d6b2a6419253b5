#include "panels/predict_parts.hpp"

#include <cmath>

namespace viz {
namespace {

void draw_option(const PredictCard& card, std::size_t index) {
    Ui& ui = card.ui;
    const float s = card.s();
    const std::string name = "predict/option/" + std::to_string(index);
    const std::string& words = card.prediction.options[index].text;
    const ImVec2 min = ImGui::GetCursorScreenPos();
    const float indent = std::floor(24 * s);
    const ImVec2 size = text_size(ui.fonts.body, words, card.inner - indent);
    const ImVec2 max(min.x + card.inner, min.y + size.y + std::floor(6 * s));
    const Hit press = hit(ui, name.c_str(), min, max, !card.locked());
    tooltip(ui, card.locked() ? "" : ui.text("predict.option_tip"));
    const bool chosen = card.guess != nullptr && card.guess->option == index;
    const bool right = card.answer != nullptr && card.locked() && card.answer->option == index;
    card.mark(ImVec2(min.x + std::floor(7 * s), min.y + std::floor(3 * s + ui.fonts.body->FontSize / 2 + s)), chosen,
              right);
    const bool bright = chosen || right || press.hovered || !card.locked();
    draw_text(ImGui::GetWindowDrawList(), ui.fonts.body, ImVec2(min.x + indent, min.y + std::floor(3 * s)),
              bright ? ui.theme.text : ui.theme.text_dim, words, card.inner - indent);
    tell(ui, name, min, max, words, !card.locked());
    if (press.pressed && !card.locked()) {
        Guess guess = card.current();
        guess.option = index;
        card.set(std::move(guess));
    }
}

}  // namespace

void predict_options(const PredictCard& card) {
    for (std::size_t i = 0; i < card.prediction.options.size(); ++i) draw_option(card, i);
}

}  // namespace viz
