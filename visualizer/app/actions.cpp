#include "app/state.hpp"
#include "panels/stops.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <limits>

namespace viz {
namespace {

constexpr std::size_t kToTheEnd = std::numeric_limits<std::uint32_t>::max();

}  // namespace

App::State::State(AppOptions given)
    : options(std::move(given)), theme(options.light ? light_theme() : dark_theme()), memory(options.folders) {
    languages = find_languages(options.language_folders);
    add_glyphs(glyphs, language->letters);
    set_language(options.language);
    take_settings();
    take_notes();
}

View App::State::view() const {
    View view{.recording = session ? session->recording() : no_recording,
              .world = player ? player->world() : no_world,
              .axis = axis,
              .source_tab = source_tab,
              .selection = selection,
              .tab = tab,
              .range = range,
              .findings = diagnosis ? diagnosis->findings() : std::span<const loopscope::Finding>(),
              .diagnosing = diagnosing,
              .bookmarks = memory.bookmarks.all(),
              .language = language,
              .notice = session ? session->notice() : std::string(),
              .source_name = session ? session->source_name() : std::string()};
    if (player) {
        view.cursor = player->cursor();
        view.mode = player->mode();
        view.playing = player->playing();
        view.pace = player->pace();
    }
    view.languages = languages.known;
    view.lesson = lesson;
    if (options.catalogue != nullptr) view.lessons = options.catalogue->lessons;
    view.knobs = &knobs;
    view.answers = &answers;
    if (options.catalogue != nullptr) view.misconceptions = &options.catalogue->misconceptions;
    if (lesson != nullptr) {
        const auto found = places.find(lesson->id);
        if (found != places.end()) {
            view.lesson_step = found->second.step;
            view.guesses = &found->second.guesses;
            const auto hints = found->second.hints.find(view.lesson_step);
            if (hints != found->second.hints.end()) view.hints_shown = hints->second;
        }
    }
    start_view = start_page();
    view.start = &start_view;
    view.notes = notes;
    view.light = options.light;
    view.can_go_back = history.can_go_back();
    view.can_go_forward = history.can_go_forward();
    view.has_previous_lesson = neighbour(-1) != nullptr;
    view.has_next_lesson = neighbour(1) != nullptr;
    // What was let go of was not counted: nobody could say how far to run.
    view.can_run_again = lesson != nullptr && player && view.mode == Mode::travel && view.recording.first() == 0;
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
    if (player) pace = player->pace();
    player.reset();
    diagnosis.reset();
    looks = std::make_unique<Looks>();
    session = std::move(opened);
    player = std::make_unique<Player>(*session);
    player->set_pace(pace);
    diagnosis = std::make_unique<loopscope::Diagnosis>(session->recording());
    range.reset();
    computed.clear();
    answers.clear();
    answered_size = 0;
    furthest = 0;
    prints_seen = 0;
    checkpoints_noted = 0;
    history.clear();
    take_bookmarks();
    dirty = true;
}

void App::State::show_lesson(const book::Lesson& shown) {
    lesson = &shown;
    file.clear();
    at_start = false;
    selection = {};
    knobs.clear();
    for (const book::Knob& knob : shown.knobs) {
        const auto given = options.knobs.find(knob.name);
        knobs[knob.name] =
            given == options.knobs.end() ? knob.value : std::clamp(given->second, knob.minimum, knob.maximum);
    }
    opened_lesson();
    place();
    take_lesson_glyphs();
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

void App::State::look_for_findings() {
    // So many events take about 2 ms: the picture stays fluid while a long recording is looked through.
    constexpr std::size_t kAtOnce = 30'000;
    const std::size_t before = diagnosis->findings().size();
    const bool was = std::exchange(diagnosing, !diagnosis->update(kAtOnce));
    if (diagnosis->findings().size() != before || was != diagnosing) dirty = true;
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
    settle_guesses();
}

void App::State::replay_or_play() {
    // At the end there is nothing to go on to: play what was recorded again.
    const bool over = player->mode() == Mode::ended || player->mode() == Mode::lost;
    if (over && player->cursor() >= session->recording().size()) player->seek(0);
    player->play();
}

void App::State::run_again_from_here() {
    if (!view().can_run_again) return;
    start_at(player->stops_to_cursor(), true);
}

void App::State::start_at(std::size_t stops, bool then_play) {
    start(false);
    if (player) player->run_to_stop(stops, then_play);
}

void App::State::set_language(const std::string& id) {
    const auto found = std::ranges::find(languages.known, id, &Language::id);
    if (found == languages.known.end()) return;
    language = &*found;
    add_glyphs(glyphs, language->letters);
}

void App::State::set_knob(const act::SetKnob& knob) {
    knobs[knob.name] = knob.value;
    if (!knob.final) return;
    // Other numbers, other answers: what was committed for the old ones is open again.
    for (auto& [id, guess] : place().guesses) guess.committed = false;
    const bool was_started = furthest > 0 && player && player->world().step() > 0;
    if (!was_started || prediction_is_open(view())) return start(false);
    if (player->playing()) return start(true);
    // The picture comes back to where the reader looks, now with the new numbers.
    if (const std::size_t checkpoint = player->checkpoint_at_cursor(); checkpoint > 0) {
        start(false);
        return player->run_to_checkpoint(checkpoint);
    }
    const bool at_end = player->cursor() >= session->recording().size() && player->mode() == Mode::ended;
    start_at(at_end ? kToTheEnd : player->stops_to_cursor(), false);
}

}  // namespace viz
