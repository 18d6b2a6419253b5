#include "app/state.hpp"
#include "panels/stops.hpp"
#include "ui/text.hpp"

#include <algorithm>

namespace viz {
namespace {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};

constexpr int kMostNotches = 15;
constexpr int kLeastNotches = -3;

}  // namespace

App::State::State(AppOptions given)
    : options(std::move(given)), theme(options.light ? light_theme() : dark_theme()), text(english_language()) {
    add_glyphs(glyphs, english_language());
}

View App::State::view() const {
    View view{.recording = session ? session->recording() : no_recording,
              .world = player ? player->world() : no_world,
              .axis = axis,
              .source_tab = source_tab,
              .selection = selection,
              .notice = session ? session->notice() : std::string(),
              .source_name = session ? session->source_name() : std::string()};
    if (player) {
        view.cursor = player->cursor();
        view.mode = player->mode();
        view.playing = player->playing();
        view.pace = player->pace();
    }
    view.lesson = lesson;
    view.knobs = &knobs;
    view.answers = &answers;
    if (lesson != nullptr) {
        const auto found = places.find(lesson->id);
        if (found != places.end()) {
            view.lesson_step = found->second.step;
            view.guesses = &found->second.guesses;
        }
    }
    view.has_previous_lesson = neighbour(-1) != nullptr;
    view.has_next_lesson = neighbour(1) != nullptr;
    return view;
}

const book::Lesson* App::State::neighbour(int by) const {
    if (options.catalogue == nullptr || lesson == nullptr) return nullptr;
    const auto& lessons = options.catalogue->lessons;
    const auto found = std::ranges::find(lessons, lesson->id, &book::Lesson::id);
    if (found == lessons.end()) return nullptr;
    const auto at = found - lessons.begin() + by;
    return at < 0 || at >= std::ssize(lessons) ? nullptr : &lessons[static_cast<std::size_t>(at)];
}

void App::State::open(std::unique_ptr<Session> opened) {
    const double pace = player ? player->pace() : 1.0;
    player.reset();
    looks = std::make_unique<Looks>();
    session = std::move(opened);
    player = std::make_unique<Player>(*session);
    player->set_pace(pace);
    computed.clear();
    answers.clear();
    answered_size = 0;
    furthest = 0;
    prints_seen = 0;
    dirty = true;
}

void App::State::show_lesson(const book::Lesson& shown) {
    lesson = &shown;
    selection = {};
    knobs.clear();
    for (const book::Knob& knob : shown.knobs) {
        const auto given = options.knobs.find(knob.name);
        knobs[knob.name] =
            given == options.knobs.end() ? knob.value : std::clamp(given->second, knob.minimum, knob.maximum);
    }
    place();
    for (const std::string* words : {&shown.program, &shown.twin, &shown.title, &shown.tagline})
        add_glyphs(glyphs, *words);
    for (const book::Knob& knob : shown.knobs) add_glyphs(glyphs, knob.label + knob.unit);
    for (const book::Step& step : shown.steps) {
        add_glyphs(glyphs, step.title + step.markdown);
        if (!step.prediction) continue;
        add_glyphs(glyphs, step.prediction->question + step.prediction->explain);
        for (const std::string& line : step.prediction->lines) add_glyphs(glyphs, line);
        for (const book::Option& option : step.prediction->options) add_glyphs(glyphs, option.text + option.because);
    }
    start(false);
}

void App::State::start(bool play) {
    if (lesson == nullptr) {
        if (player) player->seek(0);
        if (player && play) player->play();
        return;
    }
    LessonStart how;
    how.program = options.program_of ? options.program_of(*lesson) : std::filesystem::path();
    how.knobs = knobs;
    how.real_time = options.real_time;
    how.keep_at_most = kMostInWindow;
    open(options.start ? options.start(how) : start_lesson(how));
    if (play) player->play();
}

void App::State::take_glyphs() {
    const auto prints = session->recording().prints();
    for (auto at = std::ranges::lower_bound(prints, prints_seen); at != prints.end(); ++at)
        add_glyphs(glyphs, session->recording().text(*at));
    prints_seen = session->recording().size();
}

void App::State::set_style(float scale) {
    const ImGuiContext* context = ImGui::GetCurrentContext();
    if (styled_context == context && styled_scale == scale && styled_calm == options.calm) return;
    apply_style(theme, scale, options.calm);
    styled_context = context;
    styled_scale = scale;
    styled_calm = options.calm;
}

