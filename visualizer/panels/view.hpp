// What a panel is given, and what it may ask for.
//
// A panel is a pure view: it draws a World of a Recording, at a cursor, and puts
// what the reader wants into Actions. The App carries the actions out; a panel
// never changes anything itself, save how it looks (its scroll, its zoom).
//
// Thread rule: the window's thread.
#pragma once
#include "kit/book/lesson_text.hpp"
#include "kit/book/prediction.hpp"
#include "monitor/diagnose.hpp"
#include "monitor/recording.hpp"
#include "monitor/world.hpp"
#include "panels/mode.hpp"
#include "ui/language.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace viz {

enum class Axis { step, loop_time, real_time };
enum class SourceTab { program, twin, both };
// What the keys do to the timeline's view.
enum class TimelineMove { zoom_in, zoom_out, left, right, fit, fold, collapse, pin, filter, mark };

// The tabs of the bottom row.
enum class BottomTab { console, narration, tasks, findings, statistics };

// What the reader points at: one of these, or nothing.
struct Selection {
    loopscope::TaskId task = 0;      // 0: none
    loopscope::ObjectId object = 0;  // 0: none
    loopscope::SiteId site = 0;      // a line of the source; 0: none
    friend bool operator==(const Selection&, const Selection&) = default;
};

// How the first committed answer to a question turned out: only that one is a prediction.
enum class FirstTry {
    none,  // nothing committed yet, or the run has not told
    right,
    wrong,
    after,  // the run had shown the answer before one was given
};

// What the learner said to a prediction.
struct Guess {
    std::vector<std::size_t> order;     // order: indexes into prediction.lines
    std::optional<std::size_t> option;  // choice
    std::string task;                   // next task: its name; "" while nobody is chosen
    std::optional<double> time;         // time: s
    bool committed = false;
    int attempts = 0;  // how often committed; the App counts
    FirstTry first = FirstTry::none;
};

// A moment that the reader wants to find again.
struct Bookmark {
    std::size_t index = 0;  // the cursor there
    std::string note;
};

// What the window has to say to the reader: a sentence, and a button that helps.
enum class NoteHelp { none, open_another, start_page };
struct Note {
    std::string text;
    NoteHelp help = NoteHelp::none;
};

struct StartPage;  // panels/start.hpp

// A part of the recording, events [from, to).
struct Range {
    std::size_t from = 0;
    std::size_t to = 0;
    friend bool operator==(const Range&, const Range&) = default;
};

struct View {
    const loopscope::Recording& recording;
    const loopscope::World& world;  // recording.at(cursor)
    std::size_t cursor = 0;
    Mode mode = Mode::live;
    bool playing = false;  // the cursor or the program moves by itself
    double pace = 1.0;     // 1: as the lesson is best watched; kFastest: no waiting
    Axis axis = Axis::step;
    SourceTab source_tab = SourceTab::program;
    Selection selection;
    BottomTab tab = BottomTab::console;
    std::optional<Range> range{};                    // marked on the timeline, for the statistics
    std::span<const loopscope::Finding> findings{};  // of all that is recorded, by the event at which each was known
    bool diagnosing = false;                         // not all of the recording has been looked through yet
    std::span<const Bookmark> bookmarks{};           // by index
    const Language* language = &default_language();
    std::span<const Language> languages{};  // all that can be chosen, English first
    std::string notice{};                   // why the program is lost, or a file's error; "" if nothing to say
    std::string source_name{};              // "lesson.cpp", a file's name, an address

    const book::Lesson* lesson = nullptr;     // null: a recording of something else
    std::span<const book::Lesson> lessons{};  // all that there are
    std::size_t lesson_step = 0;
    const std::map<std::string, double>* knobs = nullptr;                // as set now, by name
    const std::map<std::string, Guess>* guesses = nullptr;               // by prediction id
    const std::map<std::string, book::Answer>* answers = nullptr;        // those that can be told by now
    const std::map<std::string, std::string>* misconceptions = nullptr;  // "M01": the belief as a sentence
    std::size_t hints_shown = 0;                                         // of this page's hints
    bool has_previous_lesson = false;
    bool has_next_lesson = false;
    const StartPage* start = nullptr;  // what there is to start with
    std::span<const Note> notes{};     // the latest first
    bool light = false;
    bool can_go_back = false;     // there is a jump to undo
    bool can_go_forward = false;  // and one to redo
    bool can_run_again = false;   // "run again from here" means something: a lesson, in the past
};

