#include "panels/predict_parts.hpp"
#include "panels/words.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <cmath>

namespace viz {
namespace {

// A round number of seconds for the ticks, so that there are about five of them.
double tick_of(double room) {
    const double least = room / 5;
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double part : {1.0, 2.0, 5.0}) {
        if (part * power >= least * 0.999) return part * power;
    }
    return 10 * power;
}

class TimeLine {
public:
    explicit TimeLine(const PredictCard& card)
        : card_(card),
          ui_(card.ui),
          s_(card.s()),
          axis_(axis_of(card.view, card.prediction)),
          least_(axis_.from),
          most_(axis_.to),
          at_(ImGui::GetCursorScreenPos()),
          left_(std::floor(at_.x + 10 * s_)),
          right_(std::floor(at_.x + card.inner - 10 * s_)),
          middle_(std::floor(at_.y + small() + 14 * s_)) {
        if (const std::optional<double> run = measured()) {
            least_ = std::min(least_, *run);
            most_ = std::max(most_, *run);
        }
    }

    void draw() {
        take();
        line();
        const bool told = measured().has_value();
        if (told) run_mark(*measured());
        if (const auto time = value()) handle(*time, told);
        const float height = (middle_ - at_.y) + 10 * s_ + small() + (told ? small() + 2 * s_ : 0);
        ImGui::SetCursorScreenPos(at_);
        ImGui::Dummy(ImVec2(card_.inner, std::floor(height)));
    }

private:
    float small() const { return ui_.fonts.small->FontSize; }
    std::optional<double> value() const { return card_.guess == nullptr ? std::nullopt : card_.guess->time; }
    // What the run took, once it may be told.
    std::optional<double> measured() const {
        return card_.judged() && card_.answer != nullptr ? card_.answer->seconds : std::nullopt;
    }
    float x_of(double time) const {
        const double part = std::clamp((time - least_) / (most_ - least_), 0.0, 1.0);
        return std::floor(left_ + static_cast<float>(part) * (right_ - left_));
    }

    // The handle goes where the mouse holds it; Left and Right move it by one place.
    void take() {
        const ImVec2 min(at_.x, middle_ - 13 * s_);
        const ImVec2 max(at_.x + card_.inner, middle_ + 13 * s_);
        const bool open = !card_.locked();
        const Hit drag = hit(ui_, "predict/time", min, max, open, true);
        if (drag.hovered && open) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
        tooltip(ui_, open ? ui_.text("predict.time_tip") : "");
        hovered_ = open && (drag.hovered || drag.held || drag.focused);
        tell(ui_, "predict/time", min, max, value() ? seconds_words(*value()) : ui_.text("predict.time_open"), open);
        if (!open) return;
        std::optional<double> wanted;
        if (drag.held) {
            const double part = (ImGui::GetIO().MousePos.x - left_) / std::max(1.0f, right_ - left_);
            wanted = least_ + std::clamp(part, 0.0, 1.0) * (most_ - least_);
        }
        if (drag.nudge != 0) wanted = value().value_or(axis_.from) + drag.nudge * axis_.snap;
        if (!wanted) return;
        const double time = axis_.snapped(*wanted);
        if (value() == time) return;
        Guess guess = card_.current();
        guess.time = time;
        card_.set(std::move(guess));
    }

    void line() const {
        ImDrawList* draw = ImGui::GetWindowDrawList();
        draw->AddRectFilled(ImVec2(left_, middle_ - s_), ImVec2(right_, middle_ + s_), ui_.theme.text_faint);
        const double tick = tick_of(most_ - least_);
        float free_from = at_.x;  // where the last label ends
        for (double time = std::ceil(least_ / tick - 1e-9) * tick; time <= most_ + tick * 1e-6; time += tick) {
            const float x = x_of(time);
            draw->AddRectFilled(ImVec2(x, middle_ - 4 * s_), ImVec2(x + std::max(1.0f, s_), middle_ + 5 * s_),
                                ui_.theme.text_faint);
            const std::string words = seconds_words(time);
            const float width = text_size(ui_.fonts.small, words).x;
            const float from = std::clamp(x - width / 2, at_.x, at_.x + card_.inner - width);
            if (from < free_from) continue;
            draw_text(draw, ui_.fonts.small, ImVec2(std::floor(from), middle_ + 8 * s_), ui_.theme.text_dim, words);
            free_from = from + width + 6 * s_;
        }
        tell(ui_, "predict/time/axis", ImVec2(left_, middle_), ImVec2(right_, middle_ + 8 * s_ + small()),
             seconds_words(least_) + " - " + seconds_words(most_), false);
        if (!value()) open_words();
    }

