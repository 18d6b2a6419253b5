// The lesson panel as a learner uses it: questions of every kind, hints, words, pages and knobs.
#include "panels/lesson.hpp"
#include "visualizer/gather_demo.hpp"
#include "visualizer/probe_harness.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

using namespace viz;
using viz::testing::Demo;
using viz::testing::Harness;
using viz::testing::joined;

namespace {

book::Option wrong(std::string value, std::string misconception, std::string because, std::string at = "") {
    return {"", std::move(value), std::move(misconception), std::move(because), std::move(at), "", ""};
}

book::Step time_page() {
    book::Step page;
    page.title = "How long?";
    page.markdown = "Three tasks sleep. Each *turn* of the event loop lets a task run.";
    page.checkpoint = "all-here";
    book::Prediction asked;
    asked.id = "when";
    asked.kind = book::Prediction::Kind::time;
    asked.question = "When are all results here?";
    asked.measure = "elapsed@all-here";
    asked.from = "0";
    asked.to = "sum(first, second, third) + 1";
    asked.snap = 0.5;
    asked.tolerance = 0.25;
    asked.explain = "As long as the slowest.";
    asked.options = {wrong("sum(first, second, third)", "M05", "They sleep at the same time.", "started:fetch-3")};
    page.prediction = asked;
    page.hints = {"Think of *one* sleep.", "Three sleeps overlap.", "The slowest takes 3 s."};
    return page;
}

book::Step next_page() {
    book::Step page;
    page.title = "Who runs next?";
    page.markdown = "Three tasks were made.";
    page.checkpoint = "all-here";
    book::Prediction asked;
    asked.id = "who";
    asked.kind = book::Prediction::Kind::next_task;
    asked.question = "Whose step begins next?";
    asked.measure = "next_task@all-created";
    asked.explain = "First in, first out.";
    asked.options = {wrong("fetch-3", "M21", "It was made last.")};
    page.prediction = asked;
    return page;
}

book::Step plain_page() {
    book::Step page;
    page.title = "Try it";
    for (int i = 0; i < 60; ++i) page.markdown += "A long page that does not fit at once, line after line.\n\n";
    return page;
}

// The demo's run below pages of our own.
struct Class {
    Demo demo;
    explicit Class(std::vector<book::Step> pages) {
        book::Lesson& lesson = demo.catalogue.lessons[1];
        lesson.steps = std::move(pages);
        for (book::Step& page : lesson.steps) {
            if (page.prediction) page.prediction->knobs = lesson.knobs;
        }
        demo.catalogue.misconceptions = {{"M05", "An await stops everything."},
                                         {"M21", "Whoever asked last wakes first."}};
        demo.app.open_lesson(lesson);
    }
    const Guess& guess(const std::string& id) const { return demo.app.view().guesses->at(id); }
};

void run_to_checkpoint(Harness& window) { window.key(GLFW_KEY_PAGE_DOWN); }

// Without scrolling anything to get there.
void click_dot(Harness& window, int page) {
    const Probed dot = *window.find("lesson/dot/" + std::to_string(page));
    window.click_at((dot.min.x + dot.max.x) / 2, (dot.min.y + dot.max.y) / 2);
}

// Drags the handle to a part of the axis, 0 to 1.
void set_time(Harness& window, float part) {
    const Probed axis = *window.find("predict/time/axis");
    const Probed handle = *window.find("predict/time");
    const float y = (handle.min.y + handle.max.y) / 2;
    window.drag_from(axis.min.x + 20, y, axis.min.x + part * (axis.max.x - axis.min.x) - axis.min.x - 20, 0);
}

}  // namespace

TEST_CASE("a time is answered by dragging a handle, which snaps, and committing") {
    Class room({time_page()});
    Harness window(room.demo.app, 1600, 900);
    CHECK_FALSE(window.find("predict/commit")->enabled);
    CHECK(window.text("predict/time/axis") == "0 s - 7 s");
    set_time(window, 6.1f / 7);
    CHECK(room.guess("when").time == 6.0);
    CHECK(window.text("predict/time/yours") == "6 s");
    window.click("predict/commit");
    CHECK(window.text("predict/verdict").find("Committed") == 0);
    CHECK_FALSE(window.shows("predict/time/run"));
    set_time(window, 0.1f);
    CHECK(room.guess("when").time == 6.0);  // committed is committed
}

