#include "kit/book/prediction.hpp"

#include "lessons/short_run.hpp"

#include <doctest/doctest.h>

#include <string>

using loopscope::EventKind;
using sample::Run;
using sample::tell;

namespace {

book::Prediction choice(std::string measure, std::vector<std::string> values) {
    book::Prediction prediction;
    prediction.measure = std::move(measure);
    for (std::string& value : values) prediction.options.push_back({"", std::move(value), "", ""});
    return prediction;
}

book::Prediction order(std::vector<std::string> lines) {
    book::Prediction prediction;
    prediction.kind = book::Prediction::Kind::order;
    prediction.lines = std::move(lines);
    return prediction;
}

std::string value(const std::string& measure, const loopscope::Recording& recording) {
    const auto answer = book::answer(choice(measure, {"a", "b"}), recording);
    return answer ? answer->values.at(0) : "nothing known";
}

}  // namespace

TEST_CASE("every measure says what the run shows") {
    Run run;
    tell(run);
    const auto& recording = run.recording();
    CHECK(value("elapsed", recording) == "3");
    CHECK(value("elapsed@made", recording) == "0");
    CHECK(value("elapsed@half", recording) == "1");
    CHECK(value("elapsed@half..end", recording) == "2");
    CHECK(value("first_print", recording) == "first");
    CHECK(value("next_print@made", recording) == "second");
    CHECK(value("next_print@half", recording) == "fourth");
    CHECK(value("next_print@end", recording) == "nothing");
    CHECK(value("prints@made", recording) == "1");
    CHECK(value("prints@half", recording) == "3");
    CHECK(value("tasks", recording) == "2");
    CHECK(value("next_task@made", recording) == "helper");
    CHECK(value("next_task@half", recording) == "main");
    CHECK(value("next_task@end", recording) == "nobody");
    CHECK(value("next_task@nowhere", recording) == "nothing known");
}

TEST_CASE("the right option is the one whose value was measured") {
    Run run;
    tell(run);
    const auto& recording = run.recording();
    CHECK(book::answer(choice("elapsed", {"6", "3", "0"}), recording)->option == 1);
    CHECK(book::answer(choice("elapsed", {"6", "3.0"}), recording)->option == 1);
    CHECK(book::answer(choice("next_task@made", {"helper", "main"}), recording)->option == 0);
    CHECK_FALSE(book::answer(choice("elapsed", {"6", "0"}), recording)->option);
    CHECK_FALSE(book::answer(choice("elapsed", {"6", "three"}), recording)->option);
}

TEST_CASE("an answer tells where it can be seen") {
    Run run;
    tell(run);
    const auto& recording = run.recording();
    const auto seen = book::answer(choice("next_print@made", {"second", "third"}), recording);
    REQUIRE(seen);
    REQUIRE(seen->index > 0);
    CHECK(recording.text(seen->index - 1) == "second");
    const auto task = book::answer(choice("next_task@made", {"helper", "main"}), recording);
    REQUIRE(task);
    CHECK(recording[task->index - 1].kind == EventKind::step_begin);
    CHECK(recording[task->index - 1].subject == 2);
    const auto total = book::answer(choice("elapsed", {"3", "6"}), recording);
    REQUIRE(total);
    CHECK(total->index == recording.size());
}

TEST_CASE("lines come in the order in which they were printed") {
    Run run;
    tell(run);
    const auto& recording = run.recording();
    const auto all = book::answer(order({"fourth", "second", "first"}), recording);
    REQUIRE(all);
    CHECK(all->values == std::vector<std::string>{"first", "second", "fourth"});
    CHECK(recording.text(all->index - 1) == "fourth");
    const auto some = book::answer(order({"fourth", "never printed"}), recording);
    REQUIRE(some);
    CHECK(some->values == std::vector<std::string>{"fourth"});
}

TEST_CASE("a line that is printed twice counts where it came first") {
    Run run;
    run.print("again");
    run.print("other");
    run.print("again");
    run.stop();
    const auto answer = book::answer(order({"other", "again"}), run.recording());
    REQUIRE(answer);
    CHECK(answer->values == std::vector<std::string>{"again", "other"});
    CHECK(run.recording().text(answer->index - 1) == "other");
}

TEST_CASE("there is no answer before the run has come far enough") {
    Run run;
    CHECK_FALSE(book::answer(choice("first_print", {"first", "x"}), run.recording()));
    run.create(1, "main");
    run.step(1);
    run.print("first");
    run.checkpoint("made");
    CHECK(book::answer(choice("first_print", {"first", "x"}), run.recording())->option == 0);
    CHECK(book::answer(choice("prints@made", {"1", "2"}), run.recording())->option == 0);
    CHECK_FALSE(book::answer(choice("next_print@made", {"first", "x"}), run.recording()));
    CHECK_FALSE(book::answer(choice("next_task@made", {"main", "x"}), run.recording()));
    CHECK_FALSE(book::answer(choice("elapsed", {"0", "1"}), run.recording()));
    CHECK_FALSE(book::answer(choice("tasks", {"1", "2"}), run.recording()));
    CHECK_FALSE(book::answer(choice("elapsed@made..end", {"0", "1"}), run.recording()));
    CHECK_FALSE(book::answer(order({"first", "second"}), run.recording()));
    run.print("second");
    CHECK(book::answer(order({"first", "second"}), run.recording()));
    run.stop();
    CHECK(book::answer(choice("tasks", {"1", "2"}), run.recording())->option == 0);
}

