#include "panels/transport.hpp"

#include "panels/truth.hpp"

#include "monitor/narrate.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace viz {
namespace {

constexpr double kSlowest = 0.1;
constexpr double kQuickest = 8.0;
constexpr double kMaxFrom = 0.96;  // beyond this the slider says "max"
constexpr int kLevels = 5;

// What is left out, step by step, as the window gets narrower.
struct Level {
    bool words, pace_label, turn;
    float pace_width;
};
constexpr std::array<Level, kLevels> kLevel{{{true, true, true, 130},
                                             {true, true, true, 80},
                                             {false, true, true, 110},
                                             {false, false, true, 80},
                                             {false, false, false, 60}}};

struct Words {
    std::string title, time, turn, step, pace;
    const char* play = "";
};

const char* play_key(const View& view) {
    if (view.playing) return "transport.pause";
    if (view.mode == Mode::travel) return "transport.play";
    if (view.mode == Mode::ended || view.mode == Mode::lost) return "transport.replay";
    return "transport.go_on";
}

Icon mode_icon(Mode mode) {
    switch (mode) {
        case Mode::live:
            return Icon::play;
        case Mode::gate:
            return Icon::pause;
        case Mode::freeze:
            return Icon::freeze;
        case Mode::travel:
            return Icon::back;
        case Mode::ended:
            return Icon::stop;
        case Mode::lost:
            return Icon::close;
    }
    return Icon::none;
}

std::string title_of(const View& view) {
    if (view.lesson == nullptr) return view.source_name;
    return view.lesson->number_text() + "  " + view.lesson->title;
}

Words words_of(const View& view, const Text& text) {
    Words words;
    words.title = title_of(view);
    words.time = "t = " + loopscope::format_loop_time(view.world.loop_time());
    words.turn = fill(text("transport.turn"), {{"turn", std::to_string(view.world.turn())}});
    words.step = fill(text("transport.step_number"), {{"step", std::to_string(view.world.step())}});
    words.pace = pace_words(view.pace);
    words.play = text(play_key(view));
    return words;
}

// The bar of one frame: measures itself at a level, then draws from left to right.
class Bar {
public:
    Bar(const View& view, Ui& ui, const TransportLook& look, ImVec2 min, ImVec2 max, Actions& actions)
        : view_(view),
          ui_(ui),
          look_(look),
          actions_(actions),
          words_(words_of(view, ui.text)),
          min_(min),
          max_(max),
          s_(ui.scale),
          gap_(std::floor(16 * ui.scale)),
          title_font_(ui.fonts.title) {}

    void draw() {
        const float width = max_.x - min_.x - 2 * pad();
        while (level_ + 1 < kLevels && title_width() + fixed_width() > width) ++level_;
        // Smaller type is better than words left out.
        if (title_width() + fixed_width() > width) title_font_ = ui_.fonts.bold;
        const float title = title_width();
        const float room = std::max(60 * s_, width - fixed_width());
        draw_title(std::min(title, room));
        draw_middle(min_.x + pad() + std::min(title, room) + gap_);
        draw_right();
    }

private:
    const Level& level() const { return kLevel[static_cast<std::size_t>(level_)]; }
    float pad() const { return std::floor(12 * s_); }
    float arrow() const { return std::floor(22 * s_); }
    float small_gap() const { return std::floor(6 * s_); }
    float top() const { return std::floor(min_.y + (max_.y - min_.y - control_height(ui_)) / 2); }
    void place(float x) { ImGui::SetCursorScreenPos(ImVec2(std::floor(x), top())); }
    const char* word(const char* key) const { return level().words ? ui_.text(key) : ""; }

