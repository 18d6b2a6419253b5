#include "panels/lesson.hpp"

#include "monitor/narrate.hpp"
#include "panels/overview.hpp"
#include "panels/stops.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <utility>

namespace viz {
namespace {

// The cursor just behind the checkpoint of that name, once the program has passed it.
std::optional<std::size_t> passed(const loopscope::Recording& recording, const std::string& name) {
    for (const std::uint32_t index : recording.checkpoints()) {
        if (recording.string(recording[index].a) == name) return index + std::size_t{1};
    }
    return std::nullopt;
}

std::string page_words(const View& view) {
    return std::to_string(view.lesson_step + 1) + " / " + std::to_string(view.lesson->steps.size());
}

std::string hint_words(const Text& text, std::size_t index, std::size_t count) {
    return fill(text("lesson.hint"), {{"number", std::to_string(index + 1)}, {"count", std::to_string(count)}});
}

// While the page's question is open, nothing tells the time, which may be the answer.
const char* reached_key(const View& view) {
    return prediction_is_open(view) ? "lesson.reached_untimed" : "lesson.reached";
}

constexpr float kPartOfPage = 0.8f;  // that a press on "more below" scrolls: some lines stay to go on from

// The panel of one frame.
class Page {
public:
    Page(const View& view, Ui& ui, LessonLook& look, ImVec2 min, ImVec2 max, Actions& actions)
        : view_(view),
          ui_(ui),
          look_(look),
          actions_(actions),
          min_(min),
          max_(max),
          s_(ui.scale),
          step_(view.lesson->steps[view.lesson_step]) {}

    void draw() {
        const float pad = std::floor(16 * s_);
        const float top = min_.y + std::floor(12 * s_);
        const float footer = std::floor(control_height(ui_) + 16 * s_);
        ImGui::SetCursorScreenPos(ImVec2(min_.x + pad, top));
        heading(max_.x - min_.x - 2 * pad);
        // The scrollbar has its own room, so that nothing moves when it comes.
        const float body_top = top + std::floor(26 * s_);
        const float strip = look_.more_below ? std::floor(ui_.fonts.small->FontSize + 12 * s_) : 0;
        const float body_end = max_.y - footer - strip;
        if (begin_panel(ui_, "lesson/body", ImVec2(min_.x + pad, body_top), ImVec2(max_.x - 4 * s_, body_end), true)) {
            scroll();
            body(max_.x - min_.x - 2 * pad);
            // Of what the strip hides nothing counts: else it would come and go.
            const float hidden = ImGui::GetScrollMaxY() - strip - ImGui::GetScrollY();
            look_.more_below = hidden > std::floor(12 * s_) && body_end - body_top > std::floor(80 * s_);
        }
        end_panel();
        if (strip > 0) more_below(ImVec2(min_.x + pad, body_end), ImVec2(max_.x - pad, max_.y - footer));
        draw_footer(ImVec2(min_.x + pad, max_.y - footer), ImVec2(max_.x - pad, max_.y));
    }

private:
    void heading(float width) {
        ImGui::PushClipRect(min_, max_, true);
        const std::string remark = page_words(view_);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImDrawList* draw = ImGui::GetWindowDrawList();
        draw_text(draw, ui_.fonts.heading, at, ui_.theme.heading, ui_.text("lesson.heading"));
        const ImVec2 size = text_size(ui_.fonts.small, remark);
        const ImVec2 right(at.x + width - size.x, at.y);
        draw_text(draw, ui_.fonts.small, right, ui_.theme.text_dim, remark);
        tell(ui_, "lesson/page", right, ImVec2(right.x + size.x, right.y + size.y), remark);
        ImGui::PopClipRect();
    }

    // Each page is found again where it was left.
    void scroll() {
        float& kept = look_.scrolled[{view_.lesson->id, view_.lesson_step}];
        const float by = std::exchange(look_.scroll_by, 0.0f);
        if (std::exchange(look_.turned, false))
            ImGui::SetScrollY(kept);
        else
            kept = ImGui::GetScrollY();
        if (by > 0) ImGui::SetScrollY(std::min(kept + by * ImGui::GetWindowHeight(), ImGui::GetScrollMaxY()));
    }

