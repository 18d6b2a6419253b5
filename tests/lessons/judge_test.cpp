#include "kit/book/judge.hpp"

#include "kit/book/moment.hpp"
#include "lessons/short_run.hpp"

#include <doctest/doctest.h>

#include <string>

using loopscope::EventKind;
using sample::Run;
using sample::tell;

namespace {

book::Option wrong(std::string value, std::string contradicted_by = "") {
    return {"", std::move(value), "M01", "because", std::move(contradicted_by), "", ""};
}

book::Prediction next_task(std::string measure) {
    book::Prediction prediction;
    prediction.kind = book::Prediction::Kind::next_task;
    prediction.measure = std::move(measure);
    return prediction;
}

book::Prediction time_of(std::string measure) {
    book::Prediction prediction;
    prediction.kind = book::Prediction::Kind::time;
    prediction.measure = std::move(measure);
    prediction.from = "0";
    prediction.to = "6";
    prediction.snap = 0.5;
    prediction.tolerance = 0.25;
    return prediction;
}

book::Prediction order(std::vector<std::string> lines) {
    book::Prediction prediction;
    prediction.kind = book::Prediction::Kind::order;
    prediction.lines = std::move(lines);
    return prediction;
}

book::Said at(double time) { return {.order = {}, .option = {}, .task = "", .time = time}; }
book::Said task(std::string name) { return {.order = {}, .option = {}, .task = std::move(name), .time = {}}; }
book::Said in_order(std::vector<std::size_t> order) {
    return {.order = std::move(order), .option = {}, .task = "", .time = {}};
}

}  // namespace

TEST_CASE("the task that runs next is the one whose step begins, and its step is the moment to look at") {
    Run run;
    tell(run);
    const auto& recording = run.recording();
    book::Prediction prediction = next_task("next_task@made");
    prediction.options = {wrong("main")};
    const auto answer = book::answer(prediction, recording);
    REQUIRE(answer);
    CHECK(book::is_right(prediction, *answer, task("helper")));
    CHECK_FALSE(book::is_right(prediction, *answer, task("main")));
    CHECK_FALSE(book::is_right(prediction, *answer, task("")));
    CHECK(book::belief(prediction, *answer, recording, task("main")) == &prediction.options[0]);
    CHECK(book::belief(prediction, *answer, recording, task("helper")) == nullptr);
    CHECK(book::belief(prediction, *answer, recording, task("somebody")) == nullptr);
    const std::size_t moment = book::contradiction(prediction, *answer, recording, task("main"));
    REQUIRE(moment > 0);
    CHECK(recording[moment - 1].kind == EventKind::step_begin);
    CHECK(recording[moment - 1].subject == 2);
}

TEST_CASE("a question of the next task is asked where its checkpoint is passed") {
    Run run;
    run.create(1, "main");
    run.step(1);
    CHECK_FALSE(book::asked_at(next_task("next_task@made"), run.recording()));
    run.checkpoint("made");
    const auto asked = book::asked_at(next_task("next_task@made"), run.recording());
    REQUIRE(asked);
    CHECK(run.recording()[*asked - 1].kind == EventKind::checkpoint);
    CHECK_FALSE(book::answer(next_task("next_task@made"), run.recording()));
}

TEST_CASE("a time is right within its tolerance, and no further") {
    Run run;
    tell(run);
    const auto& recording = run.recording();
    const book::Prediction prediction = time_of("elapsed@half..end");
    const auto answer = book::answer(prediction, recording);
    REQUIRE(answer);
    CHECK(answer->seconds == 2.0);
    for (const double right : {1.75, 2.0, 2.25}) CHECK_MESSAGE(book::is_right(prediction, *answer, at(right)), right);
    for (const double off : {0.0, 1.7, 2.3, 6.0})
        CHECK_FALSE_MESSAGE(book::is_right(prediction, *answer, at(off)), off);
    CHECK_FALSE(book::is_right(prediction, *answer, {}));
}

TEST_CASE("a wrong time that a known belief leads to has its reason, under the knobs of the run") {
    Run run;
    run.knob("a", 2);
    run.time(2);
    run.checkpoint("end");
    run.stop();
    book::Prediction prediction = time_of("elapsed@end");
    prediction.options = {wrong("2 * a"), wrong("a")};
    const auto& recording = run.recording();
    const auto answer = book::answer(prediction, recording);
    REQUIRE(answer);
    CHECK(book::belief(prediction, *answer, recording, at(4)) == &prediction.options[0]);
    CHECK(book::belief(prediction, *answer, recording, at(5)) == nullptr);
    // With these knobs the second belief says what happened: then it is no wrong one.
    CHECK(book::belief(prediction, *answer, recording, at(2)) == nullptr);
    CHECK(book::contradiction(prediction, *answer, recording, at(5)) == answer->index);
    CHECK(recording[answer->index - 1].kind == EventKind::checkpoint);
}

