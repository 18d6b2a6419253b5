// The text of a lesson: what lessons/NN_id/lesson.md says, as plain data.
//
// lesson.md is TOML between two +++ lines (the metadata), then markdown. Each
// "# Heading" begins a step. Four kinds of fenced block are not shown as code:
//   ```predict   TOML: a question whose answer is computed from a run
//   ```until     TOML: the checkpoint that completes this step
//   ```hint      TOML: a hint, shown when the learner asks; several, each stronger than the one before
//   ```region    a name: shows that region of lesson.cpp (// [name] ... // [/name])
// docs/authoring.md tells authors the rest.
//
// Thread rule: plain data, none.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace book {

struct Knob {
    std::string name;   // as the program asks for it: kit::knob("users", ...)
    std::string label;  // shown beside the slider
    std::string unit;   // "s", "" for a plain number
    double minimum = 0;
    double maximum = 1;
    double step = 0.1;
    double value = 0;  // the default; a test compares it with the program's
};

// An answer to choose, or (of the other kinds of question) a wrong answer that has a known reason.
struct Option {
    std::string text;  // of a choice
    // Compared with what the run measures; the right one is never marked. For a number, a sum over
    // knobs ("delay_1 + delay_2"), so that the option keeps its meaning when a knob is moved.
    std::string value;
    std::string misconception;  // "M03"; "" for none
    std::string because;        // shown to who chose it, when it is wrong
    // A moment (moment.hpp) of the run at which one sees that it is wrong; "": where the answer is seen.
    std::string contradicted_by{};
    // order: who believes it puts the line `first` before the line `then`.
    std::string first{};
    std::string then{};
};

struct Prediction {
    enum class Kind {
        order,      // put `lines` into the order in which the program prints them
        choice,     // choose the option whose value is what `measure` gives
        next_task,  // point at the task whose step begins next after the checkpoint of `measure`
        time,       // say when: the time that `measure` gives
    };
    std::string id;
    Kind kind = Kind::choice;
    std::string question;
    // What a choice is compared with: "elapsed" (loop time at the end, s), "elapsed@NAME"
    // (at a checkpoint), "elapsed@FROM..TO" (between two), "first_print", "next_print@NAME"
    // (the first line printed after a checkpoint), "prints@NAME" (how many lines were printed
    // before it), "tasks" (tasks created, the program's own among them), "next_task@NAME"
    // (the name of the task whose step begins next).
    std::string measure;
    std::vector<std::string> lines;  // order: in the order shown to the learner
    // choice: what to choose from. The other kinds: [[wrong]] answers, of which none is shown before.
    std::vector<Option> options;
    // time: the ends of the axis, as sums over knobs; what the handle snaps to, and how far from the
    // measured time an answer may be. All in seconds.
    std::string from{};
    std::string to{};
    double snap = 0;
    double tolerance = 0;
    std::string explain;  // shown once the answer is known
    // `explain`, and the options' `because`, are true of the default knobs only.
    bool explain_if_default = false;
    std::vector<Knob> knobs;  // the lesson's, for the values of its options
};

struct Step {
    std::string title;
    std::string markdown;    // regions already put in as code blocks
    std::string checkpoint;  // its passing completes the step; "" : reading does
    std::optional<Prediction> prediction;
    std::vector<std::string> hints{};  // markdown, from the weakest to the strongest
};

struct Lesson {
    std::string id;  // a word, stable; the folder's number may change
    int number = 0;  // from the folder's name
    std::string title;
    std::string tagline;
    std::string track;  // "foundations"
    int minutes = 0;
    std::vector<std::string> concepts;
    std::vector<std::string> needs;           // ids of lessons to take first
    std::vector<std::string> misconceptions;  // "M01"
    std::vector<Knob> knobs;
    std::vector<Step> steps;
    std::filesystem::path folder;
    std::string program;  // the source text of lesson.cpp
    std::string twin;     // of twin.py

    std::string number_text() const;  // "01"
};

struct LessonResult {
    std::optional<Lesson> lesson;
    std::string error;  // one sentence with the file and the line, when there is no lesson
};

LessonResult read_lesson(const std::filesystem::path& folder);
// The same from texts in memory; `folder` gives the number and stands in error messages.
LessonResult parse_lesson(const std::filesystem::path& folder, std::string text, std::string program, std::string twin);

// Between which lines of `source` a region stands, [first, last], counted from 1, its two
// marker lines left out; nullopt: no such region, or an empty one.
std::optional<std::pair<int, int>> find_region(const std::string& source, const std::string& name);
// Whether a line only marks where a region begins or ends, so that a listing may leave it out.
bool is_region_marker(std::string_view line);

}  // namespace book
