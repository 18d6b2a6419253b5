#include "panels/predict.hpp"

#include "panels/predict_parts.hpp"
#include "ui/prose.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace viz {
namespace {

// The frame of the card, and what is said of the answer.
class Card {
public:
    Card(PredictCard parts, float pad, float width)
        : parts_(std::move(parts)), ui_(parts_.ui), verdict_(parts_.verdict), pad_(pad), width_(width) {}

    void draw() {
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const ImVec2 min = ImGui::GetCursorScreenPos();
        draw->ChannelsSplit(2);  // the fill is drawn when its height is known, and lies below
        draw->ChannelsSetCurrent(1);
        ImGui::SetCursorScreenPos(ImVec2(min.x + pad_, min.y + pad_));
        ImGui::BeginGroup();
        heading();
        parts_.gap(4);
        paragraph(ui_, "predict/question", parts_.prediction.question, ui_.fonts.bold, ui_.theme.text, parts_.inner);
        parts_.gap(6);
        question();
        parts_.gap(8);
        if (verdict_ == Verdict::open)
            commit();
        else
            told();
        ImGui::EndGroup();
        const float bottom = ImGui::GetItemRectMax().y + pad_;
        draw->ChannelsSetCurrent(0);
        const ImVec2 max(min.x + width_, bottom);
        draw->AddRectFilled(min, max, ui_.theme.card);
        draw->AddRectFilled(min, ImVec2(min.x + std::max(2.0f, std::floor(2 * ui_.scale)), max.y), edge());
        draw->ChannelsMerge();
        ImGui::SetCursorScreenPos(min);
        ImGui::Dummy(ImVec2(width_, max.y - min.y));
    }

private:
    ImU32 edge() const {
        if (verdict_ == Verdict::right) return ui_.theme.mode_live;
        if (verdict_ == Verdict::wrong) return ui_.theme.mode_lost;
        return ui_.theme.accent;
    }

    void heading() {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const char* word = ui_.text("predict.heading");
        draw_text(ImGui::GetWindowDrawList(), ui_.fonts.heading, at, ui_.theme.accent, word);
        const ImVec2 size = text_size(ui_.fonts.heading, word);
        ImGui::Dummy(size);
        tell(ui_, "predict/heading", at, ImVec2(at.x + size.x, at.y + size.y), word);
    }

    void question() {
        switch (parts_.prediction.kind) {
            case book::Prediction::Kind::order:
                return predict_rows(parts_);
            case book::Prediction::Kind::choice:
                return predict_options(parts_);
            case book::Prediction::Kind::next_task:
                return predict_tasks(parts_);
            case book::Prediction::Kind::time:
                return predict_time(parts_);
        }
    }

    void commit() {
        const bool ready = book::is_complete(parts_.prediction, said(parts_.prediction, parts_.guess));
        const char* tip = ui_.text(ready ? "predict.commit_tip" : "predict.commit_first_tip");
        if (button(ui_, "predict/commit", ui_.text("predict.commit"), tip, true, ready)) {
            Guess guess = parts_.current();
            guess.committed = true;
            parts_.set(std::move(guess));
        }
        if (parts_.answer != nullptr) shown_by_now();
    }

    // The learner ran on past the question: nothing is locked, but nothing is pretended either.
    void shown_by_now() {
        parts_.gap(8);
        parts_.say("predict/shown_by_now", ui_.text("predict.shown_by_now"), ui_.theme.text_dim);
        if (button(ui_, "predict/run_again", ui_.text("predict.run_again"), ui_.text("predict.run_again_tip")))
            parts_.actions.push_back(act::Restart{});
    }

    // An author's words, which may hold `code`.
    void explain(const char* name, const std::string& words) {
        if (words.empty()) return;
        const ImVec2 from = ImGui::GetCursorScreenPos();
        draw_prose(ui_, name, parse_prose(words), parts_.inner);
        tell(ui_, name, from, ImVec2(from.x + parts_.inner, ImGui::GetCursorScreenPos().y), words);
        parts_.gap(4);
    }