TEST_CASE("an order is contradicted by the first line that came where another was expected") {
    Run run;
    tell(run);
    const auto& recording = run.recording();
    book::Prediction prediction = order({"first", "second", "third", "fourth"});
    const auto answer = book::answer(prediction, recording);
    REQUIRE(answer);
    CHECK(book::is_right(prediction, *answer, in_order({0, 1, 2, 3})));
    const std::size_t moment = book::contradiction(prediction, *answer, recording, in_order({0, 2, 1, 3}));
    CHECK(recording.text(moment - 1) == "second");
    const std::size_t late = book::contradiction(prediction, *answer, recording, in_order({0, 1, 3, 2}));
    CHECK(recording.text(late - 1) == "third");
}

TEST_CASE("an order tells its belief by which of two lines came first") {
    Run run;
    tell(run);
    const auto& recording = run.recording();
    book::Prediction prediction = order({"first", "second", "third"});
    prediction.options = {{"", "", "M02", "because", "checkpoint:half", "third", "second"}};
    const auto answer = book::answer(prediction, recording);
    REQUIRE(answer);
    CHECK(book::belief(prediction, *answer, recording, in_order({0, 2, 1})) == &prediction.options[0]);
    CHECK(book::belief(prediction, *answer, recording, in_order({1, 0, 2})) == nullptr);
    const std::size_t moment = book::contradiction(prediction, *answer, recording, in_order({0, 2, 1}));
    CHECK(recording[moment - 1].kind == EventKind::checkpoint);
}

TEST_CASE(
    "an option says where it is contradicted; without that, or before the run is there, the answer's moment is shown") {
    Run run;
    tell(run);
    const auto& recording = run.recording();
    book::Prediction prediction;
    prediction.measure = "elapsed@end";
    prediction.options = {
        wrong("0", "print:third"), wrong("1"), wrong("2", "checkpoint:never"), {"", "3", "", "", "", "", ""}};
    const auto answer = book::answer(prediction, recording);
    REQUIRE(answer);
    const auto moment = [&](std::size_t option) {
        return book::contradiction(prediction, *answer, recording,
                                   {.order = {}, .option = option, .task = "", .time = {}});
    };
    CHECK(recording.text(moment(0) - 1) == "third");
    CHECK(moment(1) == answer->index);
    CHECK(moment(2) == answer->index);
    CHECK(moment(3) == answer->index);
}

TEST_CASE("every kind of moment is found just behind its event") {
    Run run;
    tell(run);
    const auto& recording = run.recording();
    const auto kind = [&](const char* text) {
        const auto moment = book::find_moment(text, recording);
        REQUIRE_MESSAGE(moment, text);
        REQUIRE(*moment > 0);
        return recording[*moment - 1].kind;
    };
    CHECK(kind("checkpoint:half") == EventKind::checkpoint);
    CHECK(kind("print:third") == EventKind::print);
    CHECK(kind("created:helper") == EventKind::task_create);
    CHECK(kind("started:helper") == EventKind::step_begin);
    CHECK(kind("next_step@made") == EventKind::step_begin);
    CHECK(kind("next_print@made") == EventKind::print);
    for (const char* absent : {"checkpoint:nowhere", "print:nothing", "created:nobody", "started:nobody", "done:helper",
                               "next_step@nowhere", "next_print@end"})
        CHECK_FALSE_MESSAGE(book::find_moment(absent, recording), absent);
    for (const char* no_moment : {"", "checkpoint:", "checkpoint", "half", "next_step@", "when:half"})
        CHECK_FALSE_MESSAGE(book::is_moment(no_moment), no_moment);
}

TEST_CASE("the axis of a time follows the knobs, has room whatever they are, and its handle stays on it") {
    book::Prediction prediction = time_of("elapsed");
    prediction.to = "2 * a";
    const book::TimeAxis usual = book::time_axis(prediction, {{"a", 2.0}});
    CHECK(usual.to == 4.0);
    CHECK(usual.snapped(1.2) == doctest::Approx(1.0));
    CHECK(usual.snapped(-3) == 0.0);
    CHECK(usual.snapped(99) == 4.0);
    CHECK(book::time_axis(prediction, {{"a", 0.0}}).to == 1.0);
    CHECK(book::time_axis(prediction, {{"a", -5.0}}).to == 1.0);
    const book::TimeAxis far = book::time_axis(prediction, {{"a", 1e300}});
    CHECK(far.to <= 1e6);
    CHECK(book::time_axis(prediction, {}).to == 1.0);  // nobody told of the knob
}