    void open_words() const {
        const char* words = ui_.text("predict.time_open");
        draw_text(ImGui::GetWindowDrawList(), ui_.fonts.small, ImVec2(left_, at_.y), ui_.theme.text_dim, words);
        ImGui::GetWindowDrawList()->AddRect(ImVec2(left_ - 4 * s_, middle_ - 8 * s_),
                                            ImVec2(left_ + 5 * s_, middle_ + 9 * s_), ui_.theme.accent, 0, 0,
                                            std::max(1.0f, std::floor(2 * s_)));
    }

    // A label centred at x, within the card.
    void label(const char* name, float x, float top, const std::string& words, ImU32 colour) const {
        const float width = text_size(ui_.fonts.small, words).x;
        const float from = std::floor(std::clamp(x - width / 2, at_.x, std::max(at_.x, at_.x + card_.inner - width)));
        draw_text(ImGui::GetWindowDrawList(), ui_.fonts.small, ImVec2(from, top), colour, words);
        tell(ui_, name, ImVec2(from, top), ImVec2(from + width, top + small()), words, false);
    }

    void handle(double time, bool told) const {
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const float x = x_of(time);
        const ImU32 judged = card_.verdict == Verdict::right ? ui_.theme.mode_live : ui_.theme.mode_lost;
        const ImU32 colour = told ? judged : hovered_ ? ui_.theme.text : ui_.theme.accent;
        draw->AddRectFilled(ImVec2(x - 4 * s_, middle_ - 8 * s_), ImVec2(x + 5 * s_, middle_ + 9 * s_), colour);
        const std::string words = seconds_words(time);
        label("predict/time/yours", x, at_.y, told ? fill(ui_.text("predict.time_yours"), {{"time", words}}) : words,
              told ? judged : ui_.theme.text);
    }

    void run_mark(double time) const {
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const float x = x_of(time);
        const float thick = std::max(2.0f, std::floor(2 * s_));
        draw->AddRectFilled(ImVec2(x - thick / 2, middle_ - 11 * s_), ImVec2(x + thick / 2, middle_ + 12 * s_),
                            ui_.theme.mode_live);
        label("predict/time/run", x, middle_ + 10 * s_ + small(),
              fill(ui_.text("predict.time_run"), {{"time", seconds_words(time)}}), ui_.theme.mode_live);
    }

    const PredictCard& card_;
    Ui& ui_;
    float s_;
    book::TimeAxis axis_;
    double least_, most_;  // the ends of what is drawn: the run's time lies within
    ImVec2 at_;
    float left_, right_, middle_;
    bool hovered_ = false;
};

}  // namespace

std::string seconds_words(double seconds) {
    constexpr double kMost = 1e9;
    return duration_words(static_cast<std::uint64_t>(std::llround(std::clamp(seconds, 0.0, kMost) * 1e9)));
}

book::TimeAxis axis_of(const View& view, const book::Prediction& prediction) {
    book::KnobValues knobs = book::knobs_of(prediction, view.recording);
    if (view.knobs != nullptr && view.recording.knobs().empty()) {
        for (const auto& [name, value] : *view.knobs) knobs[name] = value;
    }
    return book::time_axis(prediction, knobs);
}

void predict_time(const PredictCard& card) { TimeLine(card).draw(); }

}  // namespace viz
