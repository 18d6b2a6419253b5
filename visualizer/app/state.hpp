// What the App keeps between frames. Private to app.cpp and app/*.cpp.
//
// Thread rule: the window's thread.
#pragma once
#include "app.hpp"
#include "app/layout.hpp"
#include "panels/console.hpp"
#include "panels/happened.hpp"
#include "panels/help.hpp"
#include "panels/lesson.hpp"
#include "panels/loop.hpp"
#include "panels/narration.hpp"
#include "panels/selection.hpp"
#include "panels/source.hpp"
#include "panels/tasks.hpp"
#include "panels/timeline.hpp"
#include "panels/transport.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>

namespace viz {

enum class BottomTab { console, narration, tasks };

// How far the learner is in a lesson; kept while another lesson is open.
struct LessonPlace {
    std::size_t step = 0;
    std::map<std::string, Guess> guesses;
};

// The panels' own looks; made anew with every run, as they point into its recording.
struct Looks {
    ConsoleLook console;
    HappenedLook happened;
    LoopLook loop;
    NarrationLook narration;
    SelectionLook selection;
    SourceLook source;
    TasksLook tasks;
    TimelineLook timeline;
};

struct App::State {
    explicit State(AppOptions given);

    AppOptions options;
    Theme theme;
    Text text;
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
    BottomTab tab = BottomTab::console;
    Fractions fractions;
    std::unique_ptr<Looks> looks = std::make_unique<Looks>();
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

    View view() const;
    void open(std::unique_ptr<Session> opened);
    void start(bool play);
    void carry_out(const Action& action);
    void tell_answers(double now);
    void take_glyphs();
    void set_style(float scale);
    LessonPlace& place() { return places[lesson == nullptr ? std::string() : lesson->id]; }
    // The lesson so many places on; null beyond either end.
    const book::Lesson* neighbour(int by) const;
    void show_lesson(const book::Lesson& shown);

private:
    void replay_or_play();
    void set_knob(const act::SetKnob& knob);
};

}  // namespace viz