TEST_CASE("a real clock is allowed to be a little late, a virtual one is not") {
    Run real(loopscope::ClockKind::real);
    real.time(3.04);
    real.stop();
    CHECK(book::answer(choice("elapsed", {"3", "6"}), real.recording())->option == 0);
    Run jumping;
    jumping.time(3.04);
    jumping.stop();
    CHECK_FALSE(book::answer(choice("elapsed", {"3", "6"}), jumping.recording())->option);
}

TEST_CASE("times are written short") {
    Run run;
    run.time(0.1);
    run.checkpoint("a");
    run.time(2.25);
    run.stop();
    CHECK(value("elapsed@a", run.recording()) == "0.1");
    CHECK(value("elapsed", run.recording()) == "2.25");
    CHECK(value("elapsed@a..b", run.recording()) == "nothing known");
}

TEST_CASE("a measure is known or it is not") {
    for (const char* known :
         {"elapsed", "elapsed@a", "elapsed@a..b", "first_print", "next_print@a", "prints@a", "tasks", "next_task@a"}) {
        CHECK_MESSAGE(book::is_measure(known), known);
    }
    for (const char* unknown : {"", "@", "elapsed@", "elapsed@..", "elapsed@a..", "elapsed@..b", "tasks@a", "prints",
                                "next_task", "next_print@", "prints@a..b", "first_print@a", "Elapsed"}) {
        CHECK_FALSE_MESSAGE(book::is_measure(unknown), unknown);
    }
}

namespace {

book::Knob knob(std::string name, double value) {
    book::Knob knob;
    knob.name = knob.label = std::move(name);
    knob.unit = "s";
    knob.value = value;
    return knob;
}

// One after the other, a and b; `together` at the longer of the two.
book::Prediction sum_or_longest() {
    book::Prediction prediction = choice("elapsed", {"a + b", "max(a, b)", "0"});
    prediction.knobs = {knob("a", 1), knob("b", 2)};
    return prediction;
}

}  // namespace

TEST_CASE("an option keeps its meaning when knobs are moved") {
    Run run;
    run.knob("a", 3);
    run.knob("b", 0.5);
    run.time(3.5);
    run.stop();
    const auto answer = book::answer(sum_or_longest(), run.recording());
    REQUIRE(answer);
    CHECK(answer->option == 0);
    CHECK(answer->doubt == book::Answer::Doubt::none);
}

TEST_CASE("a question that cannot tell its answers apart with these knobs says so") {
    Run run;
    run.knob("a", 0);
    run.knob("b", 2.5);
    run.time(2.5);
    run.stop();
    const auto answer = book::answer(sum_or_longest(), run.recording());
    REQUIRE(answer);
    CHECK_FALSE(answer->option);
    CHECK(answer->values == std::vector<std::string>{"2.5"});
    CHECK(answer->doubt == book::Answer::Doubt::cannot_tell);
    CHECK(answer->defaults == "a 1 s, b 2 s");
}

TEST_CASE("an explanation for the default knobs is not given for others") {
    book::Prediction prediction = sum_or_longest();
    prediction.explain_if_default = true;
    for (const double a : {1.0, 4.0}) {
        Run run;
        run.knob("a", a);
        run.knob("b", 2);
        run.print("line");
        run.time(a + 2);
        run.stop();
        const auto answer = book::answer(prediction, run.recording());
        REQUIRE(answer);
        CHECK(answer->option == 0);
        CHECK((answer->doubt == book::Answer::Doubt::none) == (a == 1.0));
        book::Prediction lines = order({"line", "other"});
        lines.knobs = prediction.knobs;
        lines.explain_if_default = true;
        const auto printed = book::answer(lines, run.recording());
        REQUIRE(printed);
        CHECK((printed->doubt == book::Answer::Doubt::none) == (a == 1.0));
        if (a != 1.0) {
            CHECK(printed->doubt == book::Answer::Doubt::explains_others);
            CHECK(printed->defaults == "a 1 s, b 2 s");
        }
    }
}

TEST_CASE("counts are compared as numbers, names as texts") {
    Run run;
    run.knob("a", 1);
    tell(run);
    book::Prediction count = choice("tasks", {"a + 1", "a"});
    CHECK(book::answer(count, run.recording())->option == 0);
    CHECK_FALSE(book::answer(choice("next_task@made", {"a + 1", "a"}), run.recording())->option);
}