    float title_width() const {
        return text_size(title_font_, words_.title).x + (view_.lesson != nullptr ? 2 * arrow() : 0.0f) + s_;
    }
    float play_width() const {
        if (!level().words) return button_width(ui_, Icon::play, "");
        float widest = 0;
        for (const char* key : {"transport.go_on", "transport.pause", "transport.play", "transport.replay"})
            widest = std::max(widest, button_width(ui_, Icon::play, ui_.text(key)));
        return widest;
    }
    float buttons_width() const {
        const float mark = button_width(ui_, Icon::play, "");
        return 4 * mark + button_width(ui_, Icon::back, word("transport.back")) + play_width() +
               button_width(ui_, Icon::forward, word("transport.step")) + 6 * small_gap();
    }
    float pace_width() const {
        const float label = level().pace_label ? text_size(ui_.fonts.small, ui_.text("transport.pace")).x + 8 * s_ : 0;
        return label + level().pace_width * s_ + 56 * s_;
    }
    float clock_width() const {
        // As wide as with many digits, so that nothing jumps as the numbers grow.
        float width = std::max(text_size(ui_.fonts.mono, words_.time).x, text_size(ui_.fonts.mono, "t = 00.000 s").x);
        if (level().turn) width += 14 * s_ + std::max(text_size(ui_.fonts.mono_small, words_.turn).x, 62 * s_);
        return width + 12 * s_ + std::max(text_size(ui_.fonts.mono_small, words_.step).x, 68 * s_);
    }
    float badge_width() const {
        float widest = 0;
        for (const Mode mode : {Mode::live, Mode::gate, Mode::freeze, Mode::travel, Mode::ended, Mode::lost})
            widest = std::max(widest, text_size(ui_.fonts.bold, ui_.text(mode_word(mode))).x);
        return std::ceil(widest + 40 * s_);
    }
    float help_width() const { return button_width(ui_, Icon::help, ""); }
    float right_width() const { return badge_width() + gap_ / 2 + help_width(); }
    float fixed_width() const { return buttons_width() + pace_width() + clock_width() + right_width() + 4 * gap_; }

    void draw_title(float width) {
        float x = min_.x + pad();
        float room = width;
        const bool lesson = view_.lesson != nullptr;
        if (lesson) {
            lesson_arrow("transport/previous_lesson", Icon::left, x - 4 * s_, "transport.previous_lesson_tip", -1,
                         view_.has_previous_lesson);
            x += arrow();
            room -= 2 * arrow();
        }
        const ImVec2 at(x, min_.y + std::floor((max_.y - min_.y - title_font_->FontSize) / 2) - s_);
        const float shown = std::min(room, text_size(title_font_, words_.title).x);
        const Hit home = hit(ui_, "transport/home", at, ImVec2(at.x + shown, at.y + title_font_->FontSize));
        const bool whole = text_size(title_font_, words_.title).x <= room;
        const std::string tip = (whole ? "" : words_.title + "\n") + ui_.text("transport.home_tip");
        tooltip(ui_, tip.c_str());
        if (home.pressed) actions_.push_back(act::OpenStart{});
        const bool cut = text_cut(ImGui::GetWindowDrawList(), title_font_, at,
                                  home.hovered ? ui_.theme.accent : ui_.theme.text, words_.title, room);
        tell(ui_, "transport/title", at, ImVec2(at.x + shown, at.y + title_font_->FontSize), words_.title, true, cut);
        if (lesson)
            lesson_arrow("transport/next_lesson", Icon::right, x + shown + 4 * s_, "transport.next_lesson_tip", 1,
                         view_.has_next_lesson);
    }

    void lesson_arrow(const char* name, Icon icon, float x, const char* tip, int by, bool enabled) {
        const ImVec2 from(x, top());
        const ImVec2 to(x + arrow(), top() + control_height(ui_));
        const Hit press = hit(ui_, name, from, to, enabled);
        tooltip(ui_, ui_.text(tip));
        const ImU32 colour = !enabled        ? fade(ui_.theme.text_faint, 0.5f)
                             : press.hovered ? ui_.theme.text
                                             : ui_.theme.text_dim;
        draw_icon(ImGui::GetWindowDrawList(), icon, ImVec2((from.x + to.x) / 2, (from.y + to.y) / 2), 12 * s_, colour);
        tell(ui_, name, from, to, ui_.text(tip), enabled);
        if (press.pressed) actions_.push_back(act::LessonBy{by});
    }

