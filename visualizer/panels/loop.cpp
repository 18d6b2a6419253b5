#include "panels/loop.hpp"

#include "panels/draw.hpp"
#include "panels/loop_picture.hpp"
#include "panels/words.hpp"
#include "ui/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostReady = 24;
constexpr std::size_t kMostTimers = 24;
constexpr std::size_t kMostTextRows = 100;
constexpr double kMotionSeconds = 0.26;

std::string with_body(const LoopCard& card) { return card.body.empty() ? card.name : card.name + " " + card.body; }

float ease_out(float t) { return 1 - (1 - t) * (1 - t) * (1 - t); }

// How the height is shared between cards and timers.
struct Budget {
    float running = 0;  // height of the running card
    float card = 0;     // of a ready one
    bool io = true;     // there is a line for I/O
    std::size_t ready = 0;
    std::size_t timers = 0;
};

class LoopDrawing {
public:
    LoopDrawing(const View& view, Ui& ui, LoopLook& look, ImVec2 min, ImVec2 max, Actions& actions)
        : view_(view),
          ui_(ui),
          look_(look),
          min_(min),
          max_(max),
          actions_(actions),
          s_(ui.scale),
          picture_(loop_picture(view, kMostReady, kMostTimers)) {}

    void draw() {
        list_ = ImGui::GetWindowDrawList();
        ImGui::SetCursorScreenPos(ImVec2(min_.x, min_.y + 10 * s_));
        panel_heading(ui_, "loop", ui_.text("loop.heading"),
                      view_.world.turn() == 0
                          ? std::string()
                          : fill(ui_.text("loop.turn"), {{"turn", std::to_string(view_.world.turn())}}));
        float y = stepper(min_.y + 36 * s_);
        y = sentence(y + 6 * s_);
        begin_motion();
        const Budget budget = share(max_.y - y);
        y = cards(y, budget);
        y = timers(y, budget);
        foot(y + 3 * s_, budget.io);
        end_motion();
    }

private:
    float width() const { return max_.x - min_.x; }
    float label_height() const { return ui_.fonts.small->FontSize + 3 * s_; }
    float timer_height() const { return ui_.fonts.body->FontSize + 2 * s_; }
    float divider_height() const { return ui_.fonts.small->FontSize + 3 * s_; }

    struct Phase {
        const char* name;
        const char* label;
        const char* shorter;
        const char* tip;
    };

    // The phases of a turn in their order, the current one lit.
    float stepper(float y) {
        const std::array<Phase, 3> phases{
            {{"loop/phase/poll", ui_.text("loop.poll"), ui_.text("loop.poll_short"), ui_.text("loop.poll_tip")},
             {"loop/phase/timers", ui_.text("loop.due"), ui_.text("loop.due_short"), ui_.text("loop.due_tip")},
             {"loop/phase/run", ui_.text("loop.run"), ui_.text("loop.run_short"), ui_.text("loop.run_tip")}}};
        // The first of these that fits: all words with much room, with little, and short words.
        ImFont* font = ui_.fonts.body;
        float pad = 26 * s_;
        bool shorter = false;
        const auto total = [&] {
            float sum = 2 * phase_gap();
            for (const Phase& phase : phases)
                sum += std::ceil(text_width(font, shorter ? phase.shorter : phase.label) + pad);
            return sum;
        };
        if (total() > width()) font = ui_.fonts.small, pad = 14 * s_;
        if (total() > width()) shorter = true, pad = 18 * s_;
        if (total() > width()) pad = 6 * s_;
        const float height = std::floor(font->FontSize + 6 * s_);
        float x = min_.x;
        for (std::size_t at = 0; at < phases.size(); ++at) {
            const std::string_view label = shorter ? phases[at].shorter : phases[at].label;
            const float end = std::min(x + std::ceil(text_width(font, label) + pad), max_.x);
            draw_phase(phases[at], label, font, ImVec2(x, y), ImVec2(end, y + height),
                       static_cast<int>(at) == picture_.phase);
            x = end + phase_gap();
        }
        return y + height;
    }

    float phase_gap() const { return std::floor(7 * s_); }

