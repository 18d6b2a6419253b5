// The window as a learner uses it, without a window: pressed, clicked, dragged and read.
#include "panels/why.hpp"
#include "visualizer/gather_demo.hpp"
#include "visualizer/probe_harness.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

using namespace viz;
using viz::testing::Demo;
using viz::testing::Harness;
using viz::testing::joined;

namespace {

void step(Harness& window, int times) {
    for (int i = 0; i < times; ++i) window.click("transport/step");
}

// To the end of the demo: 8 steps.
void run_through(Harness& window) { step(window, 9); }

}  // namespace

TEST_CASE("a lesson opens standing before its first step") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    CHECK(window.text("transport/mode") == "GATE");
    CHECK(window.text("transport/title") == "03  gather: sequential or concurrent");
    CHECK(window.text("lesson/title") == "Three waits at the same time");
    CHECK(window.text("lesson/page") == "1 / 2");
    CHECK(window.text("transport/clock").find("step 1") != std::string::npos);
    CHECK(window.text("console/gate").find("main, step 1") != std::string::npos);
}

TEST_CASE("a step moves the clock and prints, and a step back travels without touching the program") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    step(window, 1);
    CHECK(window.text("transport/clock").find("step 2") != std::string::npos);
    CHECK(window.text("console/0") == "fetching 3 pages");
    CHECK(window.text("transport/mode") == "GATE");
    const std::size_t recorded = demo.app.view().recording.size();

    window.click("transport/back");
    CHECK(window.text("transport/mode") == "TRAVEL");
    CHECK(window.text("transport/clock").find("step 1") != std::string::npos);
    CHECK(demo.app.view().recording.size() == recorded);

    window.click("transport/mode");  // the badge leads back
    CHECK(window.text("transport/mode") == "GATE");
    CHECK(window.text("transport/clock").find("step 2") != std::string::npos);
}

TEST_CASE("the panel says why of the cursor, wherever it goes and whomever it is about") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    const auto says_it = [&] {
        const Why now = why(demo.app.view());
        // Where nobody runs and nobody is chosen there is nothing to say.
        REQUIRE(window.shows("selection/state") == (now.task != 0));
        if (now.task != 0) CHECK(window.text("selection/state") == now.status);
    };
    for (int i = 0; i < 4; ++i) {
        step(window, 1);
        says_it();
    }
    const std::string there = window.text("selection/state");
    for (int back = 0; back < 3; ++back) {
        window.click("transport/back");
        says_it();
    }
    for (int down = 0; down < 2; ++down) {
        window.key(GLFW_KEY_DOWN);
        says_it();
        CHECK(window.shows("selection/state"));
    }
    CHECK(window.text("selection/state") != there);
}

TEST_CASE("every transport key does what its button does") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    CHECK(window.key(GLFW_KEY_RIGHT));
    CHECK(window.text("transport/clock").find("step 2") != std::string::npos);
    CHECK(window.key(GLFW_KEY_LEFT));
    CHECK(window.text("transport/mode") == "TRAVEL");
    CHECK(window.key(GLFW_KEY_L));
    CHECK(window.text("transport/mode") == "GATE");
    CHECK(window.key(GLFW_KEY_PAGE_DOWN));
    CHECK(demo.app.view().recording.checkpoints().size() == 2);
    CHECK(window.key(GLFW_KEY_HOME));
    CHECK(window.text("transport/mode") == "TRAVEL");
    CHECK(window.key(GLFW_KEY_END));
    CHECK(window.text("transport/mode") == "GATE");
    CHECK(window.key(GLFW_KEY_R));
    CHECK(demo.starts.size() == 2);
    CHECK(window.text("transport/clock").find("step 1") != std::string::npos);
    CHECK_FALSE(window.key(GLFW_KEY_J));
}

