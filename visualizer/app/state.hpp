// What the App keeps between frames. Private to app.cpp and app/*.cpp.
//
// Thread rule: the window's thread.
#pragma once
#include "app.hpp"
#include "app/history.hpp"
#include "app/layout.hpp"
#include "app/memory.hpp"
#include "app/twins.hpp"
#include "panels/ask.hpp"
#include "panels/console.hpp"
#include "panels/findings.hpp"
#include "panels/happened.hpp"
#include "panels/help.hpp"
#include "panels/lesson.hpp"
#include "panels/loop.hpp"
#include "panels/narration.hpp"
#include "panels/note.hpp"
#include "panels/palette.hpp"
#include "panels/resources.hpp"
#include "panels/selection.hpp"
#include "panels/source.hpp"
#include "panels/start.hpp"
#include "panels/statistics.hpp"
#include "panels/tasks.hpp"
#include "panels/timeline.hpp"
#include "panels/transport.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace viz {

// How far the learner is in a lesson; kept while another lesson is open.
struct LessonPlace {
    std::size_t step = 0;
    std::map<std::string, Guess> guesses;
    std::map<std::size_t, std::size_t> hints;  // by page: how many are shown
};

// The panels' own looks; made anew with every run, as they point into its recording.
struct Looks {
    ConsoleLook console;
    FindingsLook findings;
    HappenedLook happened;
    LoopLook loop;
    NarrationLook narration;
    ResourcesLook resources;
    SelectionLook selection;
    SourceLook source;
    StatisticsLook statistics;
    TasksLook tasks;
    TimelineLook timeline;

    // One of them wants another frame to read on. One whose tab is not shown has time until it is.
    bool reading(BottomTab shown) const {
        return source.counting || (shown == BottomTab::narration && narration.counting) ||
               (shown == BottomTab::statistics && statistics.counting);
    }
};

struct App::State {
    explicit State(AppOptions given);

    AppOptions options;
    Theme theme;
    Languages languages;
    const Language* language = &default_language();
    Probe probe;
    Focus focus;
    Glyphs glyphs;

    const loopscope::Recording no_recording{};
    const loopscope::World no_world{};
    std::unique_ptr<Session> session;
    std::unique_ptr<Player> player;  // holds on to the session: goes before it

    const book::Lesson* lesson = nullptr;
    std::map<std::string, LessonPlace> places;  // by lesson id
    std::map<std::string, double> knobs;
    std::map<std::string, book::Answer> computed;  // by prediction id; perhaps ahead of the cursor
    std::map<std::string, book::Answer> answers;   // those that the learner may see
    std::size_t answered_size = 0;                 // of the recording when last computed
    double answered_at = 0;
    std::size_t furthest = 0;     // where the cursor has been in this run
    std::size_t prints_seen = 0;  // events up to here; their prints' glyphs are known

    Axis axis = Axis::step;
    SourceTab source_tab = SourceTab::program;
    Selection selection;
    std::optional<Range> range;
    std::unique_ptr<loopscope::Diagnosis> diagnosis;  // reads the session's recording as it comes
    bool diagnosing = false;
    BottomTab tab = BottomTab::console;
    Fractions fractions;
    std::unique_ptr<Looks> looks = std::make_unique<Looks>();
    Teller teller;
    std::string told_focus;  // the control that was told last
    LessonLook lesson_look;
    TransportLook transport_look;
    HelpLook help_look;
    bool help = false;
    bool quit = false;
    bool dirty = true;
    int notches = 0;
    // For which Dear ImGui's style was set last.
    const ImGuiContext* styled_context = nullptr;
    float styled_scale = 0;
    bool styled_calm = false;

    Memory memory;
    History history;
    std::string file;  // the recording that is open; "" for a lesson or nothing
    std::vector<Note> notes;
    mutable StartPage start_view;  // what the View points at
    StartLook start_look;
    PaletteLook palette;
    AskLook ask;
    bool at_start = false;  // the start page is shown
    bool palette_open = false;
    bool full_screen_wanted = false;
    double pace = 1.0;  // of the first thing that is opened
    int window_width = 0, window_height = 0;
    std::optional<double> changed_at;   // something is to be written
    std::size_t checkpoints_noted = 0;  // of this run, in the progress
    std::set<std::string> judged;       // predictions whose first answer is in the progress
    bool findings_noted = false;
    bool told_elsewhere = false;
    std::optional<unsigned> echo;  // the key that opened a field also comes as a character

    View view() const;
    void open(std::unique_ptr<Session> opened);
    void start(bool play);
    // Starts the lesson again and lets it run, without waiting, to so many resting places.
    void start_at(std::size_t stops, bool then_play);
    void carry_out(const Action& action);
    void tell_answers(double now);
    void take_glyphs();
    void look_for_findings();
    void set_style(float scale);
    LessonPlace& place() { return places[lesson == nullptr ? std::string() : lesson->id]; }
    // The lesson so many places on; null beyond either end.
    const book::Lesson* neighbour(int by) const;
    void show_lesson(const book::Lesson& shown);

    // app/remember.cpp
    Settings settings_now() const;
    void take_settings();
    void set_theme(bool light);
    void remember(double now);
    void take_notes();
    void tell(std::string sentence, NoteHelp help);
    void note_progress();
    void note_findings();
    void turned_page(std::size_t from, std::size_t to);
    void opened_lesson();
    void take_bookmarks();
    void show_file(std::unique_ptr<Session> opened, const std::string& path);
    // "" or why it cannot be opened; what was open stays open then.
    std::string open_path(const std::string& typed);
    // A recording is all there: it opens at its first error, else at its beginning; at its end nobody is left.
    void go_to_first_error();
    void open_start();
    StartPage start_page() const;

    // app/overlays.cpp
    bool typing() const;
    bool types_lane_filter() const;
    bool types_task_filter() const;
    bool overlay_key(int code, int modifiers);
    bool start_key(int code, int modifiers);
    void draw_panels(const View& view, Ui& ui, const Layout& layout, Actions& actions);
    void draw_overlays(const View& view, Ui& ui, ImVec2 min, ImVec2 max, Actions& actions);
    void open_palette(bool recorded_only);
    void open_box(AskFor what);
    void edit_note();
    void next_bookmark();
    void drop(const std::vector<std::string>& paths);
    History::Place where() const;
    void go_to(const std::optional<History::Place>& place);

private:
    struct Hands;  // what every Action does
    void replay_or_play();
    void run_again_from_here();
    void set_language(const std::string& id);
    void set_knob(const act::SetKnob& knob);
    void set_guess(const act::SetGuess& set);
    // The first answer to each question is judged as soon as the run has told.
    void settle_guesses();
    void show_hint();
    void take_lesson_glyphs();
};

}  // namespace viz
