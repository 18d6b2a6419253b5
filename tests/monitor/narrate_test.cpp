#include "monitor/narrate.hpp"

#include "monitor/kinds.hpp"
#include "monitor/sentence.hpp"
#include "monitor/stream_builder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

// A small gather: main (task 1) waits for fetch-1 (task 2), which sleeps.
struct Story {
    StreamBuilder stream;
    Recording recording;

    Story() {
        const StringId main_name = stream.string("main");
        const StringId fetch_name = stream.string("fetch-1");
        const SiteId line_22 = stream.site(22, "main");
        const SiteId line_14 = stream.site(14, "fetch");
        stream.add(EventKind::loop_start, 0,
                   {.detail = number(ClockKind::virtual_time), .a = stream.string("03_gather")});
        stream.add(EventKind::task_create, 1, {.a = main_name});
        stream.add(EventKind::task_ready, 1, {.cause = 2});
        stream.add(EventKind::step_begin, 1, {.a = 1});
        stream.add(EventKind::task_create, 2, {.a = fetch_name, .b = pack(1, line_22)});
        stream.add(EventKind::task_ready, 2, {.cause = 5});
        stream.add(EventKind::object_create, 1, {.detail = number(ObjectKind::gather), .b = pack(1, line_22)});
        stream.add(EventKind::object_child, 1, {.a = 2});
        stream.add(EventKind::task_wait, 1, {.detail = number(WaitReason::object), .a = line_22, .b = 1});
        stream.add(EventKind::step_end, 1);
        stream.add(EventKind::step_begin, 2, {.a = 1});
        stream.add(EventKind::timer_arm, 1, {.b = 2'000'000'000});
        stream.add(EventKind::task_wait, 2, {.detail = number(WaitReason::sleep), .a = line_14, .b = 1});
        stream.add(EventKind::step_end, 2);
        stream.add(EventKind::time_moves, 0, {.b = 2'000'000'000});
        stream.add(EventKind::timer_fire, 1, {.b = 2'000'000'000});
        stream.add(EventKind::callback_begin, 1, {.detail = number(HandleKind::timer)});
        stream.add(EventKind::task_ready, 2, {.cause = 16, .detail = number(WakeReason::timer)});
        stream.add(EventKind::callback_end, 1, {.detail = number(HandleKind::timer)});
        stream.add(EventKind::step_begin, 2, {.a = 2});
        stream.add(EventKind::task_done, 2);
        stream.add(EventKind::step_end, 2, {.detail = number(StepResult::finished)});
        stream.add(EventKind::task_ready, 1, {.cause = 21, .detail = number(WakeReason::object)});
        REQUIRE(recording.append(stream.slots()));
    }
};

std::string say(const StreamBuilder& stream) {
    Recording recording;
    REQUIRE(recording.append(stream.slots()));
    return Narrator(recording).describe(recording.size() - 1);
}

std::string neutral(EventKind kind) {
    StreamBuilder stream;
    stream.add(static_cast<EventKind>(4000));
    std::string sentence = say(stream);
    return sentence.replace(sentence.find("4000"), 4, std::to_string(static_cast<int>(kind)));
}

}  // namespace

TEST_CASE("a gather is told as a newcomer would tell it") {
    const Story story;
    const Narrator narrator(story.recording);
    const char* expected[] = {
        "The event loop starts 03_gather on a virtual clock, which jumps over waiting times",
        "The main task main is created",
        "main goes to the end of the ready queue, for its first step",
        "main runs for the first time",
        "main created task fetch-1 (lesson.cpp:22); it will run when main gives way",
        "fetch-1 goes to the end of the ready queue, for its first step",
        "main makes gather(1) (lesson.cpp:22)",
        "gather(1) now waits for fetch-1",
        "main waits for gather(1) (lesson.cpp:22)",
        "main is suspended: the loop goes on",
        "fetch-1 runs for the first time",
        "fetch-1 sets a timer to t=2.000 s",
        "fetch-1 sleeps until t=2.000 s (lesson.cpp:14)",
        "fetch-1 is suspended: the loop goes on",
        "The loop's clock moves to t=2.000 s",
        "The timer of fetch-1 is due: it goes to the ready queue",
        "The loop runs the timer of fetch-1",
        "The sleep of fetch-1 is over: it goes to the ready queue",
        "The timer of fetch-1 has run",
        "fetch-1 runs on from where it was suspended (lesson.cpp:14)",
        "fetch-1 is done",
        "The last step of fetch-1 is over",
        "gather(1) is done, so main goes to the ready queue",
    };
    for (std::size_t i = 0; i < std::size(expected); ++i) CHECK(narrator.describe(i) == expected[i]);
}

TEST_CASE("every event kind and every detail of it has a sentence of its own") {
    for (const KindShape& shape : kind_shapes()) {
        CAPTURE(shape.name);
        for (std::size_t detail = 0; detail < std::max<std::size_t>(1, shape.details.size()); ++detail) {
            CAPTURE(detail);
            StreamBuilder stream;
            stream.add(shape.kind, 1, {.detail = static_cast<std::uint8_t>(detail), .a = 2, .b = 3});
            const std::string sentence = say(stream);
            CHECK_FALSE(sentence.empty());
            CHECK(sentence != neutral(shape.kind));
            CHECK(sentence.find_first_of("{}") == std::string::npos);
        }
    }
}

TEST_CASE("a damaged language file has no phrases, and ends no program") {
    // With these, toml++ 3.3 finds its own assumptions broken.
    for (const char* file : {"[=", "a = [,", "[narration]\nx = \"\\uD800\"", "\xff\xfe", "[narration"}) {
        CAPTURE(file);
        CHECK(parse_phrases(file)("print").empty());
    }
}

TEST_CASE("the words that sentences ask for are always given") {
    // Without names, lines and numbers a sentence must still read as one: no doubled or trailing spaces.
    for (const KindShape& shape : kind_shapes()) {
        for (const std::uint64_t b : {std::uint64_t{0}, std::uint64_t{1}, kForever, pack(1, 1)}) {
            for (std::uint32_t a = 0; a < 3; ++a) {
                if (shape.kind == EventKind::dropped && b > 1) continue;  // no stream loses so many
                StreamBuilder stream;
                stream.add(EventKind::task_create, 1, {.a = stream.string("fetch")});
                stream.add(EventKind::object_create, 1, {.detail = number(ObjectKind::future)});
                stream.add(EventKind::timer_arm, 1);
                stream.add(shape.kind, 1, {.a = a, .b = b});
                const std::string sentence = say(stream);
                CAPTURE(sentence);
                CHECK(sentence.find("  ") == std::string::npos);
                CHECK(sentence.back() != ' ');
            }
        }
    }
}

TEST_CASE("kinds and details of a newer version give a sentence all the same") {
    StreamBuilder stream;
    stream.add(static_cast<EventKind>(3000), 1);
    CHECK(say(stream) == "Something happened that this version does not know (event kind 3000)");
    for (const KindShape& shape : kind_shapes()) {
        stream.add(shape.kind, 1, {.detail = 200});
        CHECK_FALSE(say(stream).empty());
    }
}

TEST_CASE("what a task waits for is told without its name") {
    const Story story;
    const World world = story.recording.at(14);
    CHECK(describe_wait(story.recording, world, *world.task(1)) == "waits for gather(1)");
    CHECK(describe_wait(story.recording, world, *world.task(2)) == "sleeps until t=2.000 s");
    TaskNow task;
    task.wait_reason = WaitReason::task;
    task.wait_on = 2;
    CHECK(describe_wait(story.recording, world, task) == "waits for task fetch-1");
    task.wait_reason = WaitReason::object;
    task.wait_on = 77;
    CHECK(describe_wait(story.recording, world, task) == "waits for something");
}

TEST_CASE("events that only mark time are not told") {
    StreamBuilder stream;
    stream.add(EventKind::loop_start, 0, {.detail = number(ClockKind::real)});
    stream.add(EventKind::turn_begin, 0, {.b = 1});
    stream.add(EventKind::poll_begin);
    stream.add(EventKind::poll_end);
    stream.add(EventKind::time_moves, 0, {.b = 5});
    stream.add(EventKind::run_begin);
    stream.add(EventKind::turn_end, 0, {.b = 1});
    stream.add(EventKind::held, 0, {.b = 5});
    stream.add(EventKind::poll_begin, 0, {.b = kForever});
    Recording recording;
    REQUIRE(recording.append(stream.slots()));
    const Narrator narrator(recording);
    for (std::size_t i = 1; i < 8; ++i) {
        CHECK(narrator.sentence(i).empty());
        CHECK_FALSE(narrator.describe(i).empty());
    }
    CHECK(narrator.sentence(8) == "Nothing is ready and no timer is set: the loop waits for I/O");
    CHECK(narrator.sentences(0, 9, 10).size() == 2);
    CHECK(narrator.sentences(0, 9, 1).front() == "... " + narrator.sentence(8));
    CHECK(narrator.sentences(5, 3, 10).empty());
    CHECK(narrator.sentences(0, 1'000, 10).size() == 2);
}

TEST_CASE("what tasks did is told rather than what the loop did about it") {
    const Story story;
    const Narrator narrator(story.recording);
    const auto all = narrator.sentences(0, 23, 100);
    CHECK(all.size() == 19);
    CHECK(std::ranges::none_of(all, [](const std::string& line) { return line.find("...") != line.npos; }));
    CHECK(narrator.sentences(3, 13, 3) == std::vector<std::string>{
                                              "... main makes gather(1) (lesson.cpp:22) ...",
                                              "main waits for gather(1) (lesson.cpp:22) ...",
                                              "fetch-1 sleeps until t=2.000 s (lesson.cpp:14)",
                                          });
    // Where there is room, the loop's latest doings are told too.
    CHECK(narrator.sentences(12, 21, 3) == std::vector<std::string>{
                                               "fetch-1 sleeps until t=2.000 s (lesson.cpp:14) ...",
                                               "fetch-1 runs on from where it was suspended (lesson.cpp:14)",
                                               "fetch-1 is done",
                                           });
    CHECK(narrator.sentences(12, 23, 1) == std::vector<std::string>{"... fetch-1 is done ..."});
    for (std::size_t most = 0; most < 12; ++most) {
        for (std::size_t to = 0; to <= 23; ++to) CHECK(narrator.sentences(0, to, most).size() <= most);
    }
}

TEST_CASE("a printed line stays one line, and braces in it are left alone") {
    StreamBuilder stream;
    stream.add(EventKind::task_create, 1, {.a = stream.string("main")});
    stream.add_text(EventKind::print, 1, {.b = stream.site(3)}, "one {task}\ntwo\n");
    CHECK(say(stream) == "main prints: one {task} two (lesson.cpp:3)");
}

TEST_CASE("a knob's value is told as a number") {
    StreamBuilder stream;
    stream.add(EventKind::knob, 0, {.a = stream.string("delay"), .b = std::bit_cast<std::uint64_t>(0.25)});
    CHECK(say(stream) == "The knob delay is 0.25");
}

TEST_CASE("a phrase that a language lacks is told in English") {
    const Story story;
    const Narrator narrator(story.recording,
                            parse_phrases("[narration]\ntask_done.returned = \"{task} ist fertig\"\n"));
    CHECK(narrator.describe(20) == "fetch-1 ist fertig");
    CHECK(narrator.describe(14) == "The loop's clock moves to t=2.000 s");
    CHECK(Narrator(story.recording, parse_phrases("not [ toml")).describe(20) == "fetch-1 is done");
    CHECK(Narrator(story.recording, Phrases{}).describe(20) == "fetch-1 is done");
}

TEST_CASE("times and durations are short and never wrong by a unit") {
    CHECK(format_loop_time(0) == "0.000 s");
    CHECK(format_loop_time(300'000'000) == "0.300 s");
    CHECK(format_loop_time(1'999'999'999) == "2.000 s");
    CHECK_FALSE(format_loop_time(kForever).empty());
    CHECK(format_duration(0) == "0 ns");
    CHECK(format_duration(999) == "999 ns");
    CHECK(format_duration(12'300) == "12.3 us");
    CHECK(format_duration(999'949) == "999.9 us");
    CHECK(format_duration(999'950) == "1.0 ms");
    CHECK(format_duration(2'500'000'000) == "2.5 s");
    CHECK(file_name("/a/b/lesson.cpp") == "lesson.cpp");
    CHECK(file_name("lesson.cpp") == "lesson.cpp");
    CHECK(file_name("") == "");
}

TEST_CASE("random streams are narrated without a crash") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const RandomProgram program(seed, 300);
        Recording recording;
        REQUIRE(recording.append(program.out.slots()));
        const Narrator narrator(recording);
        for (std::size_t i = 0; i < recording.size(); ++i) {
            CHECK(narrator.describe(i).find_first_of("{}\n") == std::string::npos);
        }
    }
}

TEST_CASE("a sentence that begins with a name of ours has a capital, and a task keeps its name") {
    CHECK(plain(capitalised({{"the lock db", Piece::About::object, 1}, {" is free"}})) == "The lock db is free");
    CHECK(plain(capitalised({{""}, {"the lock db", Piece::About::object, 1}})) == "The lock db");
    CHECK(plain(capitalised({{"the worker", Piece::About::task, 1}, {" waits"}})) == "the worker waits");
    CHECK(plain(capitalised({{"db", Piece::About::object, 1}})) == "db");
}