    // Nobody looks for what does not show that it is there, least of all for a question.
    void more_below(ImVec2 from, ImVec2 to) {
        const bool asks = look_.question_below && prediction_is_open(view_);
        const char* word = ui_.text(asks ? "lesson.question_below" : "lesson.more_below");
        const Hit press = hit(ui_, "lesson/more_below", from, to);
        tooltip(ui_, ui_.text("lesson.more_below_tip"));
        const ImU32 colour = press.hovered ? ui_.theme.text : asks ? ui_.theme.accent : ui_.theme.text_dim;
        const float mark = std::floor(10 * s_), gap = std::floor(7 * s_);
        const ImVec2 size = text_size(ui_.fonts.small, word);
        const float x = std::max(from.x, std::floor((from.x + to.x - size.x - gap - mark) / 2));
        ImDrawList* draw = ImGui::GetWindowDrawList();
        draw->AddRectFilled(from, ImVec2(to.x, from.y + 1), ui_.theme.panel_line);
        const float middle = std::floor((from.y + to.y) / 2);
        draw_icon(draw, Icon::down, ImVec2(x + mark / 2, middle), mark, colour);
        const ImVec2 at(x + mark + gap, std::floor(middle - size.y / 2));
        const bool cut = text_cut(draw, ui_.fonts.small, at, colour, word, to.x - at.x);
        tell(ui_, "lesson/more_below", from, to, word, true, cut);
        if (press.pressed) look_.scroll_by = kPartOfPage;
    }

    void body(float width) {
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, 0));
        paragraph(ui_, "lesson/title", step_.title, ui_.fonts.title, ui_.theme.text, width);
        space(6);
        draw_prose(ui_, "lesson/prose", look_.prose, width, &view_.language->glossary);
        look_.predict.asks_to_run = false;
        if (step_.prediction) {
            space(14);
            predict_card(view_, ui_, look_.predict, *step_.prediction, width, actions_);
        }
        look_.question_below =
            step_.prediction && ImGui::GetCursorScreenPos().y > ImGui::GetWindowPos().y + ImGui::GetWindowHeight();
        if (!step_.hints.empty()) hints(width);
        if (!step_.checkpoint.empty()) goal(width);
        if (!view_.lesson->knobs.empty()) knobs(width);
        space(10);
        ImGui::PopStyleVar();
    }

    void space(float size) { ImGui::Dummy(ImVec2(0, std::floor(size * s_))); }

    // Those that were asked for, and the next one to ask for.
    void hints(float width) {
        const std::size_t count = step_.hints.size();
        const std::size_t shown = std::min(view_.hints_shown, count);
        space(12);
        for (std::size_t i = 0; i < shown; ++i) {
            const std::string name = "lesson/hint/" + std::to_string(i);
            paragraph(ui_, (name + "/number").c_str(), hint_words(ui_.text, i, count), ui_.fonts.small,
                      ui_.theme.text_dim, width);
            draw_prose(ui_, name.c_str(), parse_prose(step_.hints[i]), width);
            space(6);
        }
        if (shown == count) return;
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float indent = std::floor(18 * s_);
        draw_icon(ImGui::GetWindowDrawList(), Icon::right,
                  ImVec2(at.x + 6 * s_, at.y + std::floor(ui_.fonts.body->FontSize / 2) + s_), 11 * s_,
                  ui_.theme.accent);
        ImGui::SetCursorScreenPos(ImVec2(at.x + indent, at.y));
        const std::string words = hint_words(ui_.text, shown, count);
        if (link(ui_, "lesson/hint/next", words.c_str(), ui_.text("lesson.hint_tip"), width - indent))
            actions_.push_back(act::ShowHint{});
    }

    // What completes this step, and whether that has happened.
    void goal(float width) {
        space(12);
        const auto where = passed(view_.recording, step_.checkpoint);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float indent = std::floor(24 * s_);
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const ImVec2 mark(at.x + 7 * s_, at.y + ui_.fonts.body->FontSize / 2 + 2 * s_);
        if (where)
            draw_icon(draw, Icon::tick, mark, 13 * s_, ui_.theme.mode_live);
        else
            round_mark(ui_, draw, mark, 5.5f * s_, ui_.theme.text_dim, false);
        std::string words = fill(ui_.text("lesson.until"), {{"checkpoint", step_.checkpoint}});
        if (where) {
            const std::string time = loopscope::format_loop_time(view_.recording.loop_time_at(*where));
            words = fill(ui_.text(reached_key(view_)), {{"checkpoint", step_.checkpoint}, {"time", time}});
        }
        ImGui::SetCursorScreenPos(ImVec2(at.x + indent, at.y));
        paragraph(ui_, "lesson/goal", words, ui_.fonts.body, where ? ui_.theme.text : ui_.theme.text_dim,
                  width - indent);
        ImGui::SetCursorScreenPos(ImVec2(at.x + indent, ImGui::GetCursorScreenPos().y));
        if (where) {
            if (link(ui_, "lesson/goal/show", ui_.text("lesson.show"), ui_.text("lesson.show_tip"), width - indent))
                actions_.push_back(act::Seek{*where});
        } else if (!look_.predict.asks_to_run &&  // else the question has this link
                   link(ui_, "lesson/goal/run", ui_.text("lesson.run_there"), ui_.text("lesson.run_there_tip"),
                        width - indent)) {
            actions_.push_back(act::CheckpointBy{1});
        }
    }

