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

std::string with_body(const LoopCard& card) { return card.body.empty() ? card.name : card.name + " " + card.body; }

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
        tooltip(ui_, phase.tip);
        if (lit) list_->AddRectFilled(low, high, fade(ui_.theme.accent_fill, 0.55f));
        list_->AddRect(low, high, lit ? ui_.theme.accent : ui_.theme.card_line);
        const float spare = std::max(0.0f, high.x - low.x - text_width(font, label));
        const ImVec2 text(std::floor(low.x + spare / 2), low.y + 2 * s_);
        const bool cut = text_cut(list_, font, text, lit ? ui_.theme.text : ui_.theme.text_dim, label, high.x - text.x);
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
        if (const std::size_t more = picture_.ready.size() - budget.ready + picture_.ready_more; more > 0) {
            const std::string count = more_words(more);
            words(max_.x - text_width(ui_.fonts.small, count), y, ui_.fonts.small, ui_.theme.text_dim, count,
                  "loop/ready/more");
        }
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
            if (begins_next_turn(at)) y = divider(right, y);
            card(picture_.ready[at], fmt::format("loop/ready/{}", at), ImVec2(right, y),
                 ImVec2(max_.x, y + budget.card), TaskState::ready);
            y += budget.card + card_gap();
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
        const CardMotion::Drawn drawn = look_.motion.at(card.key(), {low, high, card.name, task ? card.id : 0, state});
        begin_moving(drawn);
        if (task) {
            task_card(ui_, list_, drawn.min, drawn.max, card.id, card.name, card.second, state, card.body);
            if (card.id == view_.selection.task)
                list_->AddRectFilled(ImVec2(drawn.min.x, drawn.max.y - 3 * s_), drawn.max, ui_.theme.accent);
        } else {
            handle_card(card, drawn.min, drawn.max, state, drawn.alpha);
        }
        if (drawn.moving) list_->PopClipRect();
    }

    // A card on its way hides what it passes, and may come from another panel.
    void begin_moving(const CardMotion::Drawn& drawn) {
        if (!drawn.moving) return;
        list_->PushClipRectFullScreen();
        list_->AddRectFilled(drawn.min, drawn.max, fade(ui_.theme.background, drawn.alpha));
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

    // A label, and at its end what to say if there is nothing, or too much.
    float rows_label(float y, const std::string& label, const std::string& remark, const char* name,
                     const char* remark_name) {
        words(min_.x, y, ui_.fonts.small, ui_.theme.text_dim, label, name);
        if (!remark.empty())
            words(max_.x - text_width(ui_.fonts.small, remark), y, ui_.fonts.small, ui_.theme.text_faint, remark,
                  remark_name);
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
        for (std::size_t at = 0; at < budget.timers; ++at) {
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

    void timer(const LoopTimer& timer, std::size_t at, float y) {
        const std::string name = fmt::format("loop/timer/{}", at);
        const ImVec2 target(min_.x, y);
        const ImVec2 target_end(max_.x, y + timer_height());
        const std::string due = fill(ui_.text("loop.due_at"), {{"time", seconds_fixed(timer.due)}});
        const std::string left = fill(ui_.text("loop.left"), {{"time", seconds_fixed(timer.left)}});
        if (timer.task != 0) {
            if (hit(ui_, name.c_str(), target, target_end).pressed) actions_.push_back(act::Select{timer.task});
        } else {
            drag_area(name.c_str(), target, target_end);
        }
        tooltip(ui_, (timer.name + ", " + due + ", " + left + "\n" + ui_.text("loop.timer_tip")).c_str());
        // The numbers stand in columns from the right; a narrow panel does without the bar.
        const float digits = text_width(ui_.fonts.mono_small, "000.000 s");
        const bool bar = width() > 350 * s_;
        const float bar_width = bar ? std::min(90 * s_, width() * 0.24f) : 0;
        const float left_end = max_.x - (bar ? bar_width + 14 * s_ : 0);
        const float due_end = left_end - digits - 14 * s_;
        CardMotion::Drawn drawn;
        bool cut = false;
        const float dx = row_card(timer.key(), timer.task, timer.name, target, target_end,
                                  due_end - digits - min_.x - 10 * s_, drawn, cut);
        ui_.probe.tell(name, target, target_end, timer.name + ", " + due + ", " + left, true, cut);
        const float middle = std::floor((drawn.min.y + drawn.max.y) / 2);
        const float number_y = middle - ui_.fonts.mono_small->FontSize / 2;
        draw_text(list_, ui_.fonts.mono_small, ImVec2(dx + due_end - text_width(ui_.fonts.mono_small, due), number_y),
                  fade(ui_.theme.text_dim, drawn.alpha), due);
        draw_text(list_, ui_.fonts.mono_small, ImVec2(dx + left_end - text_width(ui_.fonts.mono_small, left), number_y),
                  fade(ui_.theme.text_dim, drawn.alpha), left);
        if (bar) {
            const ImVec2 from(max_.x - bar_width + dx, middle - 2 * s_);
            list_->AddRectFilled(from, ImVec2(max_.x + dx, middle + 2 * s_), fade(ui_.theme.card_line, drawn.alpha));
            list_->AddRectFilled(from, ImVec2(from.x + bar_width * timer.progress, middle + 2 * s_),
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
            tooltip(ui_, ui_.text("loop.unawaited_tip"));
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
    const Language& language = *view.language;
    const LoopPicture picture = loop_picture(view, kMostTextRows, kMostTextRows);
    const auto with = [](const std::string& second) { return second.empty() ? std::string() : ", " + second; };
    const auto more = [&](std::size_t count, const char* key) {
        return count == 0 ? std::string() : fill(language.text(key), {{"count", std::to_string(count)}}) + "\n";
    };
    std::string text = fill(language.text("loop.text"), {{"turn", std::to_string(view.world.turn())},
                                                         {"time", seconds_fixed(view.world.loop_time())},
                                                         {"sentence", picture.sentence}}) +
                       "\n";
    const std::string running =
        picture.running ? with_body(*picture.running) + with(picture.running->second) : language.text("loop.nobody");
    text += fill(language.text("loop.text_running"), {{"task", running}}) + "\n";
    if (picture.ready.empty()) text += std::string(language.text("loop.text_nobody_ready")) + "\n";
    for (std::size_t at = 0; at < picture.ready.size(); ++at) {
        const LoopCard& card = picture.ready[at];
        text += fill(language.text(card.this_turn ? "loop.text_ready" : "loop.text_ready_next"),
                     {{"place", std::to_string(at + 1)}, {"task", with_body(card) + with(card.second)}}) +
                "\n";
    }
    text += more(picture.ready_more, "loop.more_ready");
    for (const LoopTimer& timer : picture.timers) {
        text += fill(language.text("loop.text_timer"),
                     {{"timer", timer.name}, {"due", seconds_fixed(timer.due)}, {"left", seconds_fixed(timer.left)}}) +
                "\n";
    }
    text += more(picture.timers_more, "loop.more_timers");
    for (const std::string& words : picture.unawaited) text += words + "\n";
    text += picture.outside + "\n";
    for (const LoopOperation& operation : picture.operations) {
        text += "    " + operation.what + with(operation.name) + with(operation.since) + "\n";
    }
    return text + more(picture.operations_more, "loop.more_operations");
}

}  // namespace viz