namespace act {
struct Play {};    // go on, or play the recording from the cursor
struct Pause {};   // gate
struct Freeze {};  // or unfreeze
struct StepBy {
    int steps;
};  // +1, -1
struct TurnBy {
    int turns;
};
struct CheckpointBy {
    int checkpoints;
};
// Travel, to the nearest place at or before it where the cursor rests; or right there, where an event
// between two steps is what the reader wants to see.
struct Seek {
    std::size_t index;
    bool exact = false;
};
struct ToLive {};  // back from travel or freeze
struct SetPace {
    double pace;
};
struct SetAxis {
    Axis axis;
};
struct MoveTimeline {
    TimelineMove move;
};
struct SetSourceTab {
    SourceTab tab;
};
// What is not given is not selected any more.
struct Select {
    loopscope::TaskId task = 0;
    loopscope::ObjectId object = 0;
    loopscope::SiteId site = 0;
};
struct ShowTab {
    BottomTab tab;
};
struct SetRange {
    std::optional<Range> range;
};
struct SetKnob {
    std::string name;
    double value;
    bool final;
};  // final: let go, run again
struct SetGuess {
    std::string prediction;
    Guess guess;
};
struct LessonStepBy {
    int steps;
};
struct ShowHint {};  // the next one of this page
struct LessonBy {
    int lessons;
};  // the next or previous lesson
struct OpenLesson {
    std::string id;
};
struct Restart {};
struct RunAgainFromHere {};  // the program runs anew up to the cursor, and goes on live from there
struct OpenStart {};         // the start page, or back from it
struct OpenBox {};           // asks which recording to open
struct OpenFile {
    std::string path;
};
// Puts a bookmark at the cursor, or takes the one there away.
struct ToggleBookmark {};
struct SetBookmarkNote {
    std::size_t index;
    std::string note;
};
struct EditNote {};      // of the bookmark at the cursor; puts one there if there is none
struct NextBookmark {};  // to the first one after the cursor, around to the first of all
struct GoBack {};        // undo the last jump of the cursor or change of the selection
struct GoForward {};     // and redo it
struct TogglePalette {};
struct Search {};       // the palette with only what is in the recording
struct DismissNote {};  // the one that is shown
struct ToggleFullScreen {};
struct SetTheme {
    bool light;
};
struct SetReduceMotion {
    bool reduce;
};
struct SetLanguage {
    std::string id;
};
struct ScaleBy {
    int notches;
};  // 0: back to normal
struct ToggleHelp {};
struct Quit {};
}  // namespace act

using Action =
    std::variant<act::Play, act::Pause, act::Freeze, act::StepBy, act::TurnBy, act::CheckpointBy, act::Seek,
                 act::ToLive, act::SetPace, act::SetAxis, act::MoveTimeline, act::SetSourceTab, act::Select,
                 act::ShowTab, act::SetRange, act::SetKnob, act::SetGuess, act::LessonStepBy, act::ShowHint,
                 act::LessonBy, act::OpenLesson, act::Restart, act::RunAgainFromHere, act::OpenStart, act::OpenBox,
                 act::OpenFile, act::ToggleBookmark, act::SetBookmarkNote, act::EditNote, act::NextBookmark,
                 act::GoBack, act::GoForward, act::TogglePalette, act::Search, act::DismissNote, act::ToggleFullScreen,
                 act::SetTheme, act::SetReduceMotion, act::SetLanguage, act::ScaleBy, act::ToggleHelp, act::Quit>;
using Actions = std::vector<Action>;

}  // namespace viz
