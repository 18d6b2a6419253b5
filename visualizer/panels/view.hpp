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
#include "monitor/recording.hpp"
#include "monitor/world.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace viz {

// What the picture shows of the program. One badge and one border colour each.
enum class Mode {
    live,    // the program goes on, the picture follows
    gate,    // the program stands at its next step; virtual time stands
    freeze,  // the picture stands, the program goes on
    travel,  // the cursor is in the past
    ended,   // the program is over, the cursor is at the end
    lost,    // the program crashed or was killed; what was recorded stays
};

enum class Axis { step, loop_time, real_time };
enum class SourceTab { program, twin, both };
// What the keys do to the timeline's view.
enum class TimelineMove { zoom_in, zoom_out, left, right, fit };

struct Selection {
    loopscope::TaskId task = 0;  // 0: none
    friend bool operator==(const Selection&, const Selection&) = default;
};

// What the learner said to a prediction.
struct Guess {
    std::vector<std::size_t> order;     // order: indexes into prediction.lines
    std::optional<std::size_t> option;  // choice
    bool committed = false;
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
    std::string notice;       // why the program is lost, or a file's error; "" if nothing to say
    std::string source_name;  // "lesson.cpp", a file's name, an address

    const book::Lesson* lesson = nullptr;  // null: a recording of something else
    std::size_t lesson_step = 0;
    const std::map<std::string, double>* knobs = nullptr;          // as set now, by name
    const std::map<std::string, Guess>* guesses = nullptr;         // by prediction id
    const std::map<std::string, book::Answer>* answers = nullptr;  // those that can be told by now
    bool has_previous_lesson = false;
    bool has_next_lesson = false;
};

inline constexpr double kFastest = 1e9;

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
struct Seek {
    std::size_t index;
};  // travel
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
struct Select {
    loopscope::TaskId task;
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
struct LessonBy {
    int lessons;
};  // the next or previous lesson
struct OpenLesson {
    std::string id;
};
struct Restart {};
struct ScaleBy {
    int notches;
};  // 0: back to normal
struct ToggleHelp {};
struct Quit {};
}  // namespace act

using Action = std::variant<act::Play, act::Pause, act::Freeze, act::StepBy, act::TurnBy, act::CheckpointBy, act::Seek,
                            act::ToLive, act::SetPace, act::SetAxis, act::MoveTimeline, act::SetSourceTab, act::Select,
                            act::SetKnob, act::SetGuess, act::LessonStepBy, act::LessonBy, act::OpenLesson,
                            act::Restart, act::ScaleBy, act::ToggleHelp, act::Quit>;
using Actions = std::vector<Action>;

}  // namespace viz
