#include "panels/predict.hpp"

#include "ui/prose.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace viz {
namespace {

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

// The card of one frame.
class Card {
public:
    Card(const View& view, Ui& ui, PredictLook& look, const book::Prediction& prediction, float width, Actions& actions)
        : ui_(ui),
          look_(look),
          prediction_(prediction),
          actions_(actions),
          guess_(guess_of(view, prediction.id)),
          answer_(answer_of(view, prediction.id)),
          verdict_(viz::verdict(prediction, guess_, answer_)),
          s_(ui.scale),
          pad_(std::floor(12 * ui.scale)),
          inner_(width - 2 * pad_),
          width_(width) {}

    void draw() {
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const ImVec2 min = ImGui::GetCursorScreenPos();
        draw->ChannelsSplit(2);  // the fill is drawn when its height is known, and lies below
        draw->ChannelsSetCurrent(1);
        ImGui::SetCursorScreenPos(ImVec2(min.x + pad_, min.y + pad_));
        ImGui::BeginGroup();
        heading();
        gap(4);
        paragraph(ui_, "predict/question", prediction_.question, ui_.fonts.bold, ui_.theme.text, inner_);
        gap(4);
        if (prediction_.kind == book::Prediction::Kind::order)
            rows();
        else
            options();
        gap(8);
        if (verdict_ == Verdict::open)
            commit();
        else
            told();
        ImGui::EndGroup();
        const float bottom = ImGui::GetItemRectMax().y + pad_;
        draw->ChannelsSetCurrent(0);
        const ImVec2 max(min.x + width_, bottom);
        draw->AddRectFilled(min, max, ui_.theme.card);
        draw->AddRectFilled(min, ImVec2(min.x + std::max(2.0f, std::floor(2 * s_)), max.y), edge());
        draw->ChannelsMerge();
        ImGui::SetCursorScreenPos(min);
        ImGui::Dummy(ImVec2(width_, max.y - min.y));
    }

private:
    ImU32 edge() const {
        switch (verdict_) {
            case Verdict::right:
                return ui_.theme.mode_live;
            case Verdict::wrong:
                return ui_.theme.mode_lost;
            case Verdict::open:
            case Verdict::committed:
            case Verdict::unclear:
                break;
        }
        return ui_.theme.accent;
    }
    void gap(float size) { ImGui::Dummy(ImVec2(0, std::floor(size * s_))); }
    bool locked() const { return verdict_ != Verdict::open; }
    Guess current() const {
        Guess guess = guess_ != nullptr ? *guess_ : Guess{};
        if (prediction_.kind == book::Prediction::Kind::order) guess.order = order_of(prediction_, guess_);
        return guess;
    }
    void set(Guess guess) { actions_.push_back(act::SetGuess{prediction_.id, std::move(guess)}); }

    void heading() {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const char* word = ui_.text("predict.heading");
        draw_text(ImGui::GetWindowDrawList(), ui_.fonts.heading, at, ui_.theme.accent, word);
        const ImVec2 size = text_size(ui_.fonts.heading, word);
        ImGui::Dummy(size);
        tell(ui_, "predict/heading", at, ImVec2(at.x + size.x, at.y + size.y), word);
    }

    void options() {
        for (std::size_t i = 0; i < prediction_.options.size(); ++i) option(i);
    }

    void option(std::size_t index) {
        const std::string name = "predict/option/" + std::to_string(index);
        const book::Option& option = prediction_.options[index];
        const ImVec2 min = ImGui::GetCursorScreenPos();
        const float indent = std::floor(24 * s_);
        const ImVec2 size = text_size(ui_.fonts.body, option.text, inner_ - indent);
        const ImVec2 max(min.x + inner_, min.y + size.y + std::floor(6 * s_));
        const Hit press = hit(ui_, name.c_str(), min, max, !locked());
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const bool chosen = guess_ != nullptr && guess_->option == index;
        const bool right = answer_ != nullptr && locked() && answer_->option == index;
        const ImVec2 centre(min.x + std::floor(7 * s_), min.y + std::floor(3 * s_ + ui_.fonts.body->FontSize / 2 + s_));
        mark(draw, centre, chosen, right);
        const bool bright = chosen || right || press.hovered || !locked();
        draw_text(draw, ui_.fonts.body, ImVec2(min.x + indent, min.y + std::floor(3 * s_)),
                  bright ? ui_.theme.text : ui_.theme.text_dim, option.text, inner_ - indent);
        tell(ui_, name, min, max, option.text, !locked());
        if (press.pressed && !locked()) {
            Guess guess = current();
            guess.option = index;
            set(std::move(guess));
        }
    }