    void knobs(float width) {
        space(16);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        ImGui::GetWindowDrawList()->AddRectFilled(at, ImVec2(at.x + width, at.y + 1), ui_.theme.panel_line);
        space(10);
        const ImVec2 head = ImGui::GetCursorScreenPos();
        const char* word = ui_.text("lesson.knobs");
        draw_text(ImGui::GetWindowDrawList(), ui_.fonts.heading, head, ui_.theme.heading, word);
        ImGui::InvisibleButton("lesson/knobs", text_size(ui_.fonts.heading, word));
        tooltip(ui_, ui_.text("lesson.knobs_tip"));
        for (const book::Knob& knob : view_.lesson->knobs) {
            double value = knob.value;
            if (view_.knobs != nullptr) {
                const auto found = view_.knobs->find(knob.name);
                if (found != view_.knobs->end()) value = found->second;
            }
            bool released = false;
            const std::string name = "knob/" + knob.name;
            const std::string words = knob_words(knob, value);
            const float top = ImGui::GetCursorScreenPos().y;
            const bool changed = slider(ui_, name.c_str(), knob.label.c_str(), value, knob.minimum, knob.maximum,
                                        knob.step, words.c_str(), width, &released);
            if (changed || released) actions_.push_back(act::SetKnob{knob.name, value, released});
            ImGui::SetCursorScreenPos(ImVec2(at.x, std::max(ImGui::GetCursorScreenPos().y, top)));
        }
    }

    void draw_footer(ImVec2 from, ImVec2 to) {
        ImDrawList* draw = ImGui::GetWindowDrawList();
        draw->AddRectFilled(ImVec2(from.x, from.y), ImVec2(to.x, from.y + 1), ui_.theme.panel_line);
        const float y = from.y + std::floor((to.y - from.y - control_height(ui_)) / 2) + s_;
        const bool first = view_.lesson_step == 0;
        const bool last = view_.lesson_step + 1 >= view_.lesson->steps.size();
        ImGui::SetCursorScreenPos(ImVec2(from.x, y));
        if (icon_button(ui_, "lesson/back", Icon::left, ui_.text("lesson.back"), ui_.text("lesson.back_tip"), false,
                        !first))
            actions_.push_back(act::LessonStepBy{-1});
        const float dots_from = from.x + button_width(ui_, Icon::left, ui_.text("lesson.back"));
        const bool to_lesson = last && view_.has_next_lesson;
        const char* label = ui_.text(to_lesson ? "lesson.next_lesson" : "lesson.next");
        const char* tip = ui_.text(to_lesson ? "transport.next_lesson_tip" : "lesson.next_tip");
        const float width = button_width(ui_, Icon::right, label);
        dots(dots_from, to.x - width, y + control_height(ui_) / 2);
        ImGui::SetCursorScreenPos(ImVec2(to.x - width, y));
        if (icon_button(ui_, "lesson/next", Icon::right, label, tip, page_complete(view_, view_.lesson_step),
                        !last || to_lesson, width, true))
            actions_.push_back(to_lesson ? Action(act::LessonBy{1}) : Action(act::LessonStepBy{1}));
    }

    void dots(float left, float right, float middle) {
        const std::size_t count = view_.lesson->steps.size();
        const float pitch = std::floor(14 * s_);
        if (static_cast<float>(count) * pitch > right - left - pitch) return;
        float x = std::floor((left + right - pitch * static_cast<float>(count)) / 2);
        for (std::size_t i = 0; i < count; ++i, x += pitch) dot(i, ImVec2(x, middle), pitch);
    }

    // Bright: here. Filled: done. Hollow: still to do.
    void dot(std::size_t page, ImVec2 from, float pitch) {
        const ImVec2 min(from.x, from.y - std::floor(11 * s_));
        const ImVec2 max(from.x + pitch, from.y + std::floor(11 * s_));
        const std::string name = "lesson/dot/" + std::to_string(page + 1);
        const std::string words = std::to_string(page + 1) + ". " + view_.lesson->steps[page].title;
        const Hit press = hit(ui_, name.c_str(), min, max);
        tooltip(ui_, words.c_str());
        const float half = std::floor(3 * s_);
        const float x = std::floor((min.x + max.x) / 2);
        const ImVec2 low(x - half, from.y - half);
        const ImVec2 high(x + half, from.y + half);
        const bool here = page == view_.lesson_step;
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const ImU32 colour = here ? ui_.theme.accent : press.hovered ? ui_.theme.text : ui_.theme.text_dim;
        if (here || page_complete(view_, page))
            draw->AddRectFilled(low, high, colour);
        else
            draw->AddRect(low, high, colour);
        tell(ui_, name, min, max, words);
        if (press.pressed && !here)
            actions_.push_back(act::LessonStepBy{static_cast<int>(page) - static_cast<int>(view_.lesson_step)});
    }