    void draw_phase(const Phase& phase, std::string_view label, ImFont* font, ImVec2 low, ImVec2 high, bool lit) {
        drag_area(phase.name, low, high);
        tooltip(ui_, phase.tip);
        if (lit) list_->AddRectFilled(low, high, fade(ui_.theme.accent_fill, 0.55f));
        list_->AddRect(low, high, lit ? ui_.theme.accent : ui_.theme.card_line);
        const float spare = std::max(0.0f, high.x - low.x - text_width(font, label));
        const ImVec2 text(std::floor(low.x + spare / 2), low.y + 2 * s_);
        const bool cut = text_cut(list_, font, text, lit ? ui_.theme.text : ui_.theme.text_dim, label, high.x - text.x);
        ui_.probe.tell(phase.name, low, high, std::string(label) + (lit ? ", now" : ""), true, cut);
    }

    float sentence(float y) {
        ImGui::SetCursorScreenPos(ImVec2(min_.x, y));
        paragraph(ui_, "loop/sentence", picture_.sentence, ui_.fonts.small, ui_.theme.text_dim, width());
        return y + text_size(ui_.fonts.small, picture_.sentence, width()).y + 6 * s_;
    }

    float tall_card() const { return std::floor(ui_.fonts.bold->FontSize * 0.9f + ui_.fonts.small->FontSize + 7 * s_); }
    float flat_card() const { return std::floor(ui_.fonts.bold->FontSize + 4 * s_); }
    float card_gap() const { return 5 * s_; }

    Budget share(float height) const {
        Budget budget;
        const std::size_t ready = picture_.ready.size();
        const std::size_t timers = picture_.timers.size();
        const auto fit = [](float room, float each) { return static_cast<std::size_t>(std::max(0.0f, room) / each); };
        const float least_timers = std::min(3.0f, std::max(1.0f, static_cast<float>(timers))) * timer_height();
        budget.card = tall_card();
        // What stands there always; then what can be left out, the least telling first.
        float rest = height - 2 * label_height() - 6 * s_ - (has_divider() ? divider_height() : 0) -
                     label_height() * static_cast<float>(picture_.unawaited.size());
        const bool outside = view_.world.io_outstanding() > 0 || !view_.world.operations().empty();
        budget.io = outside || rest - label_height() >= budget.card + card_gap() + timer_height();
        if (budget.io) rest -= label_height();
        if (rest < budget.card + card_gap() + timer_height()) budget.card = flat_card();

        float for_cards = std::max(budget.card + card_gap(), rest - least_timers);
        if (ready > fit(for_cards, budget.card + card_gap())) budget.card = flat_card();
        budget.ready = std::min(ready, fit(for_cards, budget.card + card_gap()));
        if (budget.ready < ready || picture_.ready_more > 0) {
            rest -= label_height();
            for_cards = std::max(budget.card + card_gap(), for_cards - label_height());
            budget.ready = std::max<std::size_t>(1, std::min(budget.ready, fit(for_cards, budget.card + card_gap())));
        }
        budget.running = budget.card == flat_card() && budget.ready < 2 ? flat_card() : tall_card();
        rest -= std::max(budget.running + card_gap(), static_cast<float>(budget.ready) * (budget.card + card_gap()));
        budget.timers = std::min(timers, fit(rest, timer_height()));
        return budget;
    }

    bool has_divider() const {
        return !picture_.ready.empty() && picture_.ready.front().this_turn != picture_.ready.back().this_turn;
    }

    void words(float x, float y, ImFont* font, ImU32 colour, std::string_view text, const char* name) {
        draw_text(list_, font, ImVec2(x, y), colour, text);
        ui_.probe.tell(name, ImVec2(x, y), ImVec2(x + text_width(font, text), y + font->FontSize), text);
    }

