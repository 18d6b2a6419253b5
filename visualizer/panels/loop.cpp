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

// How the height is shared between cards, timers and operations.
struct Budget {
    float running = 0;  // height of the running card
    float card = 0;     // of a ready one
    std::size_t ready = 0;
    std::size_t timers = 0;
    std::size_t operations = 0;
    std::size_t unawaited = 0;
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
        y = operations(y + 3 * s_, budget);
        foot(y + 3 * s_, budget);
        look_.animating = look_.motion.animating();
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
        if (lit) list_->AddRectFilled(low, high, fade(ui_.theme.accent_fill, 0.55f));
        list_->AddRect(low, high, lit ? ui_.theme.accent : ui_.theme.card_line);
        const float spare = std::max(0.0f, high.x - low.x - text_width(font, label));
        const ImVec2 text(std::floor(low.x + spare / 2), low.y + 2 * s_);
        const bool cut = text_cut(list_, font, text, lit ? ui_.theme.text : ui_.theme.text_dim, label, high.x - text.x);
        tooltip(ui_, (cut ? std::string(label) + "\n" + phase.tip : phase.tip).c_str());
        ui_.probe.tell(phase.name, low, high, std::string(label) + (lit ? ui_.text("loop.now") : ""), true, cut);
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
        const std::size_t operations = picture_.operations.size();
        const auto fit = [](float room, float each) { return static_cast<std::size_t>(std::max(0.0f, room) / each); };
        // What stands there always: three labels. Timers and operations keep a few rows; cards get the rest.
        float rest = height - 3 * label_height() - 6 * s_ - (has_divider() ? divider_height() : 0);
        budget.unawaited =
            std::min(picture_.unawaited.size(), fit(rest - flat_card() - card_gap() - label_height(), label_height()));
        rest -= label_height() * static_cast<float>(budget.unawaited);
        const float kept = static_cast<float>(std::min<std::size_t>(timers, 2) + std::min<std::size_t>(operations, 1)) *
                           timer_height();
        const float for_cards = std::max(flat_card() + card_gap(), rest - kept);
        budget.card = tall_card();
        if (ready > fit(for_cards, budget.card + card_gap())) budget.card = flat_card();
        budget.ready = std::min(ready, std::max<std::size_t>(1, fit(for_cards, budget.card + card_gap())));
        budget.running = for_cards < tall_card() + card_gap() ? flat_card() : tall_card();
        rest -= std::max(budget.running + card_gap(), static_cast<float>(budget.ready) * (budget.card + card_gap()));
        const std::size_t rows = fit(rest, timer_height());
        const std::size_t fewest = std::min<std::size_t>(operations, rows >= 4 ? 2 : rows / 2);
        budget.operations = std::min(operations, std::max(fewest, rows - std::min(rows, timers)));
        budget.timers = std::min(timers, rows - budget.operations);
        return budget;
    }

    // Whether the card at that place is the first that has to wait for the next turn.
    bool begins_next_turn(std::size_t at) const {
        if (picture_.ready[at].this_turn) return false;
        return at == 0 ? view_.world.phase() == LoopPhase::running : picture_.ready[at - 1].this_turn;
    }

    bool has_divider() const {
        for (std::size_t at = 0; at < picture_.ready.size(); ++at) {
            if (begins_next_turn(at)) return true;
        }
        return false;
    }

    // Up to `right`; what has to be shortened says all of it as a tooltip. A line that is not whole is left out.
    void words(float x, float y, ImFont* font, ImU32 colour, std::string_view text, const char* name, float right) {
        if (!is_whole(y, font->FontSize)) return;
        const bool cut = text_cut(list_, font, ImVec2(x, y), colour, text, right - x);
        const ImVec2 low(x, y), high(std::min(right, x + text_width(font, text)), y + font->FontSize);
        if (cut) {
            drag_area(name, low, high);
            tooltip(ui_, std::string(text).c_str());
        }
        ui_.probe.tell(name, low, high, text, true, cut);
    }

    bool is_whole(float y, float height) const { return y + height <= max_.y + 1; }

    float cards(float y, const Budget& budget) {
        const float gap = 12 * s_;
        const float column = std::floor((width() - gap) / 2);
        const float right = min_.x + column + gap;
        ImFont* small = ui_.fonts.small;
        words(min_.x, y, small, ui_.theme.text_dim, ui_.text("loop.running"), "loop/running/label", min_.x + column);
        const float end = ready_more(right, y, picture_.ready.size() - budget.ready + picture_.ready_more);
        words(right, y, small, ui_.theme.text_dim, ui_.text("loop.ready"), "loop/ready/label", end);
        y += label_height();
        const float tall = budget.running;
        const float nobody_y = std::floor(y + (tall - ui_.fonts.body->FontSize) / 2);
        if (picture_.running) {
            card(*picture_.running, "loop/running", ImVec2(min_.x, y), ImVec2(min_.x + column, y + tall),
                 TaskState::running);
        } else {
            words(min_.x, nobody_y, ui_.fonts.body, ui_.theme.text_faint, ui_.text("loop.nobody"),
                  "loop/running/nobody", min_.x + column);
        }
        const float top = y;
        if (picture_.ready.empty()) {
            words(right, nobody_y, ui_.fonts.body, ui_.theme.text_faint, ui_.text("loop.nobody"), "loop/ready/nobody",
                  max_.x);
        }
        for (std::size_t at = 0; at < budget.ready; ++at) {
            if (begins_next_turn(at)) y = divider(right, y);
            card(picture_.ready[at], fmt::format("loop/ready/{}", at), ImVec2(right, y),
                 ImVec2(max_.x - std::floor(2 * s_), y + budget.card), TaskState::ready);  // its border has a width
            y += budget.card + card_gap();
        }
        return std::max(y, top + tall + card_gap()) + 2 * s_;
    }

    // How many are ready beyond those that are shown; in few letters where words would lie over the label.
    // Returns where the label has to end.
    float ready_more(float label_left, float y, std::size_t more) {
        if (more == 0) return max_.x;
        const float gap = 8 * s_;
        const float label_end = label_left + text_width(ui_.fonts.small, ui_.text("loop.ready"));
        std::string count = more_words(more);
        if (label_end + gap > max_.x - text_width(ui_.fonts.small, count)) count = fmt::format("+{}", more);
        const float from = max_.x - text_width(ui_.fonts.small, count);
        words(from, y, ui_.fonts.small, ui_.theme.text_dim, count, "loop/ready/more", max_.x + 1);
        return from - gap;
    }

    // What became ready during this turn has to wait for the next.
    float divider(float x, float y) {
        const char* text = ui_.text("loop.next_turn");
        const float line = std::floor(y + ui_.fonts.small->FontSize / 2);
        const float end = x + text_width(ui_.fonts.small, text);
        words(x, y - 1 * s_, ui_.fonts.small, ui_.theme.text_faint, text, "loop/ready/next_turn", max_.x);
        if (end + 6 * s_ < max_.x && is_whole(y, ui_.fonts.small->FontSize))
            list_->AddLine(ImVec2(end + 6 * s_, line), ImVec2(max_.x, line), ui_.theme.card_line);
        return y + divider_height();
    }

    void card(const LoopCard& card, const std::string& name, ImVec2 low, ImVec2 high, TaskState state) {
        // The hit area is where the card will be: a moving target cannot be pressed.
        const bool task = card.kind == HandleKind::task;
        if (!is_whole(low.y, high.y - low.y)) return;
        if (task) {
            if (hit(ui_, name.c_str(), low, high).pressed) actions_.push_back(act::Select{card.id});
        } else {
            drag_area(name.c_str(), low, high);
        }
        tooltip(ui_, (with_body(card) + ": " + card.second).c_str());
        bool cut = false;
        const CardMotion::Drawn drawn = look_.motion.at(card.key(), {low, high, card.name, task ? card.id : 0, state});
        begin_moving(drawn);
        if (task) {
            cut = task_card(ui_, list_, drawn.min, drawn.max, card.id, card.name, card.second, state, card.body);
            if (card.id == view_.selection.task)
                list_->AddRectFilled(ImVec2(drawn.min.x, drawn.max.y - 3 * s_), drawn.max, ui_.theme.accent);
        } else {
            cut = handle_card(card, drawn.min, drawn.max, state, drawn.alpha);
        }
        if (drawn.moving) list_->PopClipRect();
        ui_.probe.tell(name, low, high, with_body(card) + ", " + card.second, true, cut);
    }

    // A card on its way hides what it passes, and may come from another panel.
    void begin_moving(const CardMotion::Drawn& drawn) {
        if (!drawn.moving) return;
        list_->PushClipRectFullScreen();
        list_->AddRectFilled(drawn.min, drawn.max, fade(ui_.theme.background, drawn.alpha));
    }

    // A callback or a timer: smaller and grey, for it is not a task. Returns whether it was cut.
    bool handle_card(const LoopCard& card, ImVec2 low, ImVec2 high, TaskState state, float alpha) {
        high.y = std::min(high.y, low.y + flat_card());
        const ImU32 edge = state == TaskState::running ? ui_.theme.running : ui_.theme.card_line;
        list_->AddRect(low, high, fade(edge, alpha));
        const float y = std::floor((low.y + high.y - ui_.fonts.small->FontSize) / 2);
        const float room = high.x - low.x - 16 * s_;
        const bool cut = text_cut(list_, ui_.fonts.small, ImVec2(low.x + 8 * s_, y), fade(ui_.theme.text_dim, alpha),
                                  card.name, room);
        const float used = text_width(ui_.fonts.small, card.name) + 10 * s_;
        if (!card.second.empty() && text_width(ui_.fonts.small, card.second) <= room - used)
            draw_text(list_, ui_.fonts.small, ImVec2(low.x + 8 * s_ + used, y), fade(ui_.theme.text_faint, alpha),
                      card.second);
        return cut;
    }

    // A label, and at its end what to say if there is nothing, or too much.
    float rows_label(float y, const std::string& label, const std::string& remark, const char* name,
                     const char* remark_name) {
        const float wide = text_width(ui_.fonts.small, remark);
        const float from = std::max(max_.x - wide, min_.x + width() * 0.4f);
        words(min_.x, y, ui_.fonts.small, ui_.theme.text_dim, label, name, wide > 0 ? from - 8 * s_ : max_.x);
        if (!remark.empty()) words(from, y, ui_.fonts.small, ui_.theme.text_faint, remark, remark_name, max_.x + 1);
        return y + label_height();
    }

    std::string more_words(std::size_t count) const {
        return count == 0 ? std::string() : fill(ui_.text("loop.more"), {{"count", std::to_string(count)}});
    }

    float timers(float y, const Budget& budget) {
        const bool none = picture_.timers.empty();
        const std::size_t more = picture_.timers.size() - budget.timers + picture_.timers_more;
        std::string remark = none ? ui_.text("loop.no_timer") : more_words(more);
        if (!none && budget.timers == 0) remark = fill(ui_.text("loop.timers_set"), {{"count", std::to_string(more)}});
        y = rows_label(y, ui_.text("loop.timers"), remark, "loop/timers/label",
                       none ? "loop/timers/none" : "loop/timers/more");
        measure_timers(budget.timers);
        for (std::size_t at = 0; at < budget.timers; ++at) {
            if (!is_whole(y, timer_height())) break;
            timer(picture_.timers[at], at, y);
            y += timer_height();
        }
        return y;
    }

    // Swatch and name of a row that is a card too; returns how far it is from its place.
    float row_card(std::uint64_t key, TaskId task, const std::string& name, ImVec2 target, ImVec2 target_end,
                   float name_room, CardMotion::Drawn& drawn, bool& cut) {
        drawn = look_.motion.at(key, {target, target_end, name, task, TaskState::waiting});
        begin_moving(drawn);
        const float middle = std::floor((drawn.min.y + drawn.max.y) / 2);
        if (drawn.moving) list_->AddRect(drawn.min, drawn.max, fade(ui_.theme.waiting, drawn.alpha));
        const ImU32 swatch = task != 0 ? ui_.theme.swatch(task) : ui_.theme.text_faint;
        list_->AddRectFilled(ImVec2(drawn.min.x, middle - 4 * s_), ImVec2(drawn.min.x + 8 * s_, middle + 4 * s_),
                             fade(swatch, drawn.alpha));
        const bool selected = task != 0 && task == view_.selection.task;
        ImFont* font = selected ? ui_.fonts.bold : ui_.fonts.body;
        cut = text_cut(list_, font, ImVec2(drawn.min.x + 16 * s_, middle - font->FontSize / 2 - 1),
                       fade(ui_.theme.text, drawn.alpha), name, name_room);
        return drawn.min.x - target.x;
    }

    std::string due_words(const LoopTimer& timer) const {
        return fill(ui_.text("loop.due_at"), {{"time", seconds_fixed(timer.due)}});
    }
    std::string left_words(const LoopTimer& timer) const {
        return fill(ui_.text("loop.left"), {{"time", seconds_fixed(timer.left)}});
    }

    // The numbers stand in columns from the right, as wide as the widest; the bar gives way to the name, and
    // then the time when it is due.
    void measure_timers(std::size_t count) {
        ImFont* font = ui_.fonts.mono_small;
        due_wide_ = left_wide_ = text_width(font, "000.000 s");
        for (std::size_t at = 0; at < count; ++at) {
            due_wide_ = std::max(due_wide_, text_width(font, due_words(picture_.timers[at])));
            left_wide_ = std::max(left_wide_, text_width(font, left_words(picture_.timers[at])));
        }
        const float gap = 14 * s_, least_name = 90 * s_;
        const float bar = std::min(90 * s_, width() * 0.24f);
        bar_wide_ = width() > 350 * s_ && least_name + due_wide_ + left_wide_ + bar + 3 * gap < width() ? bar : 0;
        shows_due_ = least_name + due_wide_ + left_wide_ + 2 * gap < width();
    }

    void timer(const LoopTimer& timer, std::size_t at, float y) {
        const std::string name = fmt::format("loop/timer/{}", at);
        const ImVec2 target(min_.x, y);
        const ImVec2 target_end(max_.x, y + timer_height());
        const std::string due = due_words(timer);
        const std::string left = left_words(timer);
        if (timer.task != 0) {
            if (hit(ui_, name.c_str(), target, target_end).pressed) actions_.push_back(act::Select{timer.task});
        } else {
            drag_area(name.c_str(), target, target_end);
        }
        tooltip(ui_, (timer.name + ", " + due + ", " + left + "\n" + ui_.text("loop.timer_tip")).c_str());
        const bool bar = bar_wide_ > 0;
        const float left_end = max_.x - (bar ? bar_wide_ + 14 * s_ : 0);
        const float due_end = left_end - left_wide_ - 14 * s_;
        const float name_end = shows_due_ ? due_end - due_wide_ : due_end;
        CardMotion::Drawn drawn;
        bool cut = false;
        const float dx = row_card(timer.key(), timer.task, timer.name, target, target_end,
                                  name_end - min_.x - 16 * s_ - (shows_due_ ? 10 * s_ : 0), drawn, cut);
        ui_.probe.tell(name, target, target_end, timer.name + ", " + due + ", " + left, true, cut || !shows_due_);
        const float middle = std::floor((drawn.min.y + drawn.max.y) / 2);
        const float number_y = middle - ui_.fonts.mono_small->FontSize / 2;
        if (shows_due_)
            draw_text(list_, ui_.fonts.mono_small,
                      ImVec2(dx + due_end - text_width(ui_.fonts.mono_small, due), number_y),
                      fade(ui_.theme.text_dim, drawn.alpha), due);
        draw_text(list_, ui_.fonts.mono_small, ImVec2(dx + left_end - text_width(ui_.fonts.mono_small, left), number_y),
                  fade(ui_.theme.text_dim, drawn.alpha), left);
        if (bar) {
            const ImVec2 from(max_.x - bar_wide_ + dx, middle - 2 * s_);
            list_->AddRectFilled(from, ImVec2(max_.x + dx, middle + 2 * s_), fade(ui_.theme.card_line, drawn.alpha));
            list_->AddRectFilled(from, ImVec2(from.x + bar_wide_ * timer.progress, middle + 2 * s_),
                                 fade(ui_.theme.waiting, drawn.alpha));
        }
        if (drawn.moving) list_->PopClipRect();
    }

    float operations(float y, const Budget& budget) {
        const std::size_t more = picture_.operations.size() - budget.operations + picture_.operations_more;
        // Without a row the label alone has the whole number.
        y = rows_label(y, picture_.outside, budget.operations > 0 ? more_words(more) : std::string(), "loop/io",
                       "loop/io/more");
        for (std::size_t at = 0; at < budget.operations; ++at) {
            if (!is_whole(y, timer_height())) break;
            operation(picture_.operations[at], at, y);
            y += timer_height();
        }
        return y;
    }

    // Who waits, for what, and since when.
    void operation(const LoopOperation& operation, std::size_t at, float y) {
        const std::string name = fmt::format("loop/operation/{}", at);
        const ImVec2 target(min_.x, y);
        const ImVec2 target_end(max_.x, y + timer_height());
        if (operation.task != 0) {
            if (hit(ui_, name.c_str(), target, target_end).pressed) actions_.push_back(act::Select{operation.task});
        } else {
            drag_area(name.c_str(), target, target_end);
        }
        const std::string& who = operation.name.empty() ? operation.what : operation.name;
        const bool thread = operation.kind == OperationKind::thread;
        tooltip(ui_, (who + ", " + operation.what + ", " + operation.since + "\n" +
                      ui_.text(thread ? "loop.thread_tip" : "loop.io_tip"))
                         .c_str());
        const float since = text_width(ui_.fonts.mono_small, operation.since);
        const float room = width() - since - 26 * s_;
        const float name_room = operation.name.empty() ? room : room * 0.5f;
        CardMotion::Drawn drawn;
        bool cut = false;
        const float dx = row_card(operation.key(), operation.task, who, target, target_end, name_room, drawn, cut);
        const float middle = std::floor((drawn.min.y + drawn.max.y) / 2);
        if (!operation.name.empty()) {
            const float used = std::min(name_room, text_width(ui_.fonts.body, who)) + 12 * s_;
            cut = text_cut(list_, ui_.fonts.small,
                           ImVec2(drawn.min.x + 16 * s_ + used, middle - ui_.fonts.small->FontSize / 2),
                           fade(ui_.theme.text_dim, drawn.alpha), operation.what, room - used) ||
                  cut;
        }
        draw_text(list_, ui_.fonts.mono_small, ImVec2(dx + max_.x - since, middle - ui_.fonts.mono_small->FontSize / 2),
                  fade(ui_.theme.text_dim, drawn.alpha), operation.since);
        if (drawn.moving) list_->PopClipRect();
        ui_.probe.tell(name, target, target_end, who + ", " + operation.what + ", " + operation.since, true, cut);
    }

    void foot(float y, const Budget& budget) {
        const std::size_t all = picture_.unawaited.size();
        for (std::size_t at = 0; at < budget.unawaited; ++at) {
            if (!is_whole(y, ui_.fonts.small->FontSize)) return;
            const std::string name = fmt::format("loop/unawaited/{}", at);
            // The last row counts those for which there is none.
            const bool counts = at + 1 == budget.unawaited && budget.unawaited < all;
            const std::string words = counts ? fill(ui_.text("loop.more_unawaited"),
                                                    {{"count", std::to_string(view_.world.unawaited().size() - at)}})
                                             : picture_.unawaited[at];
            const float middle = std::floor(y + ui_.fonts.small->FontSize / 2);
            list_->AddRect(ImVec2(min_.x, middle - 4 * s_), ImVec2(min_.x + 8 * s_, middle + 4 * s_),
                           ui_.theme.text_dim);
            const bool cut =
                text_cut(list_, ui_.fonts.small, ImVec2(min_.x + 16 * s_, y), ui_.theme.text, words, width() - 16 * s_);
            drag_area(name.c_str(), ImVec2(min_.x, y), ImVec2(max_.x, y + label_height()));
            tooltip(ui_, (words + "\n" + ui_.text("loop.unawaited_tip")).c_str());
            ui_.probe.tell(name, ImVec2(min_.x, y), ImVec2(max_.x, y + label_height()), words, true, cut);
            y += label_height();
        }
    }

    void begin_motion() {
        // Under full speed there is nothing to follow with the eye.
        const bool still = look_.reduce_motion || (view_.playing && view_.pace >= kFastest);
        look_.motion.begin(view_.cursor, ImGui::GetTime(), still);
    }

    const View& view_;
    Ui& ui_;
    LoopLook& look_;
    ImVec2 min_, max_;
    Actions& actions_;
    float s_;
    LoopPicture picture_;
    ImDrawList* list_ = nullptr;
    float due_wide_ = 0, left_wide_ = 0, bar_wide_ = 0;  // of the timers' columns
    bool shows_due_ = true;
};

}  // namespace

void loop_panel(const View& view, Ui& ui, LoopLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    min.x += 16 * ui.scale;
    max.x -= 16 * ui.scale;
    look.animating = false;
    if (begin_panel(ui, "loop", min, max)) LoopDrawing(view, ui, look, min, max, actions).draw();
    end_panel();
}

}  // namespace viz
