#include "panels/predict_parts.hpp"

#include <algorithm>
#include <cmath>

namespace viz {
namespace {

class Rows {
public:
    explicit Rows(const PredictCard& card)
        : card_(card),
          ui_(card.ui),
          look_(card.look),
          prediction_(card.prediction),
          order_(order_of(card.prediction, card.guess)),
          s_(card.s()) {}

    void draw() {
        const float top = ImGui::GetCursorScreenPos().y;
        for (std::size_t place = 0; place < order_.size(); ++place) row(place);
        drag(top);
    }

private:
    float row_height() const { return std::floor(ui_.fonts.mono_small->FontSize + 14 * s_); }

    void row(std::size_t place) {
        const bool locked = card_.locked();
        const std::string number = std::to_string(place);
        const std::string name = "predict/row/" + number;
        const std::string& line = prediction_.lines[order_[place]];
        const ImVec2 min = ImGui::GetCursorScreenPos();
        const float height = row_height();
        const float arrows = locked ? 0 : std::floor(2 * 24 * s_);
        const ImVec2 max(min.x + card_.inner, min.y + height - std::floor(4 * s_));
        const Hit press = hit(ui_, name.c_str(), min, ImVec2(max.x - arrows, max.y), !locked, true);
        if (press.held && ImGui::IsItemActivated()) look_.dragged = place;
        if (press.nudge != 0) move(place, press.nudge);
        if (press.hovered && !locked) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
        tooltip(ui_, locked ? "" : ui_.text("predict.row_tip"));
        ImDrawList* draw = ImGui::GetWindowDrawList();
        draw->AddRectFilled(min, max, look_.dragged == place ? ui_.theme.accent_fill : ui_.theme.button);
        const float text_top = min.y + std::floor((max.y - min.y - ui_.fonts.mono_small->FontSize) / 2) - s_;
        const float x = place_mark(place, line, min, max, text_top);
        const float room = max.x - arrows - x - 4 * s_;
        ImFont* font = text_size(ui_.fonts.mono_small, line).x > room ? ui_.fonts.mono_tiny : ui_.fonts.mono_small;
        const float line_top = text_top + std::round(ui_.fonts.mono_small->Ascent - font->Ascent);
        const bool cut = text_cut(draw, font, ImVec2(x, line_top), ui_.theme.text, line, room);
        if (cut && locked) tooltip(ui_, line.c_str());
        tell(ui_, name, min, max, line, !locked, cut);
        if (!locked) {
            arrow("predict/up/" + number, Icon::up, ImVec2(max.x - arrows, min.y), max.y, place, -1);
            arrow("predict/down/" + number, Icon::down, ImVec2(max.x - arrows / 2, min.y), max.y, place, 1);
        }
        ImGui::SetCursorScreenPos(min);
        ImGui::Dummy(ImVec2(card_.inner, height));
    }

    // The number of a place, or whether its line is right there; where the line begins.
    float place_mark(std::size_t place, const std::string& line, ImVec2 min, ImVec2 max, float text_top) {
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const float x = min.x + 8 * s_;
        if (card_.judged()) {
            const std::vector<std::string>& printed = card_.answer->values;
            const bool here = place < printed.size() && printed[place] == line;
            draw_icon(draw, here ? Icon::tick : Icon::close, ImVec2(x + 5 * s_, (min.y + max.y) / 2), 11 * s_,
                      here ? ui_.theme.mode_live : ui_.theme.mode_lost);
        } else {
            draw_text(draw, ui_.fonts.mono_small, ImVec2(x, text_top), ui_.theme.text_dim, std::to_string(place + 1));
        }
        return x + 18 * s_;
    }

    void arrow(const std::string& name, Icon icon, ImVec2 min, float bottom, std::size_t place, int by) {
        const bool enabled = by < 0 ? place > 0 : place + 1 < order_.size();
        const ImVec2 max(min.x + std::floor(24 * s_), bottom);
        const Hit press = hit(ui_, name.c_str(), min, max, enabled);
        const char* tip = ui_.text(by < 0 ? "predict.up_tip" : "predict.down_tip");
        tooltip(ui_, tip);
        const ImU32 colour = !enabled        ? fade(ui_.theme.text_faint, 0.4f)
                             : press.hovered ? ui_.theme.text
                                             : ui_.theme.text_dim;
        draw_icon(ImGui::GetWindowDrawList(), icon, ImVec2((min.x + max.x) / 2, (min.y + max.y) / 2), 11 * s_, colour);
        tell(ui_, name, min, max, tip, enabled);
        if (press.pressed) move(place, by);
    }

    void move(std::size_t place, int by) const {
        const auto to = static_cast<std::ptrdiff_t>(place) + by;
        if (to < 0 || to >= static_cast<std::ptrdiff_t>(order_.size())) return;
        Guess guess = card_.current();
        guess.order = order_;
        std::swap(guess.order[place], guess.order[static_cast<std::size_t>(to)]);
        card_.set(std::move(guess));
    }

    // A held row changes places with the one that the mouse has come to.
    void drag(float top) {
        if (!look_.dragged) return;
        if (!ImGui::IsMouseDown(ImGuiMouseButton_Left) || card_.locked() || *look_.dragged >= order_.size()) {
            look_.dragged.reset();
            return;
        }
        const float at = (ImGui::GetIO().MousePos.y - top) / row_height();
        const auto to = static_cast<std::size_t>(std::clamp(at, 0.0f, static_cast<float>(order_.size()) - 0.01f));
        if (to == *look_.dragged) return;
        const int by = to > *look_.dragged ? 1 : -1;
        move(*look_.dragged, by);
        look_.dragged = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(*look_.dragged) + by);
    }

    const PredictCard& card_;
    Ui& ui_;
    PredictLook& look_;
    const book::Prediction& prediction_;
    const std::vector<std::size_t> order_;
    float s_;
};

}  // namespace

void predict_rows(const PredictCard& card) { Rows(card).draw(); }

}  // namespace viz