    void told() {
        if (verdict_ == Verdict::committed) {
            parts_.say("predict/verdict", ui_.text("predict.committed"), ui_.theme.text_dim);
            again();
            return;
        }
        const book::Answer& answer = *parts_.answer;
        if (verdict_ == Verdict::unclear) {
            explain("predict/note", doubt_words(ui_.text, answer));
            again();
            return;
        }
        const bool right = verdict_ == Verdict::right;
        parts_.say("predict/verdict", ui_.text(right ? "predict.right" : "predict.wrong"),
                   right ? ui_.theme.mode_live : ui_.theme.mode_lost, ui_.fonts.bold);
        if (!right) what_was();
        const bool sure = answer.doubt == book::Answer::Doubt::none;
        if (!right && sure) why_wrong();
        // Under other knobs than the question was made for, its explanation may be untrue.
        explain("predict/explain", sure ? parts_.prediction.explain : doubt_words(ui_.text, answer));
        if (parts_.guess->first == FirstTry::after)
            parts_.say("predict/after", ui_.text("predict.after"), ui_.theme.text_dim, ui_.fonts.small);
        parts_.gap(4);
        const float both = button_width(ui_, Icon::none, show_label(right)) +
                           button_width(ui_, Icon::none, ui_.text("predict.again")) + ImGui::GetStyle().ItemSpacing.x;
        show(right);
        if (both <= parts_.inner)
            ImGui::SameLine();
        else
            parts_.gap(6);
        again();
    }

    const char* show_label(bool right) const { return ui_.text(right ? "predict.show" : "predict.show_wrong"); }

    // To where it is seen, or to where what was said is seen not to be so.
    void show(bool right) {
        const char* tip = ui_.text(right ? "predict.show_tip" : "predict.show_wrong_tip");
        if (!button(ui_, "predict/show", show_label(right), tip, true)) return;
        const book::Answer& answer = *parts_.answer;
        const std::size_t to = right ? answer.index
                                     : book::contradiction(parts_.prediction, answer, parts_.view.recording,
                                                           said(parts_.prediction, parts_.guess));
        parts_.actions.push_back(act::Seek{to});
    }

    void what_was() {
        const book::Answer& answer = *parts_.answer;
        switch (parts_.prediction.kind) {
            case book::Prediction::Kind::order: {
                std::string printed;
                for (const std::string& line : answer.values) printed += (printed.empty() ? "" : "\n") + line;
                parts_.say("predict/printed_heading", ui_.text("predict.printed"), ui_.theme.text_dim);
                parts_.say("predict/printed", printed, ui_.theme.code_type, ui_.fonts.mono_small);
                break;
            }
            case book::Prediction::Kind::choice:
                if (!answer.option && !answer.values.empty())
                    parts_.say("predict/measured",
                               fill(ui_.text("predict.none_right"), {{"value", answer.values.front()}}),
                               ui_.theme.text);
                break;
            case book::Prediction::Kind::next_task:
                parts_.say("predict/ran", ran_words(ui_.text, answer), ui_.theme.text);
                break;
            case book::Prediction::Kind::time:
                break;  // the axis shows it
        }
    }

    // The belief that leads there, as somebody who holds it would say it, and what shows that it is wrong.
    void why_wrong() {
        const book::Option* wrong = book::belief(parts_.prediction, *parts_.answer, parts_.view.recording,
                                                 said(parts_.prediction, parts_.guess));
        if (wrong == nullptr) return;
        const auto* beliefs = parts_.view.misconceptions;
        if (beliefs != nullptr && beliefs->contains(wrong->misconception))
            parts_.say("predict/belief",
                       fill(ui_.text("predict.belief"), {{"belief", beliefs->at(wrong->misconception)}}),
                       ui_.theme.text_dim);
        parts_.gap(4);
        explain("predict/because", wrong->because);
    }

    void again() {
        if (button(ui_, "predict/again", ui_.text("predict.again"), ui_.text("predict.again_tip"))) {
            Guess guess = parts_.current();
            guess.committed = false;
            parts_.set(std::move(guess));
        }
    }