TEST_CASE("space lets the program go on, and it plays to its end") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    CHECK(window.text("transport/play") == "go on");
    window.key(GLFW_KEY_SPACE);
    window.frames(60);
    CHECK(window.text("transport/mode") == "ENDED");
    CHECK(window.text("transport/play") == "replay");
    CHECK(window.shows_text("console/", "3 results"));
}

TEST_CASE("the console dims nothing before the cursor, and a click on a line goes there") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    run_through(window);
    CHECK(window.text("transport/mode") == "ENDED");
    window.click("console/4");  // "fetch-1 done"
    CHECK(window.text("transport/mode") == "TRAVEL");
    CHECK(demo.app.view().cursor <= demo.app.view().recording.prints()[4] + 1);
}

TEST_CASE("the narration tells the story up to the cursor") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    window.click("tab/narration");
    step(window, 1);
    CHECK_MESSAGE(window.shows_text("narration/", "fetch-1"), window.all("narration/"));
    CHECK_FALSE(window.shows("narration/empty"));
    CHECK(window.text("happened/text").find("fetch-1") != std::string::npos);
}

TEST_CASE("the table lists every task so far, and a click selects one") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    window.click("tab/tasks");
    CHECK(window.text("tab/tasks") == "Tasks 1");
    step(window, 3);
    CHECK(window.text("tab/tasks") == "Tasks 4");
    CHECK(window.text("tasks/2/state") == "waiting");
    CHECK(window.text("tasks/2/line") == "9");
    CHECK(window.text("tasks/2/created_by") == "main");
    window.click("tasks/3/name");
    CHECK(demo.app.view().selection.task == 3);
    window.key(GLFW_KEY_ESCAPE);
    CHECK(demo.app.view().selection.task == 0);
}

TEST_CASE("the table can be sorted by name, and the ids stand the other way round") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    window.click("tab/tasks");
    step(window, 4);
    CHECK(window.find("tasks/1")->min.y < window.find("tasks/2")->min.y);
    window.click("tasks/sort/name");
    window.frames(2);
    CHECK(window.find("tasks/2")->min.y < window.find("tasks/1")->min.y);  // fetch-1 before main
}

TEST_CASE("up and down select tasks, and a deselected window selects none") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    step(window, 2);
    window.key(GLFW_KEY_DOWN);
    CHECK(demo.app.view().selection.task == 1);
    window.key(GLFW_KEY_DOWN);
    CHECK(demo.app.view().selection.task == 2);
    window.key(GLFW_KEY_UP);
    CHECK(demo.app.view().selection.task == 1);
}

TEST_CASE("letting go of a knob starts the program again with the new value") {
    Demo demo;
    Harness window(demo.app, 1920, 1080);
    REQUIRE(demo.starts.size() == 1);
    CHECK(demo.starts[0].at("first") == 1);
    const Probed knob = *window.find("knob/first");
    window.drag_from(knob.min.x + 20, (knob.min.y + knob.max.y) / 2, knob.max.x - knob.min.x, 0);
    REQUIRE(demo.starts.size() == 2);
    CHECK(demo.starts[1].at("first") == 5);
    CHECK(demo.starts[1].at("second") == 2);
    CHECK(window.text("knob/first") == "5.0 s");
}

TEST_CASE("an answer must be committed before the run judges it, and none is given away") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    CHECK_FALSE(window.find("predict/commit")->enabled);
    CHECK(window.text("happened/next").find("prediction first") != std::string::npos);
    window.click("predict/option/0");  // 6 s: wrong
    CHECK(window.find("predict/commit")->enabled);
    CHECK_FALSE(window.shows("predict/verdict"));
    window.click("predict/commit");
    CHECK(window.text("predict/verdict").find("Committed") == 0);
    CHECK(window.text("happened/next").find("prediction first") == std::string::npos);
    run_through(window);
    CHECK(window.text("predict/verdict") == "Not what happened.");
    CHECK(window.text("predict/because").find("overlap") != std::string::npos);
    CHECK(window.text("lesson/page") == "1 / 2");  // it never moves on by itself

    window.click("predict/again");
    window.click("predict/option/1");
    window.click("predict/commit");
    CHECK(window.text("predict/verdict") == "Right.");
}

