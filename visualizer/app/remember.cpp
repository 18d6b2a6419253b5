// What the App keeps from one window to the next: taken from its state, and put back.
#include "app/state.hpp"
#include "session/paths.hpp"
#include "ui/text.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace viz {
namespace {

// After a change, s: one that is still going on (a splitter that is dragged) is written once.
constexpr double kSettled = 1.0;

std::int64_t seconds_now() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string whole_path(const std::string& path) {
    std::error_code failed;
    const std::filesystem::path whole = std::filesystem::absolute(path, failed);
    return failed ? path : whole.lexically_normal().string();
}

}  // namespace

Settings App::State::settings_now() const {
    Settings now = memory.settings.read();
    now.light = options.light;
    now.language = language->id;
    now.notches = notches;
    now.reduce_motion = options.reduce_motion;
    now.axis = axis;
    now.pace = player ? player->pace() : pace;
    now.source_tab = source_tab;
    now.tab = tab;
    now.fractions = fractions;
    if (window_width > 0 && window_height > 0) {
        now.width = window_width;
        now.height = window_height;
    }
    return now;
}

void App::State::take_settings() {
    if (!options.folders) return;
    const Settings& kept = memory.settings.read();
    if (!options.light) set_theme(kept.light);
    options.reduce_motion = options.reduce_motion || kept.reduce_motion;
    if (options.language.empty()) set_language(kept.language);
    notches = kept.notches;
    axis = kept.axis;
    pace = kept.pace;
    source_tab = kept.source_tab;
    tab = kept.tab;
    fractions = kept.fractions;
    window_width = kept.width;
    window_height = kept.height;
    memory.settings.begin_with(settings_now());
}

void App::State::set_theme(bool light) {
    options.light = light;
    theme = light ? light_theme() : dark_theme();
    styled_context = nullptr;  // Dear ImGui's own style follows
}

void App::State::remember(double now) {
    if (!options.folders) return;
    note_progress();
    note_findings();
    if (memory.settings.take(settings_now())) changed_at = now;
    if (changed_at && now - *changed_at >= kSettled) {
        changed_at.reset();
        memory.save();
        take_notes();
    }
}

void App::State::take_notes() {
    for (Note& note : memory.take_notes(*language)) {
        add_glyphs(glyphs, note.text);
        notes.push_back(std::move(note));
        dirty = true;
    }
}

void App::State::tell(std::string sentence, NoteHelp by) {
    add_glyphs(glyphs, sentence);
    notes.insert(notes.begin(), Note{std::move(sentence), by});
    dirty = true;
}

void App::State::note_progress() {
    if (lesson == nullptr || !session) return;
    const LessonPlace& here = place();
    const loopscope::Recording& recording = session->recording();
    book::Progress& progress = memory.progress;
    const auto checkpoints = recording.checkpoints();
    for (; checkpoints_noted < checkpoints.size() && checkpoints[checkpoints_noted] < furthest; ++checkpoints_noted) {
        const std::string name(recording.string(recording[checkpoints[checkpoints_noted]].a));
        progress.reach(lesson->id, name);
        for (std::size_t page = 0; page < lesson->steps.size(); ++page)
            if (page <= here.step && lesson->steps[page].checkpoint == name) progress.read(lesson->id, page);
        changed_at = changed_at.value_or(0);
    }
    for (const auto& [id, guess] : here.guesses) {
        if (guess.first == FirstTry::none || !judged.insert(lesson->id + " " + id).second) continue;
        progress.answer(lesson->id, id, guess.first == FirstTry::right);
        changed_at = changed_at.value_or(0);
    }
}

void App::State::turned_page(std::size_t from, std::size_t to) {
    if (!options.folders || lesson == nullptr) return;
    book::Progress& progress = memory.progress;
    // Whoever goes on has read the page; the last one has nowhere to go on to.
    for (std::size_t page = from; page < to; ++page) progress.read(lesson->id, page);
    const bool last = to + 1 == lesson->steps.size();
    if (last && (lesson->steps[to].checkpoint.empty() ||
                 progress.of(lesson->id).checkpoints.contains(lesson->steps[to].checkpoint)))
        progress.read(lesson->id, to);
    progress.stand_on(lesson->id, to);
    changed_at = changed_at.value_or(0);
}