    void draw_middle(float from) {
        const float width = buttons_width() + pace_width() + clock_width() + 2 * gap_;
        const float last = max_.x - pad() - right_width() - gap_ - width;
        // In line with the centre column if that fits, else right behind the title.
        float x = std::min(std::max(from, look_.centre + pad()), std::max(from, last));
        const float spare = std::max(0.0f, last - x) / 3;
        draw_buttons(x);
        x += buttons_width() + gap_ + spare;
        draw_pace(x);
        x += pace_width() + gap_ + spare;
        draw_clock(x);
    }

    void draw_buttons(float x) {
        const auto put = [&](const char* name, Icon icon, const char* label, const char* tip, Action action,
                             bool last = false, bool enabled = true) {
            place(x);
            const float width = button_width(ui_, icon, label);
            if (icon_button(ui_, name, icon, label, ui_.text(tip), false, enabled, width, last))
                actions_.push_back(action);
            x += width + small_gap();
        };
        const bool recording = view_.lesson == nullptr;
        put("transport/restart", Icon::restart, "", recording ? "transport.to_start_tip" : "transport.restart_tip",
            act::Restart{});
        put("transport/run_again_here", Icon::restart_here, "", "transport.run_again_here_tip", act::RunAgainFromHere{},
            false, view_.can_run_again);
        put("transport/previous_checkpoint", Icon::to_previous, "", "transport.previous_checkpoint_tip",
            act::CheckpointBy{-1});
        put("transport/back", Icon::back, word("transport.back"), "transport.back_tip", act::StepBy{-1});
        place(x);
        const Action play = view_.playing ? Action(act::Pause{}) : Action(act::Play{});
        if (icon_button(
                ui_, "transport/play", view_.playing ? Icon::pause : Icon::play, level().words ? words_.play : "",
                ui_.text(view_.playing ? "transport.pause_tip" : "transport.play_tip"), true, true, play_width()))
            actions_.push_back(play);
        x += play_width() + small_gap();
        put("transport/step", Icon::forward, word("transport.step"), "transport.step_tip", act::StepBy{1}, true);
        put("transport/next_checkpoint", Icon::to_next, "", "transport.next_checkpoint_tip", act::CheckpointBy{1});
    }

    void draw_pace(float x) {
        if (level().pace_label) {
            const char* label = ui_.text("transport.pace");
            const ImVec2 size = text_size(ui_.fonts.small, label);
            draw_text(ImGui::GetWindowDrawList(), ui_.fonts.small,
                      ImVec2(x, top() + (control_height(ui_) - size.y) / 2), ui_.theme.text_dim, label);
            x += size.x + 8 * s_;
        }
        ImGui::SetCursorScreenPos(ImVec2(std::floor(x), top() + s_));
        double position = position_of(view_.pace);
        if (slider(ui_, "transport/pace", "", position, 0, 1, 0.02, words_.pace.c_str(),
                   level().pace_width * s_ + 56 * s_, nullptr))
            actions_.push_back(act::SetPace{pace_of(position)});
        tooltip(ui_, ui_.text("transport.pace_tip"));
    }

