// What every lesson must keep, whoever writes it: docs/authoring.md, "What the tests check".
#include "kit/book/catalogue.hpp"
#include "kit/book/judge.hpp"
#include "kit/book/moment.hpp"
#include "kit/book/prediction.hpp"
#include "lessons/run_program.hpp"
#include "lessons/scratch_folder.hpp"
#include "monitor/trace_file.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

using loopscope::Recording;

constexpr int kMostLines = 60;
constexpr std::size_t kMostColumns = 90;
constexpr int kMostWords = 120;
constexpr int kMostWordsOfHint = 40;

const book::Catalogue& catalogue() {
    static const book::Catalogue read = book::read_catalogue(LOOPSCOPE_LESSONS_FOLDER);
    return read;
}

// The recording of a lesson's run with some knobs set ("nap=3"), the others as they are.
Recording run_with(const book::Lesson& lesson, const std::vector<std::string>& knobs) {
    const lessons::ScratchFolder scratch;
    const std::string program = std::string(LOOPSCOPE_LESSON_PROGRAMS) + "/" + lesson.folder.filename().string();
    std::vector<std::string> line = {program, "--record", scratch.file("run.loop")};
    for (const std::string& knob : knobs) line.insert(line.end(), {"--knob", knob});
    const lessons::Finished run = lessons::run_program(line);
    REQUIRE_MESSAGE(run.status == 0, program << ": " << run.err);
    auto read = loopscope::read_trace_file(scratch.file("run.loop"));
    REQUIRE_MESSAGE(read.ok, read.error);
    return std::move(read.recording);
}