TEST_CASE("an order is made with the arrows or by dragging, and the run tells whether it holds") {
    Demo demo;
    Harness window(demo.app, 1920, 1080);
    window.click("lesson/next");
    CHECK(window.text("lesson/page") == "2 / 2");
    CHECK(window.text("predict/row/0") == "fetch-3 done");
    window.click("predict/down/0");
    CHECK(window.text("predict/row/1") == "fetch-3 done");
    const Probed row = *window.find("predict/row/1");
    window.drag_from(row.min.x + 60, (row.min.y + row.max.y) / 2, 0, (row.max.y - row.min.y) * 1.3f);
    CHECK(window.text("predict/row/0") == "fetch-1 done");
    CHECK(window.text("predict/row/1") == "fetch-2 done");
    CHECK(window.text("predict/row/2") == "fetch-3 done");
    window.click("predict/commit");
    run_through(window);
    CHECK(window.text("predict/verdict") == "Right.");
    window.click("predict/show");
    CHECK(demo.app.view().cursor <= demo.app.view().answers->at("gather-order").index);
}

TEST_CASE("moving a knob opens the predictions again, for their answers may be others now") {
    Demo demo;
    Harness window(demo.app, 1920, 1080);
    window.click("predict/option/1");
    window.click("predict/commit");
    const Probed knob = *window.find("knob/third");
    window.drag_from((knob.min.x + knob.max.x) / 2, (knob.min.y + knob.max.y) / 2, 60, 0);
    CHECK(window.shows("predict/commit"));
    CHECK(demo.app.view().guesses->at("gather-time").option == 1);
}

TEST_CASE("a checkpoint that was reached is marked, and its link goes there") {
    Demo demo;
    Harness window(demo.app, 1920, 1080);
    CHECK(window.text("lesson/goal").find("Run the program until") == 0);
    window.click("lesson/goal/run");
    CHECK(window.text("lesson/goal").find("Done") == 0);
    run_through(window);
    window.click("lesson/goal/show");
    CHECK(window.text("transport/mode") == "TRAVEL");
    CHECK(demo.app.view().cursor == demo.app.view().recording.checkpoints()[0] + 1);
}

TEST_CASE("a program that crashes leaves its recording and a way to start again") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    step(window, 3);
    const std::size_t recorded = demo.app.view().recording.size();
    demo.session->crash();
    window.frames(3);
    CHECK(window.text("transport/mode") == "LOST");
    CHECK(window.text("notice/text").find("SIGKILL") != std::string::npos);
    CHECK(demo.app.view().recording.size() == recorded);
    window.click("transport/back");
    CHECK(window.text("transport/mode") == "TRAVEL");
    window.click("notice/restart");
    CHECK(demo.starts.size() == 2);
    CHECK(window.text("transport/mode") == "GATE");
    CHECK_FALSE(window.shows("notice/text"));
}

TEST_CASE("the brackets go to the next lesson and back, and the place in each is kept") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    window.key(GLFW_KEY_N);
    CHECK(window.text("lesson/page") == "2 / 2");
    window.key(GLFW_KEY_RIGHT_BRACKET);
    CHECK(window.text("transport/title") == "04  Another lesson");
    CHECK(window.text("lesson/page") == "1 / 2");
    CHECK_FALSE(window.find("transport/next_lesson")->enabled);
    window.key(GLFW_KEY_LEFT_BRACKET);
    CHECK(window.text("lesson/page") == "2 / 2");
}

TEST_CASE("F1 shows the keys, and Esc closes the sheet before it deselects") {
    Demo demo;
    Harness window(demo.app, 1280, 720);
    window.key(GLFW_KEY_DOWN);
    window.key(GLFW_KEY_F1);
    CHECK(window.text("help/keys.step") == "one step forward");
    CHECK_MESSAGE(window.clipped().empty(), joined(window.clipped()));
    window.key(GLFW_KEY_ESCAPE);
    CHECK_FALSE(window.shows("help/keys.step"));
    CHECK(demo.app.view().selection.task == 1);
    window.click("transport/help");
    CHECK(window.shows("help/title"));
    window.click("help/close");
    CHECK_FALSE(window.shows("help/title"));
}