void App::State::tell_answers(double now) {
    furthest = std::max(furthest, player->cursor());
    const loopscope::Recording& recording = session->recording();
    if (lesson == nullptr) return;
    // A question asks the whole recording: while it grows fast, a few times a second is enough.
    constexpr double kPatience = 0.2;
    const bool growing = session->state() == SessionState::running && now - answered_at < kPatience;
    const bool compute = recording.size() != answered_size && !growing;
    if (compute) {
        answered_size = recording.size();
        answered_at = now;
    }
    for (const book::Step& step : lesson->steps) {
        if (!step.prediction) continue;
        const std::string& id = step.prediction->id;
        if (compute && !computed.contains(id)) {
            if (auto answer = book::answer(*step.prediction, recording)) computed[id] = std::move(*answer);
        }
        const auto found = computed.find(id);
        if (found != computed.end() && found->second.index <= furthest && !answers.contains(id)) {
            answers[id] = found->second;
            dirty = true;
        }
    }
}

void App::State::replay_or_play() {
    // At the end there is nothing to go on to: play what was recorded again.
    const bool over = player->mode() == Mode::ended || player->mode() == Mode::lost;
    if (over && player->cursor() >= session->recording().size()) player->seek(0);
    player->play();
}

void App::State::set_knob(const act::SetKnob& knob) {
    knobs[knob.name] = knob.value;
    if (!knob.final) return;
    // Other numbers, other answers: what was committed for the old ones is open again.
    const bool was_started = furthest > 0 && player && player->world().step() > 0;
    for (auto& [id, guess] : place().guesses) guess.committed = false;
    start(was_started && !prediction_is_open(view()));
}

void App::State::carry_out(const Action& action) {
    dirty = true;
    std::visit(Overloaded{[&](const act::Play&) {
                              if (player) replay_or_play();
                          },
                          [&](const act::Pause&) {
                              if (player) player->pause();
                          },
                          [&](const act::Freeze&) {
                              if (player) player->freeze();
                          },
                          [&](const act::StepBy& by) {
                              if (player) player->step_by(by.steps);
                          },
                          [&](const act::TurnBy& by) {
                              if (player) player->turn_by(by.turns);
                          },
                          [&](const act::CheckpointBy& by) {
                              if (player) player->checkpoint_by(by.checkpoints);
                          },
                          [&](const act::Seek& seek) {
                              if (player) player->seek(std::min(seek.index, session->recording().size()));
                          },
                          [&](const act::ToLive&) {
                              if (player) player->to_live();
                          },
                          [&](const act::SetPace& set) {
                              if (player) player->set_pace(set.pace);
                          },
                          [&](const act::SetAxis& set) { axis = set.axis; },
                          [&](const act::MoveTimeline& how) { looks->timeline.moves.push_back(how.move); },
                          [&](const act::SetSourceTab& set) { source_tab = set.tab; },
                          [&](const act::Select& select) { selection.task = select.task; },
                          [&](const act::SetKnob& knob) {
                              if (lesson != nullptr) set_knob(knob);
                          },
                          [&](const act::SetGuess& set) { place().guesses[set.prediction] = set.guess; },
                          [&](const act::LessonStepBy& by) {
                              if (lesson == nullptr || lesson->steps.empty()) return;
                              const auto last = std::ssize(lesson->steps) - 1;
                              const auto to = static_cast<std::ptrdiff_t>(place().step) + by.steps;
                              place().step = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(to, 0, last));
                          },
                          [&](const act::LessonBy& by) {
                              if (const book::Lesson* next = neighbour(by.lessons)) show_lesson(*next);
                          },
                          [&](const act::OpenLesson& which) {
                              if (options.catalogue == nullptr) return;
                              const auto& lessons = options.catalogue->lessons;
                              const auto found = std::ranges::find(lessons, which.id, &book::Lesson::id);
                              if (found != lessons.end()) show_lesson(*found);
                          },
                          [&](const act::Restart&) { start(false); },
                          [&](const act::ScaleBy& by) {
                              notches =
                                  by.notches == 0 ? 0 : std::clamp(notches + by.notches, kLeastNotches, kMostNotches);
                          },
                          [&](const act::ToggleHelp&) { help = !help; },
                          [&](const act::Quit&) { quit = true; }},
               action);
}

}  // namespace viz