    float cards(float y, const Budget& budget) {
        const float gap = 12 * s_;
        const float column = std::floor((width() - gap) / 2);
        const float right = min_.x + column + gap;
        words(min_.x, y, ui_.fonts.small, ui_.theme.text_dim, ui_.text("loop.running"), "loop/running/label");
        words(right, y, ui_.fonts.small, ui_.theme.text_dim, ui_.text("loop.ready"), "loop/ready/label");
        y += label_height();
        const float tall = budget.running;
        const float nobody_y = std::floor(y + (tall - ui_.fonts.body->FontSize) / 2);
        if (picture_.running) {
            card(*picture_.running, "loop/running", ImVec2(min_.x, y), ImVec2(min_.x + column, y + tall),
                 TaskState::running);
        } else {
            words(min_.x, nobody_y, ui_.fonts.body, ui_.theme.text_faint, ui_.text("loop.nobody"),
                  "loop/running/nobody");
        }
        const float top = y;
        if (picture_.ready.empty()) {
            words(right, nobody_y, ui_.fonts.body, ui_.theme.text_faint, ui_.text("loop.nobody"), "loop/ready/nobody");
        }
        for (std::size_t at = 0; at < budget.ready; ++at) {
            const bool next_turn = !picture_.ready[at].this_turn && (at == 0 ? view_.world.phase() == LoopPhase::running
                                                                             : picture_.ready[at - 1].this_turn);
            if (next_turn) y = divider(right, y);
            card(picture_.ready[at], fmt::format("loop/ready/{}", at), ImVec2(right, y),
                 ImVec2(max_.x, y + budget.card), TaskState::ready);
            y += budget.card + card_gap();
        }
        const std::size_t more = picture_.ready.size() - budget.ready + picture_.ready_more;
        if (more > 0) {
            words(right, y, ui_.fonts.small, ui_.theme.text_dim,
                  fill(ui_.text("loop.more"), {{"count", std::to_string(more)}}), "loop/ready/more");
            y += label_height();
        }
        return std::max(y, top + tall + card_gap()) + 2 * s_;
    }

    // What became ready during this turn has to wait for the next.
    float divider(float x, float y) {
        const char* text = ui_.text("loop.next_turn");
        const float line = std::floor(y + ui_.fonts.small->FontSize / 2);
        const float end = x + text_width(ui_.fonts.small, text);
        words(x, y - 1 * s_, ui_.fonts.small, ui_.theme.text_faint, text, "loop/ready/next_turn");
        list_->AddLine(ImVec2(end + 6 * s_, line), ImVec2(max_.x, line), ui_.theme.card_line);
        return y + divider_height();
    }

    void card(const LoopCard& card, const std::string& name, ImVec2 low, ImVec2 high, TaskState state) {
        // The hit area is where the card will be: a moving target cannot be pressed.
        const bool task = card.kind == HandleKind::task;
        if (task) {
            if (hit(ui_, name.c_str(), low, high).pressed) actions_.push_back(act::Select{card.id});
            tooltip(ui_, (with_body(card) + ": " + card.second).c_str());
        }
        ui_.probe.tell(name, low, high, with_body(card) + ", " + card.second);
        float alpha = 1;
        std::tie(low, high, alpha) = moved(card.key(), low, high);
        if (task) {
            task_card(ui_, list_, low, high, card.id, card.name, card.second, state, card.body);
            if (card.id == view_.selection.task) {
                list_->AddRectFilled(ImVec2(low.x, high.y - 3 * s_), high, ui_.theme.accent);
            }
            return;
        }
        handle_card(card, low, high, state, alpha);
    }

    // A callback or a timer: smaller and grey, for it is not a task.
    void handle_card(const LoopCard& card, ImVec2 low, ImVec2 high, TaskState state, float alpha) {
        high.y = std::min(high.y, low.y + flat_card());
        const ImU32 edge = state == TaskState::running ? ui_.theme.running : ui_.theme.card_line;
        list_->AddRect(low, high, fade(edge, alpha));
        const float y = std::floor((low.y + high.y - ui_.fonts.small->FontSize) / 2);
        const float room = high.x - low.x - 16 * s_;
        text_cut(list_, ui_.fonts.small, ImVec2(low.x + 8 * s_, y), fade(ui_.theme.text_dim, alpha), card.name, room);
        const float used = text_width(ui_.fonts.small, card.name) + 10 * s_;
        if (room - used < 40 * s_ || card.second.empty()) return;
        text_cut(list_, ui_.fonts.small, ImVec2(low.x + 8 * s_ + used, y), fade(ui_.theme.text_faint, alpha),
                 card.second, room - used);
    }