    void mark(ImDrawList* draw, ImVec2 centre, bool chosen, bool right) const {
        const bool judged = verdict_ == Verdict::right || verdict_ == Verdict::wrong;
        if (right)
            draw_icon(draw, Icon::tick, centre, 13 * s_, ui_.theme.mode_live);
        else if (judged && chosen)
            draw_icon(draw, Icon::close, centre, 12 * s_, ui_.theme.mode_lost);
        else if (chosen)
            round_mark(ui_, draw, centre, 6 * s_, ui_.theme.accent, true);
        else
            round_mark(ui_, draw, centre, 6 * s_, ui_.theme.text_dim, false);
    }

    float row_height() const { return std::floor(ui_.fonts.mono_small->FontSize + 14 * s_); }

    void rows() {
        const std::vector<std::size_t> order = order_of(prediction_, guess_);
        const float top = ImGui::GetCursorScreenPos().y;
        for (std::size_t place = 0; place < order.size(); ++place) row(place, order);
        drag(top, order);
    }

    void row(std::size_t place, const std::vector<std::size_t>& order) {
        const std::string number = std::to_string(place);
        const std::string name = "predict/row/" + number;
        const std::string& line = prediction_.lines[order[place]];
        const ImVec2 min = ImGui::GetCursorScreenPos();
        const float height = row_height();
        const float arrows = locked() ? 0 : std::floor(2 * 24 * s_);
        const ImVec2 max(min.x + inner_, min.y + height - std::floor(4 * s_));
        const Hit press = hit(ui_, name.c_str(), min, ImVec2(max.x - arrows, max.y), !locked(), true);
        if (press.held && ImGui::IsItemActivated()) look_.dragged = place;
        if (press.nudge != 0) move(place, press.nudge, order);
        if (press.hovered && !locked()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
        tooltip(ui_, locked() ? "" : ui_.text("predict.row_tip"));
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const bool is_dragged = look_.dragged == place;
        draw->AddRectFilled(min, max, is_dragged ? ui_.theme.accent_fill : ui_.theme.button);
        const float text_top = min.y + std::floor((max.y - min.y - ui_.fonts.mono_small->FontSize) / 2) - s_;
        float x = min.x + 8 * s_;
        if (verdict_ == Verdict::right || verdict_ == Verdict::wrong) {
            const bool here = place < answer_->values.size() && answer_->values[place] == line;
            draw_icon(draw, here ? Icon::tick : Icon::close, ImVec2(x + 5 * s_, (min.y + max.y) / 2), 11 * s_,
                      here ? ui_.theme.mode_live : ui_.theme.mode_lost);
        } else {
            draw_text(draw, ui_.fonts.mono_small, ImVec2(x, text_top), ui_.theme.text_dim, std::to_string(place + 1));
        }
        x += 18 * s_;
        const float room = max.x - arrows - x - 4 * s_;
        ImFont* font = text_size(ui_.fonts.mono_small, line).x > room ? ui_.fonts.mono_tiny : ui_.fonts.mono_small;
        const float line_top = text_top + std::round(ui_.fonts.mono_small->Ascent - font->Ascent);
        const bool cut = text_cut(draw, font, ImVec2(x, line_top), ui_.theme.text, line, room);
        if (cut && locked()) tooltip(ui_, line.c_str());
        tell(ui_, name, min, max, line, !locked(), cut);
        if (!locked()) {
            arrow("predict/up/" + number, Icon::up, ImVec2(max.x - arrows, min.y), max.y, place > 0, place, -1, order);
            arrow("predict/down/" + number, Icon::down, ImVec2(max.x - arrows / 2, min.y), max.y,
                  place + 1 < order.size(), place, 1, order);
        }
        ImGui::SetCursorScreenPos(min);
        ImGui::Dummy(ImVec2(inner_, height));
    }

    void arrow(const std::string& name, Icon icon, ImVec2 min, float bottom, bool enabled, std::size_t place, int by,
               const std::vector<std::size_t>& order) {
        const ImVec2 max(min.x + std::floor(24 * s_), bottom);
        const Hit press = hit(ui_, name.c_str(), min, max, enabled);
        tooltip(ui_, ui_.text(by < 0 ? "predict.up_tip" : "predict.down_tip"));
        const ImU32 colour = !enabled        ? fade(ui_.theme.text_faint, 0.4f)
                             : press.hovered ? ui_.theme.text
                                             : ui_.theme.text_dim;
        draw_icon(ImGui::GetWindowDrawList(), icon, ImVec2((min.x + max.x) / 2, (min.y + max.y) / 2), 11 * s_, colour);
        tell(ui_, name, min, max, by < 0 ? "up" : "down", enabled);
        if (press.pressed) move(place, by, order);
    }

    void move(std::size_t place, int by, std::vector<std::size_t> order) {
        const auto to = static_cast<std::ptrdiff_t>(place) + by;
        if (to < 0 || to >= static_cast<std::ptrdiff_t>(order.size())) return;
        std::swap(order[place], order[static_cast<std::size_t>(to)]);
        Guess guess = current();
        guess.order = std::move(order);
        set(std::move(guess));
    }

    // A held row changes places with the one that the mouse has come to.
    void drag(float top, const std::vector<std::size_t>& order) {
        if (!look_.dragged) return;
        if (!ImGui::IsMouseDown(ImGuiMouseButton_Left) || locked() || *look_.dragged >= order.size()) {
            look_.dragged.reset();
            return;
        }
        const float at = (ImGui::GetIO().MousePos.y - top) / row_height();
        const auto to = static_cast<std::size_t>(std::clamp(at, 0.0f, static_cast<float>(order.size()) - 0.01f));
        if (to == *look_.dragged) return;
        const int by = to > *look_.dragged ? 1 : -1;
        move(*look_.dragged, by, order);
        look_.dragged = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(*look_.dragged) + by);
    }