TEST_CASE("Tab and Enter press a button without a mouse, in the order in which they stand") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    window.key(GLFW_KEY_ENTER);
    CHECK(demo.app.view().world.step() == 1);  // nothing has the focus yet
    // next lesson, restart, checkpoint before, back, go on, step
    for (int i = 0; i < 6; ++i) window.key(GLFW_KEY_TAB);
    window.key(GLFW_KEY_ENTER);
    CHECK(demo.app.view().world.step() == 2);
    window.key(GLFW_KEY_TAB, GLFW_MOD_SHIFT);
    window.key(GLFW_KEY_TAB, GLFW_MOD_SHIFT);
    window.key(GLFW_KEY_ENTER);
    CHECK(window.text("transport/mode") == "TRAVEL");
}

TEST_CASE("Left and Right move a focused slider instead of the program") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    window.click("transport/pace");
    window.key(GLFW_KEY_TAB);
    window.key(GLFW_KEY_TAB, GLFW_MOD_SHIFT);
    const std::string before = window.text("transport/pace");
    window.key(GLFW_KEY_RIGHT);
    CHECK(window.text("transport/pace") != before);
    CHECK(demo.app.view().world.step() == 1);
    window.key(GLFW_KEY_ESCAPE);
    window.key(GLFW_KEY_RIGHT);
    CHECK(demo.app.view().world.step() == 2);
}

TEST_CASE("the pace reaches the program") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    const std::size_t before = demo.session->paces.size();
    const Probed pace = *window.find("transport/pace");
    window.drag_from((pace.min.x + pace.max.x) / 2, (pace.min.y + pace.max.y) / 2, 400, 0);
    CHECK(window.text("transport/pace") == "max");
    CHECK(demo.session->paces.size() > before);
    CHECK(demo.session->paces.back() == loopscope::Pace{});
}

TEST_CASE("a splitter moves its panels, and a double click brings them back") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    const float before = window.find("splitter/left")->min.x;
    window.drag("splitter/left", 60, 0);
    CHECK(window.find("splitter/left")->min.x == doctest::Approx(before + 60).epsilon(0.01));
    window.click("splitter/left");
    window.click("splitter/left");
    CHECK(window.find("splitter/left")->min.x == doctest::Approx(before));
}

TEST_CASE("Ctrl and plus asks for larger type, Ctrl and 0 for the normal size") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    window.key(GLFW_KEY_EQUAL, GLFW_MOD_CONTROL);
    window.key(GLFW_KEY_EQUAL, GLFW_MOD_CONTROL);
    CHECK(demo.app.scale_notches() == 2);
    window.key(GLFW_KEY_0, GLFW_MOD_CONTROL);
    CHECK(demo.app.scale_notches() == 0);
}

TEST_CASE("no words are cut off at any usual size of the window, at any moment of a run") {
    for (const ImVec2 size : {ImVec2(1280, 720), ImVec2(1600, 900), ImVec2(1920, 1080)}) {
        Demo demo;
        Harness window(demo.app, static_cast<int>(size.x), static_cast<int>(size.y));
        for (const char* tab : {"tab/console", "tab/narration", "tab/tasks"}) {
            window.click(tab);
            for (int i = 0; i < 4; ++i) {
                INFO(size.x << "x" << size.y << " " << tab << " step " << demo.app.view().world.step());
                CHECK_MESSAGE(window.clipped().empty(), joined(window.clipped()));
                step(window, 1);
            }
        }
        window.click("lesson/next");
        CHECK_MESSAGE(window.clipped().empty(), joined(window.clipped()));
        window.click("transport/back");
        CHECK_MESSAGE(window.clipped().empty(), joined(window.clipped()));
        demo.session->crash();
        window.frames(3);
        CHECK_MESSAGE(window.clipped().empty(), joined(window.clipped()));
    }
}