    float timers(float y, const Budget& budget) {
        words(min_.x, y, ui_.fonts.small, ui_.theme.text_dim, ui_.text("loop.timers"), "loop/timers/label");
        const float top = y;
        y += label_height();
        if (picture_.timers.empty()) {
            words(min_.x, y, ui_.fonts.small, ui_.theme.text_faint, ui_.text("loop.no_timer"), "loop/timers/none");
            return y + label_height();
        }
        for (std::size_t at = 0; at < budget.timers; ++at) {
            timer(picture_.timers[at], at, y);
            y += timer_height();
        }
        const std::size_t more = picture_.timers.size() - budget.timers + picture_.timers_more;
        if (more == 0) return y;
        const std::string count = fill(ui_.text("loop.more"), {{"count", std::to_string(more)}});
        words(max_.x - text_width(ui_.fonts.small, count), top, ui_.fonts.small, ui_.theme.text_dim, count,
              "loop/timers/more");
        return y;
    }

    void timer(const LoopTimer& timer, std::size_t at, float y) {
        const std::string name = fmt::format("loop/timer/{}", at);
        const ImVec2 target(min_.x, y);
        const ImVec2 target_end(max_.x, y + timer_height());
        if (timer.task != 0 && hit(ui_, name.c_str(), target, target_end).pressed)
            actions_.push_back(act::Select{timer.task});
        const std::string due = seconds_fixed(timer.due) + " s";
        const std::string left = "in " + seconds_fixed(timer.left);
        ui_.probe.tell(name, target, target_end, timer.name + ", " + due + ", " + left);
        const auto [low, high, alpha] = moved(timer.key(), target, target_end);
        const float middle = std::floor((low.y + high.y) / 2);
        const ImU32 swatch = timer.task != 0 ? ui_.theme.swatch(timer.task) : ui_.theme.text_faint;
        list_->AddRectFilled(ImVec2(low.x, middle - 4 * s_), ImVec2(low.x + 8 * s_, middle + 4 * s_),
                             fade(swatch, alpha));
        const bool selected = timer.task != 0 && timer.task == view_.selection.task;
        ImFont* font = selected ? ui_.fonts.bold : ui_.fonts.body;
        // The numbers stand in columns from the right; a narrow panel does without the bar.
        const float digits = text_width(ui_.fonts.mono_small, "000.000 s");
        const bool bar = width() > 350 * s_;
        const float bar_width = bar ? std::min(90 * s_, width() * 0.24f) : 0;
        const float left_end = max_.x - (bar ? bar_width + 14 * s_ : 0);
        const float due_end = left_end - digits - 14 * s_;
        const float dx = low.x - target.x;
        text_cut(list_, font, ImVec2(low.x + 16 * s_, middle - font->FontSize / 2 - 1), fade(ui_.theme.text, alpha),
                 timer.name, due_end - digits - min_.x - 10 * s_);
        const float number_y = middle - ui_.fonts.mono_small->FontSize / 2;
        draw_text(list_, ui_.fonts.mono_small, ImVec2(dx + due_end - text_width(ui_.fonts.mono_small, due), number_y),
                  fade(ui_.theme.text_dim, alpha), due);
        draw_text(list_, ui_.fonts.mono_small, ImVec2(dx + left_end - text_width(ui_.fonts.mono_small, left), number_y),
                  fade(ui_.theme.text_dim, alpha), left);
        if (!bar) return;
        const ImVec2 from(max_.x - bar_width + dx, middle - 2 * s_);
        list_->AddRectFilled(from, ImVec2(max_.x + dx, middle + 2 * s_), fade(ui_.theme.card_line, alpha));
        list_->AddRectFilled(from, ImVec2(from.x + bar_width * timer.progress, middle + 2 * s_),
                             fade(ui_.theme.waiting, alpha));
    }

    void foot(float y, bool io) {
        for (std::size_t at = 0; at < picture_.unawaited.size(); ++at) {
            const std::string name = fmt::format("loop/unawaited/{}", at);
            const float middle = std::floor(y + ui_.fonts.small->FontSize / 2);
            list_->AddRect(ImVec2(min_.x, middle - 4 * s_), ImVec2(min_.x + 8 * s_, middle + 4 * s_),
                           ui_.theme.text_dim);
            const bool cut = text_cut(list_, ui_.fonts.small, ImVec2(min_.x + 16 * s_, y), ui_.theme.text,
                                      picture_.unawaited[at], width() - 16 * s_);
            ui_.probe.tell(name, ImVec2(min_.x, y), ImVec2(max_.x, y + label_height()), picture_.unawaited[at], true,
                           cut);
            y += label_height();
        }
        if (!io) return;
        const bool cut =
            text_cut(list_, ui_.fonts.small, ImVec2(min_.x, y), ui_.theme.text_faint, picture_.io, width());
        ui_.probe.tell("loop/io", ImVec2(min_.x, y), ImVec2(max_.x, y + label_height()), picture_.io, true, cut);
    }