TEST_CASE("a wrong time shows both marks, the belief behind it, and leads to the moment that contradicts it") {
    Class room({time_page()});
    Harness window(room.demo.app, 1600, 900);
    set_time(window, 6.0f / 7);
    window.click("predict/commit");
    run_to_checkpoint(window);
    run_to_checkpoint(window);
    CHECK(window.text("predict/verdict") == "Not what happened.");
    CHECK(window.text("predict/time/yours") == "you: 6 s");
    CHECK(window.text("predict/time/run") == "the run: 3 s");
    CHECK(window.find("predict/time/run")->min.x < window.find("predict/time/yours")->min.x);
    CHECK(window.text("predict/belief").find("An await stops everything.") != std::string::npos);
    CHECK(window.text("predict/because") == "They sleep at the same time.");
    CHECK(room.guess("when").first == FirstTry::wrong);
    window.click("predict/show");
    const View view = room.demo.app.view();
    CHECK(view.mode == Mode::travel);
    CHECK(view.recording[view.cursor - 1].kind == loopscope::EventKind::step_begin);
    CHECK(view.recording.task_name(view.recording[view.cursor - 1].subject) == "fetch-3");
}

TEST_CASE("a right time within the tolerance is right, and shows the moment at which it was reached") {
    Class room({time_page()});
    Harness window(room.demo.app, 1600, 900);
    set_time(window, 3.0f / 7);
    CHECK(room.guess("when").time == 3.0);
    window.click("predict/commit");
    run_to_checkpoint(window);
    run_to_checkpoint(window);
    CHECK(window.text("predict/verdict") == "Right.");
    CHECK_FALSE(window.shows("predict/belief"));
    CHECK(room.guess("when").first == FirstTry::right);
    window.key(GLFW_KEY_HOME);
    window.click("predict/show");
    const View view = room.demo.app.view();
    CHECK(view.recording[view.cursor - 1].kind == loopscope::EventKind::checkpoint);
}

TEST_CASE("the handle is moved by Left and Right when it has the focus") {
    Class room({time_page()});
    Harness window(room.demo.app, 1600, 900);
    for (int i = 0; i < 80 && !room.demo.app.view().guesses->contains("when"); ++i) {
        window.key(GLFW_KEY_TAB);
        const std::size_t cursor = room.demo.app.view().cursor;
        window.key(GLFW_KEY_RIGHT);
        window.frames(2);
        if (room.demo.app.view().cursor != cursor) window.key(GLFW_KEY_LEFT);
        if (room.demo.app.view().guesses->contains("when")) break;
    }
    REQUIRE(room.demo.app.view().guesses->contains("when"));
    CHECK(room.guess("when").time == 0.5);
    window.key(GLFW_KEY_RIGHT);
    CHECK(room.guess("when").time == 1.0);
    window.key(GLFW_KEY_LEFT);
    window.key(GLFW_KEY_LEFT);
    window.key(GLFW_KEY_LEFT);
    CHECK(room.guess("when").time == 0.0);  // it stays on the axis
}

TEST_CASE("who runs next is asked where the question is about, among those who live there") {
    Class room({next_page()});
    Harness window(room.demo.app, 1600, 900);
    CHECK(window.text("predict/first_run").find("all-created") != std::string::npos);
    CHECK_FALSE(window.shows("predict/task/main"));
    CHECK_FALSE(window.find("predict/commit")->enabled);
    window.click("predict/run_there");
    CHECK_FALSE(window.shows("predict/first_run"));
    CHECK(window.text("predict/task/main") == "main, runs");
    CHECK(window.text("predict/task/fetch-1") == "fetch-1, ready");
    CHECK(window.shows("predict/task/fetch-3"));
    window.click("predict/task/fetch-3");
    CHECK(room.guess("who").task == "fetch-3");
    window.click("predict/commit");
    run_to_checkpoint(window);
    CHECK(window.text("predict/verdict") == "Not what happened.");
    CHECK(window.text("predict/ran") == "fetch-1 ran next.");
    CHECK(window.text("predict/belief").find("Whoever asked last") != std::string::npos);
    window.click("predict/show");
    const View view = room.demo.app.view();
    CHECK(view.recording[view.cursor - 1].kind == loopscope::EventKind::step_begin);
    CHECK(view.recording.task_name(view.recording[view.cursor - 1].subject) == "fetch-1");
}