    const View& view_;
    Ui& ui_;
    LessonLook& look_;
    Actions& actions_;
    ImVec2 min_, max_;
    float s_;
    const book::Step& step_;
};

bool has_step(const View& view) { return view.lesson != nullptr && view.lesson_step < view.lesson->steps.size(); }

}  // namespace

bool page_complete(const View& view, std::size_t page) {
    if (view.lesson == nullptr || page >= view.lesson->steps.size()) return false;
    const book::Step& step = view.lesson->steps[page];
    if (step.prediction) {
        const std::string& id = step.prediction->id;
        const Guess* guess = view.guesses != nullptr && view.guesses->contains(id) ? &view.guesses->at(id) : nullptr;
        const book::Answer* answer =
            view.answers != nullptr && view.answers->contains(id) ? &view.answers->at(id) : nullptr;
        const Verdict now = verdict(*step.prediction, guess, answer);
        if (now == Verdict::open || now == Verdict::committed) return false;
    }
    if (step.checkpoint.empty()) return step.prediction.has_value() || page <= view.lesson_step;
    return passed(view.recording, step.checkpoint).has_value();
}

std::string knob_words(const book::Knob& knob, double value) {
    const int digits = knob.step >= 1 ? 0 : knob.step >= 0.1 ? 1 : knob.step >= 0.01 ? 2 : 3;
    std::array<char, 48> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.*f%s%s", digits, value, knob.unit.empty() ? "" : " ",
                  knob.unit.c_str());
    return buffer.data();
}

void lesson_panel(const View& view, Ui& ui, LessonLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (begin_panel(ui, "lesson", min, max)) {
        if (!has_step(view)) {
            overview_panel(view, ui, min, max, actions);
        } else {
            const bool turned = look.lesson != view.lesson || look.step != view.lesson_step;
            if (turned || look.language != view.language || look.prose.empty()) {
                look.prose = parse_prose(view.lesson->steps[view.lesson_step].markdown);
                mark_words(look.prose, view.language->glossary);
                look.turned = turned;
                look.lesson = view.lesson;
                look.step = view.lesson_step;
                look.language = view.language;
            }
            Page(view, ui, look, min, max, actions).draw();
        }
    }
    end_panel();
}

namespace {

std::string hints_text(const View& view, const book::Step& step) {
    const Text& text = view.language->text;
    const std::size_t count = step.hints.size();
    const std::size_t shown = std::min(view.hints_shown, count);
    std::string out;
    for (std::size_t i = 0; i < shown; ++i)
        out += hint_words(text, i, count) + ": " + prose_text(parse_prose(step.hints[i]));
    if (shown < count) out += hint_words(text, shown, count) + "\n";
    return out;
}

// What the marked words of a page mean.
std::string words_text(const View& view, const std::vector<ProseBlock>& blocks) {
    std::string out;
    for (const ProseBlock& block : blocks) {
        for (const ProseRun& run : block.runs) {
            const Term* term = run.term.empty() ? nullptr : view.language->glossary.find(run.term);
            if (term != nullptr) out += "  " + term->word + ": " + term_words(view.language->text, *term) + "\n";
        }
    }
    return out.empty() ? out : std::string(view.language->text("lesson.words")) + "\n" + out;
}

}  // namespace

std::string lesson_text(const View& view) {
    if (!has_step(view)) return overview_text(view);
    const book::Step& step = view.lesson->steps[view.lesson_step];
    const Text& text = view.language->text;
    std::string out =
        view.lesson->number_text() + " " + view.lesson->title + " (" + page_words(view) + ")\n" + step.title + "\n";
    std::vector<ProseBlock> prose = parse_prose(step.markdown);
    mark_words(prose, view.language->glossary);
    out += prose_text(prose);
    if (step.prediction) out += predict_text(view, *step.prediction);
    out += hints_text(view, step);
    if (!step.checkpoint.empty()) {
        const auto where = passed(view.recording, step.checkpoint);
        out += fill(text(where ? reached_key(view) : "lesson.until"),
                    {{"checkpoint", step.checkpoint},
                     {"time", where ? loopscope::format_loop_time(view.recording.loop_time_at(*where)) : ""}}) +
               "\n";
    }
    for (const book::Knob& knob : view.lesson->knobs) {
        const bool set = view.knobs != nullptr && view.knobs->contains(knob.name);
        out += knob.label + ": " + knob_words(knob, set ? view.knobs->at(knob.name) : knob.value) + "\n";
    }
    return out + words_text(view, prose);
}

}  // namespace viz