    void draw_clock(float x) {
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const ImVec2 from(x, top());
        const float big = top() + (control_height(ui_) - ui_.fonts.mono->FontSize) / 2;
        const float small = big + ui_.fonts.mono->Ascent - ui_.fonts.mono_small->Ascent;
        draw_text(draw, ui_.fonts.mono, ImVec2(x, big), ui_.theme.text, words_.time);
        x += std::max(text_size(ui_.fonts.mono, words_.time).x, text_size(ui_.fonts.mono, "t = 00.000 s").x) + 14 * s_;
        if (level().turn) {
            draw_text(draw, ui_.fonts.mono_small, ImVec2(x, small), ui_.theme.text_dim, words_.turn);
            x += std::max(text_size(ui_.fonts.mono_small, words_.turn).x, 62 * s_) + 12 * s_;
        }
        draw_text(draw, ui_.fonts.mono_small, ImVec2(x, small), ui_.theme.text_dim, words_.step);
        const ImVec2 to(x + text_size(ui_.fonts.mono_small, words_.step).x, top() + control_height(ui_));
        ImGui::SetCursorScreenPos(from);
        ImGui::InvisibleButton("transport/clock", ImVec2(to.x - from.x, to.y - from.y));
        const std::string tip = std::string(ui_.text("transport.clock_tip")) + "\n" + truth_words(view_);
        tooltip(ui_, tip.c_str());
        tell(ui_, "transport/clock", from, to, words_.time + "  " + words_.turn + "  " + words_.step);
    }

    void draw_right() {
        const float help = max_.x - pad() - help_width();
        float x = help;
        x -= gap_ / 2 + badge_width();
        draw_badge(ImVec2(x, top()), ImVec2(x + badge_width(), top() + control_height(ui_)));
        place(help);
        if (icon_button(ui_, "transport/help", Icon::help, "", ui_.text("transport.help_tip")))
            actions_.push_back(act::ToggleHelp{});
    }

    void draw_badge(ImVec2 from, ImVec2 to) {
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const ImU32 colour = mode_colour(ui_.theme, view_.mode);
        const Hit press = hit(ui_, "transport/mode", from, to);
        tooltip(ui_, ui_.text(mode_tip(view_)));
        if (press.hovered) draw->AddRectFilled(from, to, fade(colour, 0.12f));
        draw->AddRect(from, to, colour, 0, 0, std::max(1.0f, std::floor(2 * s_)));
        const char* word = ui_.text(mode_word(view_.mode));
        const ImVec2 size = text_size(ui_.fonts.bold, word);
        const float mark = 11 * s_;
        const float x = from.x + std::floor((to.x - from.x - size.x - mark - 8 * s_) / 2);
        const float middle = (from.y + to.y) / 2;
        draw_icon(draw, mode_icon(view_.mode), ImVec2(x + mark / 2, middle), mark, colour);
        draw_text(draw, ui_.fonts.bold, ImVec2(x + mark + 8 * s_, middle - size.y / 2 - s_), colour, word);
        tell(ui_, "transport/mode", from, to, word);
        if (!press.pressed) return;
        if (view_.mode == Mode::travel || view_.mode == Mode::freeze) actions_.push_back(act::ToLive{});
        if (view_.mode == Mode::live) actions_.push_back(act::Freeze{});
        if (view_.mode == Mode::lost) actions_.push_back(act::Restart{});
    }

    const View& view_;
    Ui& ui_;
    const TransportLook& look_;
    Actions& actions_;
    Words words_;
    ImVec2 min_, max_;
    float s_, gap_;
    ImFont* title_font_;
    int level_ = 0;
};

}  // namespace

const char* mode_word(Mode mode) {
    switch (mode) {
        case Mode::live:
            return "mode.live";
        case Mode::gate:
            return "mode.gate";
        case Mode::freeze:
            return "mode.freeze";
        case Mode::travel:
            return "mode.travel";
        case Mode::ended:
            return "mode.ended";
        case Mode::lost:
            return "mode.lost";
    }
    return "mode.live";
}

const char* mode_tip(const View& view) {
    // Only virtual time stands with the program.
    if (view.mode == Mode::gate && view.recording.clock() == loopscope::ClockKind::real) return "mode.gate_real_tip";
    switch (view.mode) {
        case Mode::live:
            return "mode.live_tip";
        case Mode::gate:
            return "mode.gate_tip";
        case Mode::freeze:
            return "mode.freeze_tip";
        case Mode::travel:
            return "mode.travel_tip";
        case Mode::ended:
            return view.lesson != nullptr ? "mode.ended_tip" : "mode.ended_recording_tip";
        case Mode::lost:
            return "mode.lost_tip";
    }
    return "mode.live_tip";
}