TEST_CASE("choosing a task anywhere in the window answers who runs next, but only while it is asked") {
    Class room({next_page()});
    Harness window(room.demo.app, 1600, 900);
    window.key(GLFW_KEY_DOWN);  // selects main, before there is anything to answer
    run_to_checkpoint(window);
    CHECK_FALSE(room.demo.app.view().guesses->contains("who"));
    window.key(GLFW_KEY_DOWN);
    window.frames(2);
    const std::string chosen = room.demo.app.view().recording.task_name(room.demo.app.view().selection.task);
    CHECK(room.guess("who").task == chosen);
    window.click("predict/commit");
    window.key(GLFW_KEY_DOWN);
    window.frames(2);
    CHECK(room.guess("who").task == chosen);
}

TEST_CASE("only the first answer counts, and one that was given after the run told is no prediction") {
    Class room({time_page()});
    Harness window(room.demo.app, 1600, 900);
    set_time(window, 1);
    window.click("predict/commit");
    run_to_checkpoint(window);
    run_to_checkpoint(window);
    CHECK(room.guess("when").first == FirstTry::wrong);
    CHECK(room.guess("when").attempts == 1);
    window.click("predict/again");
    set_time(window, 3.0f / 7);
    window.click("predict/commit");
    CHECK(window.text("predict/verdict") == "Right.");
    CHECK(room.guess("when").first == FirstTry::wrong);
    CHECK(room.guess("when").attempts == 2);

    Class late({time_page()});
    Harness other(late.demo.app, 1600, 900);
    run_to_checkpoint(other);
    run_to_checkpoint(other);
    set_time(other, 3.0f / 7);
    other.click("predict/commit");
    CHECK(other.text("predict/verdict") == "Right.");
    CHECK(late.guess("when").first == FirstTry::after);
    CHECK(other.text("predict/after").find("no prediction") != std::string::npos);
}

TEST_CASE("while a question of time is open its answer stands nowhere in the panel") {
    Class room({time_page()});
    Harness window(room.demo.app, 1600, 900);
    run_to_checkpoint(window);
    run_to_checkpoint(window);
    CHECK(window.text("lesson/goal").find("Done") == 0);
    CHECK_FALSE(window.shows_text("lesson/goal", "3.0"));
    CHECK_FALSE(window.shows("predict/time/run"));
    CHECK(lesson_text(room.demo.app.view()).find("3.000") == std::string::npos);
}

TEST_CASE("hints open one at a time, stronger each, and stay open when one comes back to the page") {
    Class room({time_page(), plain_page()});
    Harness window(room.demo.app, 1920, 1080);
    CHECK(window.text("lesson/hint/next") == "Hint 1 of 3");
    CHECK(lesson_text(room.demo.app.view()).find("one sleep") == std::string::npos);
    window.click("lesson/hint/next");
    CHECK(window.text("lesson/hint/0/0").find("one") != std::string::npos);
    CHECK(window.text("lesson/hint/next") == "Hint 2 of 3");
    CHECK_FALSE(window.shows("lesson/hint/1/0"));
    CHECK(lesson_text(room.demo.app.view()).find("one sleep") != std::string::npos);
    window.click("lesson/hint/next");
    window.key(GLFW_KEY_N);
    CHECK_FALSE(window.shows("lesson/hint/0/0"));
    window.key(GLFW_KEY_P);
    CHECK(window.shows("lesson/hint/1/0"));
    window.click("lesson/hint/next");
    CHECK(window.shows("lesson/hint/2/0"));
    CHECK_FALSE(window.shows("lesson/hint/next"));
}