const Recording& run_of(const book::Lesson& lesson) {
    static std::map<std::string, Recording> runs;
    if (const auto known = runs.find(lesson.id); known != runs.end()) return known->second;
    return runs.emplace(lesson.id, run_with(lesson, {})).first->second;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

// Words outside of code blocks.
int prose_words(const std::string& markdown) {
    int words = 0;
    bool in_code = false;
    for (const std::string& line : lines_of(markdown)) {
        if (line.starts_with("```")) {
            in_code = !in_code;
            continue;
        }
        std::istringstream stream(line);
        for (std::string word; !in_code && stream >> word;) ++words;
    }
    return words;
}

std::size_t characters(const std::string& utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// So many events have been told when a checkpoint is passed for the first time.
std::optional<std::size_t> passing(const Recording& recording, const std::string& checkpoint) {
    for (const std::uint32_t index : recording.checkpoints()) {
        if (recording.string(recording[index].a) == checkpoint) return index + 1;
    }
    return std::nullopt;
}

std::vector<const book::Prediction*> predictions_of(const book::Lesson& lesson) {
    std::vector<const book::Prediction*> predictions;
    for (const book::Step& step : lesson.steps) {
        if (step.prediction) predictions.push_back(&*step.prediction);
    }
    return predictions;
}

// What somebody says who believes in this wrong answer; of an order, the printed one with the two lines exchanged.
book::Said said_by(const book::Prediction& prediction, const book::Answer& answer, const book::Option& wrong) {
    book::Said said;
    if (prediction.kind == book::Prediction::Kind::choice)
        said.option = static_cast<std::size_t>(&wrong - prediction.options.data());
    if (prediction.kind == book::Prediction::Kind::next_task) said.task = wrong.value;
    if (prediction.kind == book::Prediction::Kind::time) {
        book::KnobValues knobs;
        for (const book::Knob& knob : prediction.knobs) knobs[knob.name] = knob.value;
        said.time = book::evaluate(wrong.value, knobs);
    }
    for (std::string line : answer.values) {
        if (prediction.kind != book::Prediction::Kind::order) break;
        if (line == wrong.first || line == wrong.then) line = line == wrong.first ? wrong.then : wrong.first;
        const auto at = std::find(prediction.lines.begin(), prediction.lines.end(), line);
        said.order.push_back(static_cast<std::size_t>(at - prediction.lines.begin()));
    }
    return said;
}

// Whether a task of that name lives at a cursor.
bool lives(const Recording& run, std::size_t cursor, const std::string& name) {
    return std::any_of(run.tasks().begin(), run.tasks().end(), [&](const loopscope::TaskInfo& task) {
        return run.task_name(task) == name && task.created < cursor && (!task.finished || *task.finished >= cursor);
    });
}

void check_answer_can_be_given(const book::Prediction& prediction, const book::Answer& answer, const Recording& run) {
    if (prediction.kind == book::Prediction::Kind::order) {
        CHECK(answer.values.size() == prediction.lines.size());
        const bool gives_away = answer.values == prediction.lines;
        CHECK_FALSE(gives_away);
    }
    if (prediction.kind == book::Prediction::Kind::choice) REQUIRE(answer.option);
    if (prediction.kind == book::Prediction::Kind::next_task) {
        const auto asked = book::asked_at(prediction, run);
        REQUIRE(asked);
        CHECK_MESSAGE(lives(run, *asked, answer.values.at(0)), answer.values.at(0));
    }
    if (prediction.kind == book::Prediction::Kind::time) {
        const book::TimeAxis axis = book::time_axis(prediction, book::knobs_of(prediction, run));
        book::Said said;
        said.time = axis.snapped(answer.seconds.value());
        CHECK_MESSAGE(book::is_right(prediction, answer, said), *answer.seconds << " s cannot be set on the axis");
    }
}

}  // namespace

TEST_CASE("every lesson can be read") {
    std::string errors;
    for (const std::string& error : catalogue().errors) errors += error + "\n";
    CHECK_MESSAGE(errors.empty(), errors);
    CHECK(catalogue().lessons.size() >= 3);
}

TEST_CASE("ids, numbers and titles are each used once, and numbers leave no gap") {
    std::set<std::string> ids, titles;
    int expected = 1;
    for (const book::Lesson& lesson : catalogue().lessons) {
        CHECK_MESSAGE(ids.insert(lesson.id).second, lesson.id);
        CHECK_MESSAGE(titles.insert(lesson.title).second, lesson.title);
        CHECK_MESSAGE(lesson.number == expected, lesson.id);
        CHECK(lesson.folder.filename().string() == lesson.number_text() + "_" + lesson.id);
        ++expected;
    }
}

TEST_CASE("what a lesson needs exists and comes earlier") {
    std::set<std::string> earlier;
    for (const book::Lesson& lesson : catalogue().lessons) {
        for (const std::string& needed : lesson.needs)
            CHECK_MESSAGE(earlier.contains(needed), lesson.id << " needs " << needed);
        earlier.insert(lesson.id);
    }
}

TEST_CASE("every lesson is of a known track") {
    const std::set<std::string> tracks = {"foundations", "composition", "coordination", "craft"};
    for (const book::Lesson& lesson : catalogue().lessons) CHECK_MESSAGE(tracks.contains(lesson.track), lesson.id);
}

TEST_CASE("a program fits on a projector") {
    for (const book::Lesson& lesson : catalogue().lessons) {
        int visible = 0;
        for (const std::string& line : lines_of(lesson.program)) {
            CHECK_MESSAGE(characters(line) <= kMostColumns, lesson.id << ": " << line);
            visible += book::is_region_marker(line) ? 0 : 1;
        }
        CHECK_MESSAGE(visible <= kMostLines, lesson.id);
        for (const std::string& line : lines_of(lesson.twin)) CHECK_MESSAGE(characters(line) <= kMostColumns, line);
    }
}

TEST_CASE("a program keeps away from what a newcomer cannot see is dangerous") {
    for (const book::Lesson& lesson : catalogue().lessons) {
        for (const std::string& line : lines_of(lesson.program)) {
            CHECK_MESSAGE(line.find("#define") == std::string::npos, lesson.id << " has a macro: " << line);
            CHECK_MESSAGE((line.find("[&") == std::string::npos && line.find("[=") == std::string::npos),
                          lesson.id << " has a lambda that captures everything: " << line);
            const bool coroutine = line.starts_with("aio::Coro<");
            CHECK_MESSAGE(!(coroutine && line.find('&') != std::string::npos),
                          lesson.id << " has a coroutine with a reference parameter: " << line);
        }
    }
}

TEST_CASE("prose is short, and every step has some") {
    for (const book::Lesson& lesson : catalogue().lessons) {
        CHECK_MESSAGE(lesson.steps.size() >= 4, lesson.id);
        CHECK_MESSAGE(lesson.steps.size() <= 6, lesson.id);
        for (const book::Step& step : lesson.steps) {
            const int words = prose_words(step.markdown);
            CHECK_MESSAGE(words <= kMostWords, lesson.id << ", " << step.title << ": " << words << " words");
            CHECK_MESSAGE(words >= 5, lesson.id << ", " << step.title);
        }
    }
}

TEST_CASE("misconceptions that a lesson names exist, and its options name them") {
    const auto& known = catalogue().misconceptions;
    for (const book::Lesson& lesson : catalogue().lessons) {
        std::set<std::string> used;
        for (const std::string& id : lesson.misconceptions) CHECK_MESSAGE(known.contains(id), lesson.id << ": " << id);
        for (const book::Prediction* prediction : predictions_of(lesson)) {
            for (const book::Option& option : prediction->options) used.insert(option.misconception);
        }
        used.erase("");
        const std::set<std::string> named(lesson.misconceptions.begin(), lesson.misconceptions.end());
        CHECK_MESSAGE(used == named, lesson.id << ": the list of misconceptions and the options do not name the same");
    }
}

TEST_CASE("every checkpoint that a lesson speaks of is passed by its run") {
    for (const book::Lesson& lesson : catalogue().lessons) {
        const Recording& run = run_of(lesson);
        for (const book::Step& step : lesson.steps) {
            if (!step.checkpoint.empty())
                CHECK_MESSAGE(passing(run, step.checkpoint), lesson.id << ": " << step.checkpoint);
        }
    }
}

TEST_CASE("the knobs of the text are those of the program, with the same defaults") {
    for (const book::Lesson& lesson : catalogue().lessons) {
        const Recording& run = run_of(lesson);
        std::map<std::string, double> program, text;
        for (const std::uint32_t index : run.knobs()) {
            program[std::string(run.string(run[index].a))] = std::bit_cast<double>(run[index].b);
        }
        for (const book::Knob& knob : lesson.knobs) text[knob.name] = knob.value;
        CHECK_MESSAGE(program == text, lesson.id);
    }
}

TEST_CASE("every lesson asks for a prediction, and its run answers it") {
    for (const book::Lesson& lesson : catalogue().lessons) {
        const Recording& run = run_of(lesson);
        const auto predictions = predictions_of(lesson);
        CHECK_MESSAGE(!predictions.empty(), lesson.id);
        for (const book::Prediction* prediction : predictions) {
            INFO(lesson.id << ": " << prediction->id);
            const auto answer = book::answer(*prediction, run);
            REQUIRE(answer);
            CHECK(answer->index <= run.size());
            check_answer_can_be_given(*prediction, *answer, run);
            if (prediction->kind != book::Prediction::Kind::choice) continue;
            for (std::size_t i = 0; i < prediction->options.size(); ++i) {
                const book::Option& option = prediction->options[i];
                INFO(option.text);
                const bool right = i == *answer->option;
                CHECK(right == option.misconception.empty());
                CHECK(right == option.because.empty());
            }
        }
    }
}

TEST_CASE("every wrong answer that a lesson knows is wrong, and its page's run shows a moment that contradicts it") {
    for (const book::Lesson& lesson : catalogue().lessons) {
        const Recording& run = run_of(lesson);
        for (const book::Step& step : lesson.steps) {
            if (!step.prediction) continue;
            const auto answer = book::answer(*step.prediction, run);
            REQUIRE(answer);
            for (const book::Option& wrong : step.prediction->options) {
                if (wrong.misconception.empty()) continue;
                INFO(lesson.id << ": " << step.prediction->id << ", " << wrong.misconception);
                const book::Said said = said_by(*step.prediction, *answer, wrong);
                REQUIRE(book::is_complete(*step.prediction, said));
                CHECK_FALSE(book::is_right(*step.prediction, *answer, said));
                CHECK(book::belief(*step.prediction, *answer, run, said) == &wrong);
                if (!wrong.contradicted_by.empty()) CHECK(book::find_moment(wrong.contradicted_by, run));
                const auto passed = passing(run, step.checkpoint);
                REQUIRE(passed);
                CHECK(book::contradiction(*step.prediction, *answer, run, said) <= *passed);
                if (const auto asked = book::asked_at(*step.prediction, run))
                    CHECK_MESSAGE(lives(run, *asked, wrong.value), "nobody can point at " << wrong.value);
                if (!said.time) continue;
                const book::TimeAxis axis = book::time_axis(*step.prediction, book::knobs_of(*step.prediction, run));
                const bool reachable = *said.time >= axis.from && *said.time <= axis.to;
                CHECK_MESSAGE(reachable, wrong.value << " lies beyond the axis");
            }
        }
    }
}

TEST_CASE("with a knob at either end a question has an answer that can be given, or says that it cannot tell") {
    for (const book::Lesson& lesson : catalogue().lessons) {
        for (const book::Knob& knob : lesson.knobs) {
            for (const double value : {knob.minimum, knob.maximum}) {
                const std::string set = knob.name + "=" + std::to_string(value);
                const Recording run = run_with(lesson, {set});
                for (const book::Prediction* prediction : predictions_of(lesson)) {
                    INFO(lesson.id << " " << set << ": " << prediction->id);
                    const auto answer = book::answer(*prediction, run);
                    REQUIRE(answer);
                    const bool compares =
                        prediction->kind == book::Prediction::Kind::choice ||
                        prediction->kind == book::Prediction::Kind::order;  // these say so, or that nothing fits
                    if (!compares) check_answer_can_be_given(*prediction, *answer, run);
                }
            }
        }
    }
}

TEST_CASE("every lesson helps with its hardest question, and each hint is short") {
    for (const book::Lesson& lesson : catalogue().lessons) {
        std::size_t most = 0;
        for (const book::Step& step : lesson.steps) {
            most = std::max(most, step.prediction ? step.hints.size() : 0);
            for (const std::string& hint : step.hints) CHECK_MESSAGE(prose_words(hint) <= kMostWordsOfHint, hint);
        }
        CHECK_MESSAGE(most == 3, lesson.id << ": no question has three hints");
    }
}

TEST_CASE("a question is asked before the run tells the answer, and its step ends after") {
    for (const book::Lesson& lesson : catalogue().lessons) {
        const Recording& run = run_of(lesson);
        std::size_t seen = 0;  // how far the steps before have let the run go
        for (const book::Step& step : lesson.steps) {
            const auto passed = passing(run, step.checkpoint);
            if (step.prediction) {
                const auto answer = book::answer(*step.prediction, run);
                REQUIRE(answer);
                INFO(lesson.id << ": " << step.prediction->id);
                CHECK(answer->index > seen);
                REQUIRE(passed);
                CHECK(answer->index <= *passed);
            }
            if (passed) {
                CHECK_MESSAGE(*passed > seen,
                              lesson.id << ": the step before lets the run go past " << step.checkpoint);
                seen = *passed;
            }
        }
    }
}

TEST_CASE("an option is wrong for the value it has, not for how it is written") {
    // Two options that mean the same would both be right; the reader refuses equal texts only.
    for (const book::Lesson& lesson : catalogue().lessons) {
        for (const book::Prediction* prediction : predictions_of(lesson)) {
            if (prediction->kind != book::Prediction::Kind::choice) continue;
            int right = 0;
            for (const book::Option& option : prediction->options) {
                book::Prediction alone = *prediction;
                alone.options = {option};
                const auto answer = book::answer(alone, run_of(lesson));
                right += answer && answer->option ? 1 : 0;
            }
            CHECK_MESSAGE(right == 1, lesson.id << ": " << prediction->id);
        }
    }
}

TEST_CASE("a lesson shows all its regions, and its twin is an asyncio program") {
    for (const book::Lesson& lesson : catalogue().lessons) {
        std::string shown;
        for (const book::Step& step : lesson.steps) shown += step.markdown;
        for (const std::string& line : lines_of(lesson.program)) {
            if (!book::is_region_marker(line) || line.find("[/") != std::string::npos) continue;
            const std::size_t open = line.find('[');
            const std::string name = line.substr(open + 1, line.find(']') - open - 1);
            const auto region = book::find_region(lesson.program, name);
            REQUIRE_MESSAGE(region, lesson.id << ": region " << name << " is never closed");
            std::string first = lines_of(lesson.program)[static_cast<std::size_t>(region->first - 1)];
            first.erase(0, first.find_first_not_of(' '));
            CHECK_MESSAGE(shown.find(first) != std::string::npos, lesson.id << ": region " << name << " is not shown");
        }
        CHECK_MESSAGE(lesson.twin.find("import asyncio") != std::string::npos, lesson.id);
    }
}