ImU32 mode_colour(const Theme& theme, Mode mode) {
    switch (mode) {
        case Mode::live:
            return theme.mode_live;
        case Mode::gate:
            return theme.mode_gate;
        case Mode::freeze:
            return theme.mode_freeze;
        case Mode::travel:
            return theme.mode_travel;
        case Mode::ended:
            return theme.text_dim;
        case Mode::lost:
            return theme.mode_lost;
    }
    return theme.text;
}

double pace_of(double position) {
    if (position >= kMaxFrom) return kFastest;
    const double pace = kSlowest * std::pow(kQuickest / kSlowest, std::clamp(position / (kMaxFrom - 0.02), 0.0, 1.0));
    // One is the pace that a lesson is made for: easy to find again.
    return std::abs(std::log(pace)) < 0.06 ? 1.0 : pace;
}

double position_of(double pace) {
    if (pace > kQuickest * 1.5) return 1;
    const double part = std::log(std::max(pace, kSlowest) / kSlowest) / std::log(kQuickest / kSlowest);
    return std::clamp(part, 0.0, 1.0) * (kMaxFrom - 0.02);
}

std::string pace_words(double pace) {
    if (pace > kQuickest * 1.5) return "max";
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), pace < 0.995 ? "\u00d7%.2f" : "\u00d7%.1f", pace);
    return buffer.data();
}

void transport_panel(const View& view, Ui& ui, TransportLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    if (begin_panel(ui, "transport", min, max)) Bar(view, ui, look, min, max, actions).draw();
    end_panel();
}

std::string transport_text(const View& view) {
    static const Text text(english_language());
    const Words words = words_of(view, text);
    return words.title + "\n" + text(mode_word(view.mode)) + "  " + words.time + "  " + words.turn + "  " + words.step +
           "  " + words.pace + "  " + truth_words(view) + "\n" + (view.notice.empty() ? "" : view.notice + "\n");
}

void notice_panel(const View& view, Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
    if (begin_panel(ui, "notice", min, max)) {
        ImDrawList* draw = ImGui::GetWindowDrawList();
        const float s = ui.scale;
        const bool can_restart = view.lesson != nullptr;  // a file has only something to say
        const ImU32 colour = can_restart ? ui.theme.mode_lost : ui.theme.mode_gate;
        draw->AddRectFilled(min, max, fade(colour, 0.14f));
        draw->AddRectFilled(min, ImVec2(min.x + std::floor(4 * s), max.y), colour);
        const char* restart = ui.text("notice.restart");
        const float width = can_restart ? button_width(ui, Icon::restart, restart) : 0;
        const float room = max.x - min.x - width - 48 * s;
        // Two lines of small text where one line of body text is too long.
        const bool long_one = text_size(ui.fonts.body, view.notice).x > room;
        ImFont* font = long_one ? ui.fonts.small : ui.fonts.body;
        const ImVec2 size = text_size(font, view.notice, long_one ? room : 0);
        const ImVec2 at(min.x + 16 * s, min.y + std::floor((max.y - min.y - size.y) / 2) - s);
        draw_text(draw, font, at, ui.theme.text, view.notice, long_one ? room : 0);
        tell(ui, "notice/text", at, ImVec2(at.x + size.x, at.y + size.y), view.notice);
        const ImVec2 place(max.x - width - 12 * s, min.y + std::floor((max.y - min.y - control_height(ui)) / 2));
        ImGui::SetCursorScreenPos(place);
        if (can_restart &&
            icon_button(ui, "notice/restart", Icon::restart, restart, ui.text("transport.restart_tip"), true))
            actions.push_back(act::Restart{});
    }
    end_panel();
}

}  // namespace viz