TEST_CASE("a page never turns by itself, whatever the program passes, and Next is never blocked") {
    Class room({time_page(), next_page(), plain_page()});
    Harness window(room.demo.app, 1600, 900);
    CHECK_FALSE(page_complete(room.demo.app.view(), 0));
    CHECK(window.find("lesson/next")->enabled);
    for (int i = 0; i < 4; ++i) run_to_checkpoint(window);
    window.frames(30);
    CHECK(room.demo.app.view().mode == Mode::ended);
    CHECK(room.demo.app.view().lesson_step == 0);
    CHECK(window.text("lesson/goal").find("Done") == 0);
    // Passed, but the question is still open.
    CHECK_FALSE(page_complete(room.demo.app.view(), 0));
    set_time(window, 0.5f);
    window.click("predict/commit");
    CHECK(page_complete(room.demo.app.view(), 0));
    CHECK(room.demo.app.view().lesson_step == 0);
    window.click("lesson/next");
    CHECK(room.demo.app.view().lesson_step == 1);
    CHECK_FALSE(page_complete(room.demo.app.view(), 1));
}

TEST_CASE("the dots lead to their pages, and each page is found again where it was left") {
    Class room({time_page(), plain_page(), next_page()});
    Harness window(room.demo.app, 1600, 900);
    click_dot(window, 2);
    CHECK(room.demo.app.view().lesson_step == 1);
    CHECK(window.text("lesson/title") == "Try it");
    const float top = window.find("lesson/title")->min.y;
    const Probed page = *window.find("lesson/page");
    window.wheel(page.min.x, 400, -5);
    window.frames(3);
    const float scrolled = window.find("lesson/title")->min.y;
    CHECK(scrolled < top);
    click_dot(window, 3);
    CHECK(room.demo.app.view().lesson_step == 2);
    CHECK(window.find("lesson/title")->min.y == top);
    click_dot(window, 2);
    window.frames(3);
    CHECK(window.find("lesson/title")->min.y == scrolled);
}

TEST_CASE("a word of the glossary tells its meaning to the mouse and to the keyboard") {
    Class room({time_page()});
    Harness window(room.demo.app, 1600, 900);
    REQUIRE(window.shows("lesson/prose/word/event loop"));
    CHECK(window.shows("lesson/prose/word/task"));
    CHECK(window.shows("lesson/prose/word/turn"));
    bool told = false;
    for (int i = 0; i < 80 && !told; ++i) {
        window.key(GLFW_KEY_TAB);
        told = window.shows("lesson/prose/word/event loop/meaning");
    }
    REQUIRE(told);
    CHECK(window.text("lesson/prose/word/event loop/meaning").find("one at a time, on one thread") !=
          std::string::npos);
    CHECK(window.text("lesson/prose/word/event loop/meaning").find("In asyncio: event loop") != std::string::npos);
    CHECK(lesson_text(room.demo.app.view()).find("event loop: Runs handles") != std::string::npos);
}

TEST_CASE("the twins say what the cards say") {
    Class room({time_page(), next_page()});
    Harness window(room.demo.app, 1600, 900);
    const auto says = [&](const char* words) {
        const std::string text = lesson_text(room.demo.app.view());
        INFO(text);
        CHECK(text.find(words) != std::string::npos);
    };
    says("0 s - 7 s");
    set_time(window, 6.0f / 7);
    says("* 6 s");
    window.click("predict/commit");
    says("Committed.");
    run_to_checkpoint(window);
    run_to_checkpoint(window);
    says("the run: 3 s");
    says("An await stops everything.");
    window.key(GLFW_KEY_N);
    says("  fetch-1, ready");
    window.click("predict/task/fetch-1");
    says("* fetch-1, ready");
    window.click("predict/commit");
    says("fetch-1 ran next.");
}