void App::State::opened_lesson() {
    if (!options.folders) return;
    memory.progress.open(lesson->id);
    const book::LessonProgress known = memory.progress.of(lesson->id);
    const auto placed = places.find(lesson->id);
    if (placed == places.end() && known.last_page < lesson->steps.size() && !book::marks_of(*lesson, known).passed())
        place().step = known.last_page;
    turned_page(place().step, place().step);
}

void App::State::note_findings() {
    if (file.empty() || !diagnosis || findings_noted) return;
    if (diagnosing || diagnosis->read() < session->recording().size()) return;
    findings_noted = true;
    const auto findings = diagnosis->findings();
    const bool error = std::ranges::any_of(findings, [](const loopscope::Finding& one) {
        return loopscope::severity_of(one) == loopscope::Severity::error;
    });
    memory.recent.found(file, findings.size(), error);
    changed_at = changed_at.value_or(0);
}

void App::State::take_bookmarks() {
    if (!file.empty()) {
        const BookmarkPlace found = bookmarks_of_file(file, memory.folders.state);
        memory.open_bookmarks(options.folders ? found.path : std::filesystem::path());
        if (options.folders && found.elsewhere && !std::exchange(told_elsewhere, true))
            tell(fill(language->text("note.bookmarks_elsewhere"), {{"file", found.path.string()}}), NoteHelp::none);
    } else if (lesson != nullptr) {
        memory.open_bookmarks(bookmarks_of_lesson(lesson->id, knobs, memory.folders.state));
    } else {
        memory.open_bookmarks({});
    }
    for (const Bookmark& bookmark : memory.bookmarks.all()) add_glyphs(glyphs, bookmark.note);
}

void App::State::show_file(std::unique_ptr<Session> opened, const std::string& path) {
    lesson = nullptr;
    selection = {};
    at_start = false;
    file = path.empty() ? "" : whole_path(path);
    findings_noted = false;
    open(std::move(opened));
    go_to_first_error();
    if (file.empty() || !options.folders) return;
    memory.recent.opened({.path = file, .when = seconds_now(), .events = session->recording().size()});
    changed_at = changed_at.value_or(0);
}

void App::State::go_to_first_error() {
    // About 10 ms: the window is not held up by a long recording.
    constexpr std::size_t kFirstLook = 200'000;
    const loopscope::Recording& recording = session->recording();
    if (session->can_steer() || recording.size() == 0) return;
    diagnosing = !diagnosis->update(kFirstLook);
    const auto findings = diagnosis->findings();
    const auto error = std::ranges::find_if(findings, [](const loopscope::Finding& one) {
        return loopscope::severity_of(one) == loopscope::Severity::error;
    });
    if (error == findings.end()) return player->seek(recording.first());
    player->seek_exactly(error->last + 1);
    if (!error->tasks.empty()) selection.task = error->tasks.front();
}

std::string App::State::open_path(const std::string& typed) {
    const std::string path = with_home(typed);
    std::unique_ptr<Session> opened = open_file(path, kMostInWindow);
    if (opened->state() == SessionState::lost) {
        memory.recent.look();
        return opened->notice();
    }
    ask.what = AskFor::nothing;
    show_file(std::move(opened), path);
    return "";
}

void App::State::open_start() {
    if (at_start && session) {
        at_start = false;
        return;
    }
    at_start = true;
    if (player && player->playing()) player->pause();
    memory.recent.look();
    for (const RecentFile& one : memory.recent.files()) add_glyphs(glyphs, one.path);
    if (options.catalogue != nullptr) {
        for (const book::Lesson& one : options.catalogue->lessons) add_glyphs(glyphs, one.title + one.tagline);
        for (const book::Track& track : options.catalogue->tracks) add_glyphs(glyphs, track.name + track.subtitle);
    }
    focus.go_to("start/go_on");
}

StartPage App::State::start_page() const {
    StartPage page;
    page.catalogue = options.catalogue;
    page.progress = &memory.progress;
    page.recordings = memory.recent.files();
    page.now = options.today.value_or(seconds_now());
    page.can_leave = session != nullptr;
    page.light = options.light;
    page.shown = at_start;
    return page;
}

}  // namespace viz