    PredictCard parts_;
    Ui& ui_;
    Verdict verdict_;
    float pad_, width_;
};

}  // namespace

PredictCard::PredictCard(const View& of, Ui& on, PredictLook& kept, const book::Prediction& asked, float room,
                         Actions& into)
    : view(of),
      ui(on),
      look(kept),
      prediction(asked),
      inner(room),
      actions(into),
      guess(guess_of(of, asked.id)),
      answer(answer_of(of, asked.id)),
      verdict(viz::verdict(asked, guess, answer)) {}

Guess PredictCard::current() const {
    Guess now = guess != nullptr ? *guess : Guess{};
    if (prediction.kind == book::Prediction::Kind::order) now.order = order_of(prediction, guess);
    return now;
}

void PredictCard::set(Guess changed) const { actions.push_back(act::SetGuess{prediction.id, std::move(changed)}); }

void PredictCard::gap(float size) const { ImGui::Dummy(ImVec2(0, std::floor(size * ui.scale))); }

void PredictCard::say(const char* name, const std::string& words, ImU32 colour, ImFont* font) const {
    if (words.empty()) return;
    paragraph(ui, name, words, font != nullptr ? font : ui.fonts.body, colour, inner);
    gap(4);
}

void PredictCard::mark(ImVec2 centre, bool chosen, bool right) const {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (right)
        draw_icon(draw, Icon::tick, centre, 13 * s(), ui.theme.mode_live);
    else if (judged() && chosen)
        draw_icon(draw, Icon::close, centre, 12 * s(), ui.theme.mode_lost);
    else if (chosen)
        round_mark(ui, draw, centre, 6 * s(), ui.theme.accent, true);
    else
        round_mark(ui, draw, centre, 6 * s(), ui.theme.text_dim, false);
}

const Guess* guess_of(const View& view, const std::string& id) {
    if (view.guesses == nullptr) return nullptr;
    const auto found = view.guesses->find(id);
    return found == view.guesses->end() ? nullptr : &found->second;
}

const book::Answer* answer_of(const View& view, const std::string& id) {
    if (view.answers == nullptr) return nullptr;
    const auto found = view.answers->find(id);
    return found == view.answers->end() ? nullptr : &found->second;
}

std::vector<std::size_t> order_of(const book::Prediction& prediction, const Guess* guess) {
    const auto known = [&](std::size_t index) { return index < prediction.lines.size(); };
    if (guess != nullptr && guess->order.size() == prediction.lines.size() && std::ranges::all_of(guess->order, known))
        return guess->order;
    std::vector<std::size_t> order(prediction.lines.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    return order;
}

book::Said said(const book::Prediction& prediction, const Guess* guess) {
    book::Said out;
    if (prediction.kind == book::Prediction::Kind::order) out.order = order_of(prediction, guess);
    if (guess == nullptr) return out;
    out.option = guess->option;
    out.task = guess->task;
    out.time = guess->time;
    return out;
}

Verdict verdict(const book::Prediction& prediction, const Guess* guess, const book::Answer* answer) {
    if (guess == nullptr || !guess->committed) return Verdict::open;
    if (answer == nullptr) return Verdict::committed;
    const bool choice = prediction.kind == book::Prediction::Kind::choice;
    if (choice && !answer->option && answer->doubt != book::Answer::Doubt::none) return Verdict::unclear;
    return book::is_right(prediction, *answer, said(prediction, guess)) ? Verdict::right : Verdict::wrong;
}

void predict_card(const View& view, Ui& ui, PredictLook& look, const book::Prediction& prediction, float width,
                  Actions& actions) {
    if (look.id != prediction.id) {
        look = {};
        look.id = prediction.id;
        // What was chosen before the question was asked is no answer to it.
        look.selected = view.selection.task;
    }
    const float pad = std::floor(12 * ui.scale);
    Card(PredictCard(view, ui, look, prediction, width - 2 * pad, actions), pad, width).draw();
}

}  // namespace viz