TEST_CASE("a knob that is let go runs again up to where the learner stood, when no question is open") {
    book::Step page;
    page.title = "Turn the knobs";
    page.markdown = "What changes?";
    Class room({page, time_page()});
    Harness window(room.demo.app, 1600, 900);
    run_to_checkpoint(window);
    run_to_checkpoint(window);
    const auto stands_at = [&](const View& view) {
        REQUIRE(view.cursor > 0);
        const auto& event = view.recording[view.cursor - 1];
        REQUIRE(event.kind == loopscope::EventKind::checkpoint);
        return std::string(view.recording.string(event.a));
    };
    CHECK(stands_at(room.demo.app.view()) == "all-here");
    const std::size_t starts = room.demo.starts.size();
    const Probed knob = *window.find("knob/third");
    const float y = (knob.min.y + knob.max.y) / 2;
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = ImVec2((knob.min.x + knob.max.x) / 2, y);
    window.frames(2);
    io.MouseDown[0] = true;
    window.frame();
    io.MousePos.x = knob.max.x;
    window.frames(2);
    CHECK(window.text("knob/third") == "5.0 s");  // shown while it is dragged,
    CHECK(room.demo.starts.size() == starts);     // and nothing runs yet
    io.MouseDown[0] = false;
    window.frames(10);
    CHECK(room.demo.starts.size() == starts + 1);
    CHECK(stands_at(room.demo.app.view()) == "all-here");
    CHECK(room.demo.app.view().recording.now().loop_time() == 5'000'000'000);
    // With a question open it begins anew: where the learner stood might tell the answer.
    window.key(GLFW_KEY_N);
    window.click("knob/first");
    window.drag("knob/first", 30, 0);
    window.frames(10);
    CHECK(room.demo.app.view().recording.checkpoints().empty());
}

TEST_CASE("nothing of a question is cut off in any usual window") {
    for (const auto& [wide, high] : {std::pair{1280, 720}, std::pair{1600, 900}, std::pair{1920, 1080}}) {
        Class room({time_page(), next_page()});
        Harness window(room.demo.app, wide, high);
        CHECK_MESSAGE(window.clipped().empty(), joined(window.clipped()));
        set_time(window, 0.9f);
        window.click("predict/commit");
        run_to_checkpoint(window);
        run_to_checkpoint(window);
        CHECK_MESSAGE(window.clipped().empty(), joined(window.clipped()));
        window.key(GLFW_KEY_N);
        CHECK_MESSAGE(window.clipped().empty(), joined(window.clipped()));
    }
}

TEST_CASE("whoever runs on past an open question is told so plainly, and may run again to predict first") {
    Class room({time_page()});
    Harness window(room.demo.app, 1600, 1000);
    const auto next = [&] { return window.text("happened/next"); };
    CHECK(next().find("prediction first") != std::string::npos);
    CHECK_FALSE(window.shows("predict/shown_by_now"));
    run_to_checkpoint(window);
    run_to_checkpoint(window);
    CHECK(window.text("predict/shown_by_now").find("has shown it by now") != std::string::npos);
    CHECK(room.demo.app.text("lesson").find("has shown it by now") != std::string::npos);
    CHECK(next().find("prediction first") == std::string::npos);
    // Nothing is locked.
    set_time(window, 6.1f / 7);
    CHECK(window.find("predict/commit")->enabled);
    window.click("predict/run_again");
    CHECK_FALSE(window.shows("predict/shown_by_now"));
    CHECK(next().find("prediction first") != std::string::npos);
    window.click("predict/commit");
    run_to_checkpoint(window);
    run_to_checkpoint(window);
    CHECK(room.guess("when").first == FirstTry::wrong);  // a prediction after all
}

TEST_CASE("a page that goes on below says so until its end is seen, and a press scrolls there") {
    Class room({plain_page(), time_page()});
    Harness window(room.demo.app, 1600, 900);
    REQUIRE(window.shows("lesson/more_below"));
    CHECK(window.text("lesson/more_below") == "more below");
    int presses = 0;
    for (; presses < 20 && window.shows("lesson/more_below"); ++presses) {
        const Probed mark = *window.find("lesson/more_below");
        window.click_at((mark.min.x + mark.max.x) / 2, (mark.min.y + mark.max.y) / 2);
        window.frames(3);
    }
    CHECK(presses > 1);
    CHECK_FALSE(window.shows("lesson/more_below"));
    // It stays away, and a page that fits never had it.
    window.frames(4);
    CHECK_FALSE(window.shows("lesson/more_below"));
    click_dot(window, 2);
    window.frames(4);
    CHECK_FALSE(window.shows("lesson/more_below"));
}

TEST_CASE("an open question that lies below is named as what is below") {
    book::Step page = plain_page();
    page.prediction = time_page().prediction;
    Class room({page});
    Harness window(room.demo.app, 1600, 900);
    window.frames(2);
    CHECK(window.text("lesson/more_below") == "commit your answer below");
}
