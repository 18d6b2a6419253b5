#include "panels/happened.hpp"

#include "monitor/narrate.hpp"
#include "panels/stops.hpp"
#include "panels/truth.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <cmath>

namespace viz {
namespace {

constexpr std::size_t kMost = 6;

std::vector<std::string> sentences_of(const View& view) {
    const Text& text = view.language->text;
    const loopscope::Narrator narrator(view.recording, view.language->phrases);
    const bool over = view.mode == Mode::ended || view.mode == Mode::lost;
    if (over && view.recording.size() == 0) return {text("happened.nothing_recorded")};
    if (view.cursor == 0) return {text("happened.nothing")};
    std::vector<std::string> sentences =
        narrator.sentences(stop_before(view.recording, view.cursor), view.cursor, kMost);
    if (sentences.empty()) sentences.emplace_back(text("happened.quiet"));
    return sentences;
}

std::string next_words(const View& view, const Text& text) {
    const bool over = view.world.phase() == loopscope::LoopPhase::stopped;
    if (prediction_is_open(view) && !open_answer_is_told(view) && !over) return text("next.predict_first");
    return what_comes_next(view, text);
}

// The sentences one after another, as a person would tell them.
std::string told(const std::vector<std::string>& sentences, std::size_t from) {
    std::string out = from > 0 ? "\u2026 " : "";
    for (std::size_t i = from; i < sentences.size(); ++i) {
        const std::string& sentence = sentences[i];
        if (sentence.empty()) continue;
        out += sentence;
        const char end = sentence.back();
        if (end != '.' && end != '?' && end != '!') out += '.';
        if (i + 1 < sentences.size()) out += ' ';
    }
    return out;
}

// As large as fits; if nothing does, the oldest sentences are left out.
void draw_sentences(Ui& ui, const std::vector<std::string>& sentences, ImVec2 at, float width, float room) {
    ImFont* font = ui.fonts.body;
    std::size_t from = 0;
    const auto fits = [&](ImFont* candidate) { return text_size(candidate, told(sentences, from), width).y <= room; };
    if (fits(ui.fonts.lead)) font = ui.fonts.lead;
    while (from + 1 < sentences.size() && !fits(font)) ++from;
    const std::string text = told(sentences, from);
    const ImVec2 size = text_size(font, text, width);
    draw_text(ImGui::GetWindowDrawList(), font, at, ui.theme.text, text, width);
    tell(ui, "happened/text", at, ImVec2(at.x + size.x, at.y + size.y), text);
}

void draw_next(const View& view, Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
    const float s = ui.scale;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const char* back = ui.text("happened.back");
    const bool can_go_back = view.cursor > 0;
    const float back_width = text_size(ui.fonts.small, back).x + 18 * s;
    const ImVec2 back_max(min.x + back_width, max.y);
    const Hit back_press = hit(ui, "happened/back", min, back_max, can_go_back);
    tooltip(ui, ui.text("transport.back_tip"));
    const ImU32 back_colour = !can_go_back         ? ui.theme.text_faint
                              : back_press.hovered ? ui.theme.text
                                                   : ui.theme.text_dim;
    const float middle = (min.y + max.y) / 2;
    const float text_top = middle - std::floor(ui.fonts.small->FontSize / 2) - s;
    draw_icon(draw, Icon::left, ImVec2(min.x + 5 * s, middle), 11 * s, back_colour);
    draw_text(draw, ui.fonts.small, ImVec2(min.x + 16 * s, text_top), back_colour, back);
    tell(ui, "happened/back", min, back_max, back, can_go_back);
    if (back_press.pressed) actions.push_back(act::StepBy{-1});

    const std::string next = fill(ui.text("happened.next"), {{"next", next_words(view, ui.text)}});
    const float room = max.x - back_max.x - 44 * s;
    const float width = std::min(room, text_size(ui.fonts.small, next).x);
    const ImVec2 next_min(max.x - width - 18 * s, min.y);
    const Hit next_press = hit(ui, "happened/next", next_min, max);
    const ImU32 next_colour = next_press.hovered ? ui.theme.text : ui.theme.text_dim;
    const bool cut = text_cut(draw, ui.fonts.small, ImVec2(next_min.x, text_top), next_colour, next, room);
    tooltip(ui, cut ? next.c_str() : ui.text("transport.step_tip"));
    draw_icon(draw, Icon::right, ImVec2(max.x - 6 * s, middle), 11 * s, next_colour);
    tell(ui, "happened/next", next_min, max, next, true, cut);
    if (next_press.pressed) actions.push_back(act::StepBy{1});
}

// Much may lie between two stops: it is told once.
void follow(const View& view, HappenedLook& look) {
    const bool same = look.recording == &view.recording && look.language == view.language &&
                      look.cursor == view.cursor && look.size == view.recording.size();
    if (same) return;
    look.recording = &view.recording;
    look.language = view.language;
    look.cursor = view.cursor;
    look.size = view.recording.size();
    look.sentences = sentences_of(view);
}

}  // namespace

void happened_panel(const View& view, Ui& ui, HappenedLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (begin_panel(ui, "happened", min, max)) {
        follow(view, look);
        const float s = ui.scale;
        const float pad = std::floor(18 * s);
        const float width = max.x - min.x - 2 * pad;
        ImGui::SetCursorScreenPos(ImVec2(min.x + pad, min.y + std::floor(10 * s)));
        const ImVec2 head = ImGui::GetCursorScreenPos();
        const char* title = ui.text("happened.heading");
        draw_text(ImGui::GetWindowDrawList(), ui.fonts.heading, head, ui.theme.heading, title);
        const ImVec2 size = text_size(ui.fonts.heading, title);
        tell(ui, "happened/heading", head, ImVec2(head.x + size.x, head.y + size.y), title);
        truth_bar(view, ui, head.x + size.x + std::floor(24 * s), max.x - pad, head.y);
        const float footer = std::floor(ui.fonts.small->FontSize + 16 * s);
        const float top = head.y + size.y + std::floor(8 * s);
        draw_sentences(ui, look.sentences, ImVec2(min.x + pad, top), width, max.y - footer - top);
        draw_next(view, ui, ImVec2(min.x + pad, max.y - footer), ImVec2(max.x - pad, max.y - std::floor(4 * s)),
                  actions);
    }
    end_panel();
}

std::string happened_text(const View& view) {
    const Text& text = view.language->text;
    std::string out;
    for (const std::string& sentence : sentences_of(view)) out += sentence + "\n";
    return out + fill(text("happened.next"), {{"next", next_words(view, text)}}) + "\n";
}

}  // namespace viz