    void commit() {
        const bool ready =
            prediction_.kind == book::Prediction::Kind::order || (guess_ != nullptr && guess_->option.has_value());
        if (button(ui_, "predict/commit", ui_.text("predict.commit"), ui_.text("predict.commit_tip"), true, ready)) {
            Guess guess = current();
            guess.committed = true;
            set(std::move(guess));
        }
    }

    void say(const char* name, const std::string& words, ImU32 colour, ImFont* font = nullptr) {
        if (words.empty()) return;
        paragraph(ui_, name, words, font != nullptr ? font : ui_.fonts.body, colour, inner_);
        gap(4);
    }

    // An author's words, which may hold `code`.
    void explain(const char* name, const std::string& words) {
        if (words.empty()) return;
        const ImVec2 from = ImGui::GetCursorScreenPos();
        draw_prose(ui_, name, parse_prose(words), inner_);
        tell(ui_, name, from, ImVec2(from.x + inner_, ImGui::GetCursorScreenPos().y), words);
        gap(4);
    }

    void told() {
        if (verdict_ == Verdict::committed) {
            say("predict/verdict", ui_.text("predict.committed"), ui_.theme.text_dim);
            again();
            return;
        }
        if (verdict_ == Verdict::unclear) {
            explain("predict/note", answer_->note);
            again();
            return;
        }
        const bool right = verdict_ == Verdict::right;
        say("predict/verdict", ui_.text(right ? "predict.right" : "predict.wrong"),
            right ? ui_.theme.mode_live : ui_.theme.mode_lost, ui_.fonts.bold);
        if (!right) why_wrong();
        // Under other knobs than the question was made for, its explanation may be untrue.
        explain("predict/explain", answer_->note.empty() ? prediction_.explain : answer_->note);
        gap(4);
        if (button(ui_, "predict/show", ui_.text("predict.show"), ui_.text("predict.show_tip"), true))
            actions_.push_back(act::Seek{answer_->index});
        ImGui::SameLine();
        again();
    }

