// What every Action does: one short function each.
#include "app/state.hpp"

#include <algorithm>
#include <utility>

namespace viz {
namespace {

constexpr int kMostNotches = 15;
constexpr int kLeastNotches = -3;

// How the history takes it that the cursor or the selection is elsewhere after an action.
History::Move remembered_as(const Action& action) {
    if (std::holds_alternative<act::GoBack>(action) || std::holds_alternative<act::GoForward>(action))
        return History::Move::none;
    if (std::holds_alternative<act::StepBy>(action) || std::holds_alternative<act::TurnBy>(action))
        return History::Move::step;
    return History::Move::jump;
}

}  // namespace

struct App::State::Hands {
    State& state;

    // --- the program and the cursor ---
    void operator()(const act::Play&) const {
        if (state.player) state.replay_or_play();
    }
    void operator()(const act::Pause&) const {
        if (state.player) state.player->pause();
    }
    void operator()(const act::Freeze&) const {
        if (state.player) state.player->freeze();
    }
    void operator()(const act::StepBy& by) const {
        if (state.player) state.player->step_by(by.steps);
    }
    void operator()(const act::TurnBy& by) const {
        if (state.player) state.player->turn_by(by.turns);
    }
    void operator()(const act::CheckpointBy& by) const {
        if (state.player) state.player->checkpoint_by(by.checkpoints);
    }
    void operator()(const act::Seek& seek) const {
        if (!state.player) return;
        const std::size_t index = std::min(seek.index, state.session->recording().size());
        seek.exact ? state.player->seek_exactly(index) : state.player->seek(index);
    }
    void operator()(const act::ToLive&) const {
        if (state.player) state.player->to_live();
    }
    void operator()(const act::SetPace& set) const {
        if (state.player) state.player->set_pace(set.pace);
    }
    void operator()(const act::Restart&) const { state.start(false); }
    void operator()(const act::RunAgainFromHere&) const { state.run_again_from_here(); }

    // --- what the reader looks at ---
    void operator()(const act::SetAxis& set) const { state.axis = set.axis; }
    void operator()(const act::MoveTimeline& how) const { state.looks->timeline.moves.push_back(how.move); }
    void operator()(const act::SetSourceTab& set) const { state.source_tab = set.tab; }
    void operator()(const act::Select& select) const { state.selection = {select.task, select.object, select.site}; }
    void operator()(const act::ShowTab& show) const { state.tab = show.tab; }
    void operator()(const act::SetRange& set) const { state.range = set.range; }
    void operator()(const act::ToggleBookmark&) const {
        if (!state.player) return;
        state.memory.bookmarks.toggle(state.player->cursor());
        state.changed_at = 0;
    }
    void operator()(const act::SetBookmarkNote& set) const {
        state.memory.bookmarks.set_note(set.index, set.note);
        state.changed_at = 0;
    }
    void operator()(const act::EditNote&) const { state.edit_note(); }
    void operator()(const act::NextBookmark&) const { state.next_bookmark(); }
    void operator()(const act::GoBack&) const { state.go_to(state.history.back(state.where())); }
    void operator()(const act::GoForward&) const { state.go_to(state.history.forward(state.where())); }

    // --- the lesson ---
    void operator()(const act::SetKnob& knob) const {
        if (state.lesson != nullptr) state.set_knob(knob);
    }
    void operator()(const act::SetGuess& set) const { state.set_guess(set); }
    void operator()(const act::ShowHint&) const { state.show_hint(); }
    void operator()(const act::LessonStepBy& by) const {
        if (state.lesson == nullptr || state.lesson->steps.empty()) return;
        const auto last = std::ssize(state.lesson->steps) - 1;
        const auto to = static_cast<std::ptrdiff_t>(state.place().step) + by.steps;
        const std::size_t from = state.place().step;
        state.place().step = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(to, 0, last));
        state.turned_page(from, state.place().step);
    }
    void operator()(const act::LessonBy& by) const {
        if (const book::Lesson* next = state.neighbour(by.lessons)) state.show_lesson(*next);
    }
    void operator()(const act::OpenLesson& which) const {
        if (state.options.catalogue == nullptr) return;
        const auto& lessons = state.options.catalogue->lessons;
        const auto found = std::ranges::find(lessons, which.id, &book::Lesson::id);
        if (found != lessons.end()) state.show_lesson(*found);
    }
    void operator()(const act::OpenStart&) const { state.open_start(); }
    void operator()(const act::OpenBox&) const { state.open_box(AskFor::recording); }
    void operator()(const act::OpenFile& open) const {
        const bool asked = state.ask.what == AskFor::recording;
        const std::string refused = state.open_path(open.path);
        if (refused.empty()) return;
        if (asked)
            state.ask.error = refused;
        else
            state.tell(refused, NoteHelp::open_another);
    }

    // --- the window ---
    void operator()(const act::TogglePalette&) const {
        if (!std::exchange(state.palette_open, false)) state.open_palette(false);
    }
    void operator()(const act::Search&) const { state.open_palette(true); }
    void operator()(const act::DismissNote&) const {
        if (!state.notes.empty()) state.notes.erase(state.notes.begin());
    }
    void operator()(const act::ToggleFullScreen&) const { state.full_screen_wanted = true; }
    void operator()(const act::SetTheme& set) const { state.set_theme(set.light); }
    void operator()(const act::SetReduceMotion& set) const { state.options.reduce_motion = set.reduce; }
    void operator()(const act::SetLanguage& set) const { state.set_language(set.id); }
    void operator()(const act::ScaleBy& by) const {
        state.notches = by.notches == 0 ? 0 : std::clamp(state.notches + by.notches, kLeastNotches, kMostNotches);
    }
    void operator()(const act::ToggleHelp&) const { state.help = !state.help; }
    void operator()(const act::Quit&) const { state.quit = true; }
};

void App::State::carry_out(const Action& action) {
    dirty = true;
    const History::Place from = where();
    const auto* recording = session ? &session->recording() : nullptr;
    std::visit(Hands{*this}, action);
    if (options.carried_out) options.carried_out(action);
    if (session && &session->recording() == recording) history.went(from, where(), remembered_as(action));
}

}  // namespace viz