    void begin_motion() {
        if (look_.last_cursor != view_.cursor && !look_.first) {
            look_.from = look_.shown;
            look_.moved_at = ImGui::GetTime();
        }
        // Under full speed there is nothing to follow with the eye.
        const bool still = look_.reduce_motion || look_.first || (view_.playing && view_.pace >= kFastest);
        if (still) look_.moved_at = -1;
        look_.first = false;
        look_.last_cursor = view_.cursor;
        const double since = look_.moved_at < 0 ? kMotionSeconds : ImGui::GetTime() - look_.moved_at;
        part_ = static_cast<float>(std::clamp(since / kMotionSeconds, 0.0, 1.0));
        look_.shown.clear();
        look_.animating = false;
    }

    void end_motion() {
        if (!look_.animating) look_.moved_at = -1;
    }

    // Where a card is now on its way to [low, high], and how solid it is.
    std::tuple<ImVec2, ImVec2, float> moved(std::uint64_t key, ImVec2 low, ImVec2 high) {
        const LoopLook::Place target{ImVec2(low.x - min_.x, low.y - min_.y), ImVec2(high.x - min_.x, high.y - min_.y)};
        LoopLook::Place place = target;
        float alpha = 1;
        if (part_ < 1) {
            const float t = ease_out(part_);
            const auto mix = [t](ImVec2 a, ImVec2 b) { return ImVec2(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t); };
            if (const auto found = look_.from.find(key); found != look_.from.end()) {
                place = {mix(found->second.min, target.min), mix(found->second.max, target.max)};
            } else {
                // What was not here before comes in from the side.
                const float side = 24 * s_ * (1 - t);
                place.min.x += side;
                place.max.x += side;
                alpha = t;
            }
            look_.animating = true;
        }
        look_.shown[key] = place;
        const auto whole = [](float a) { return std::floor(a + 0.5f); };
        return {ImVec2(min_.x + whole(place.min.x), min_.y + whole(place.min.y)),
                ImVec2(min_.x + whole(place.max.x), min_.y + whole(place.max.y)), alpha};
    }

    const View& view_;
    Ui& ui_;
    LoopLook& look_;
    ImVec2 min_, max_;
    Actions& actions_;
    float s_;
    LoopPicture picture_;
    ImDrawList* list_ = nullptr;
    float part_ = 1;  // of the motion that is over
};

}  // namespace

void loop_panel(const View& view, Ui& ui, LoopLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    min.x += 16 * ui.scale;
    max.x -= 16 * ui.scale;
    look.animating = false;
    if (begin_panel(ui, "loop", min, max)) LoopDrawing(view, ui, look, min, max, actions).draw();
    end_panel();
}

std::string loop_text(const View& view) {
    const LoopPicture picture = loop_picture(view, kMostTextRows, kMostTextRows);
    std::string text = fmt::format("Event loop, turn {}, t={} s. {}\n", view.world.turn(),
                                   seconds_fixed(view.world.loop_time()), picture.sentence);
    const auto with = [](const std::string& second) { return second.empty() ? std::string() : ", " + second; };
    text +=
        "running: " + (picture.running ? with_body(*picture.running) + with(picture.running->second) : "nobody") + "\n";
    if (picture.ready.empty()) text += "ready: nobody\n";
    for (std::size_t at = 0; at < picture.ready.size(); ++at) {
        const LoopCard& card = picture.ready[at];
        text += fmt::format("ready {}: {}{}{}\n", at + 1, with_body(card), with(card.second),
                            card.this_turn ? "" : " (next turn)");
    }
    if (picture.ready_more > 0) text += fmt::format("+{} more ready\n", picture.ready_more);
    for (const LoopTimer& timer : picture.timers) {
        text += fmt::format("timer: {} at {} s, in {} s\n", timer.name, seconds_fixed(timer.due),
                            seconds_fixed(timer.left));
    }
    if (picture.timers_more > 0) text += fmt::format("+{} more timers\n", picture.timers_more);
    for (const std::string& words : picture.unawaited) text += words + "\n";
    return text + picture.io + "\n";
}

}  // namespace viz