    void why_wrong() {
        if (prediction_.kind == book::Prediction::Kind::choice) {
            if (!answer_->option && !answer_->values.empty())
                say("predict/measured", fill(ui_.text("predict.none_right"), {{"value", answer_->values.front()}}),
                    ui_.theme.text);
            if (answer_->note.empty() && guess_->option && *guess_->option < prediction_.options.size())
                explain("predict/because", prediction_.options[*guess_->option].because);
            return;
        }
        std::string printed;
        for (const std::string& line : answer_->values) printed += (printed.empty() ? "" : "\n") + line;
        say("predict/printed_heading", ui_.text("predict.printed"), ui_.theme.text_dim);
        say("predict/printed", printed, ui_.theme.code_type, ui_.fonts.mono_small);
    }

    void again() {
        if (button(ui_, "predict/again", ui_.text("predict.again"), ui_.text("predict.again_tip"))) {
            Guess guess = current();
            guess.committed = false;
            set(std::move(guess));
        }
    }

    Ui& ui_;
    PredictLook& look_;
    const book::Prediction& prediction_;
    Actions& actions_;
    const Guess* guess_;
    const book::Answer* answer_;
    Verdict verdict_;
    float s_, pad_, inner_, width_;
};

}  // namespace

std::vector<std::size_t> order_of(const book::Prediction& prediction, const Guess* guess) {
    const auto known = [&](std::size_t index) { return index < prediction.lines.size(); };
    if (guess != nullptr && guess->order.size() == prediction.lines.size() && std::ranges::all_of(guess->order, known))
        return guess->order;
    std::vector<std::size_t> order(prediction.lines.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    return order;
}

Verdict verdict(const book::Prediction& prediction, const Guess* guess, const book::Answer* answer) {
    if (guess == nullptr || !guess->committed) return Verdict::open;
    if (answer == nullptr) return Verdict::committed;
    if (prediction.kind == book::Prediction::Kind::choice && !answer->option && !answer->note.empty())
        return Verdict::unclear;
    if (prediction.kind == book::Prediction::Kind::choice)
        return guess->option.has_value() && guess->option == answer->option ? Verdict::right : Verdict::wrong;
    std::vector<std::string> lines;
    for (const std::size_t index : order_of(prediction, guess)) lines.push_back(prediction.lines[index]);
    return lines == answer->values ? Verdict::right : Verdict::wrong;
}

void predict_card(const View& view, Ui& ui, PredictLook& look, const book::Prediction& prediction, float width,
                  Actions& actions) {
    Card(view, ui, look, prediction, width, actions).draw();
}

std::string predict_text(const View& view, const book::Prediction& prediction) {
    static const Text text(english_language());
    const Guess* guess = guess_of(view, prediction.id);
    const book::Answer* answer = answer_of(view, prediction.id);
    std::string out = std::string(text("predict.heading")) + "\n" + prediction.question + "\n";
    if (prediction.kind == book::Prediction::Kind::order) {
        for (const std::size_t index : order_of(prediction, guess)) out += "  " + prediction.lines[index] + "\n";
    } else {
        for (std::size_t i = 0; i < prediction.options.size(); ++i)
            out += (guess != nullptr && guess->option == i ? "* " : "  ") + prediction.options[i].text + "\n";
    }
    switch (verdict(prediction, guess, answer)) {
        case Verdict::open:
            break;
        case Verdict::committed:
            out += std::string(text("predict.committed")) + "\n";
            break;
        case Verdict::right:
        case Verdict::wrong: {
            const bool right = guess != nullptr && verdict(prediction, guess, answer) == Verdict::right;
            const std::string& why = answer->note.empty() ? prediction.explain : answer->note;
            out += std::string(text(right ? "predict.right" : "predict.wrong")) + " " + why + "\n";
            break;
        }
        case Verdict::unclear:
            out += answer->note + "\n";
            break;
    }
    return out;
}

}  // namespace viz