TEST_CASE("a frame that changes nothing asks for no other") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    window.frames(5);
    CHECK_FALSE(demo.app.update(100));
    CHECK_FALSE(demo.app.update(101));
    CHECK_FALSE(demo.app.next_update().has_value());
}

TEST_CASE("cards on their way ask for frames until they have arrived, fewer on software") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    window.frames(40);
    CHECK_FALSE(demo.app.update(100));
    window.key(GLFW_KEY_RIGHT);
    CHECK(demo.app.update(100.01));
    CHECK(demo.app.update(100.02));
    CHECK(demo.app.next_update().value() == doctest::Approx(1.0 / 60));
    demo.app.set_calm(true);
    CHECK(demo.app.next_update().value() == doctest::Approx(1.0 / 30));
    window.frames(40);
    CHECK_FALSE(demo.app.update(101));
    CHECK_FALSE(demo.app.next_update().has_value());
}

TEST_CASE("with reduced motion nothing slides") {
    Demo demo;
    AppOptions options;
    options.catalogue = &demo.catalogue;
    options.reduce_motion = true;
    options.start = [](const LessonStart& start) { return std::make_unique<viz::testing::FakeSession>(start.knobs); };
    App app(options);
    app.open_lesson(demo.catalogue.lessons[0]);
    Harness window(app, 1600, 900);
    window.key(GLFW_KEY_RIGHT);
    CHECK_FALSE(app.update(100));
    CHECK_FALSE(app.next_update().has_value());
}

TEST_CASE("a frame stays within what software can draw") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    run_through(window);
    window.frames(3);
    const ImDrawData* data = ImGui::GetDrawData();
    CHECK(data->TotalVtxCount < 20'000);
    CHECK(data->CmdListsCount < 24);
}

TEST_CASE("the text twin says what the window shows") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    step(window, 3);
    const std::string text = demo.app.text();
    for (const char* words : {"03  gather: sequential or concurrent", "GATE", "Three waits at the same time",
                              "fetching 3 pages", "PREDICT", "fetch-1 takes: 1.0 s", "fetch-2"})
        CHECK_MESSAGE(text.find(words) != std::string::npos, words);
}

TEST_CASE("an App with nothing open still draws") {
    App app(AppOptions{});
    Harness window(app, 1280, 720);
    window.key(GLFW_KEY_SPACE);
    window.key(GLFW_KEY_RIGHT);
    window.click("transport/restart");
    CHECK(window.text("transport/mode") == "LIVE");
    CHECK(window.text("lesson/title") == "Nothing is open");
}

TEST_CASE("run_until stands at a step, at a checkpoint and at the end, or says why it cannot") {
    std::string error;
    {
        Demo demo;
        CHECK(demo.app.run_until({App::At::Kind::step, 3, ""}, 5, error));
        CHECK(demo.app.view().world.step() == 3);
        CHECK(demo.app.view().mode == Mode::gate);
    }
    {
        Demo demo;
        CHECK(demo.app.run_until({App::At::Kind::checkpoint, 0, "all-here"}, 5, error));
        CHECK(demo.app.view().cursor == demo.app.view().recording.checkpoints()[1] + 1);
    }
    {
        Demo demo;
        CHECK(demo.app.run_until({App::At::Kind::end, 0, ""}, 5, error));
        CHECK(demo.app.view().mode == Mode::ended);
    }
    {
        Demo demo;
        CHECK_FALSE(demo.app.run_until({App::At::Kind::step, 99, ""}, 5, error));
        CHECK(error.find("before step 99") != std::string::npos);
        CHECK_FALSE(demo.app.run_until({App::At::Kind::checkpoint, 0, "nowhere"}, 5, error));
        CHECK(error.find("'all-here'") != std::string::npos);
    }
}
