#include "panels/loop.hpp"
#include "panels/loop_picture.hpp"
#include "panels/selection.hpp"
#include "panels/words.hpp"
#include "visualizer/panel_stage.hpp"
#include "visualizer/sample_recording.hpp"

#include <doctest/doctest.h>

using namespace viz;
using namespace loopscope;
using viz::testing::PanelStage;
using viz::testing::Sample;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct Scene {
    Sample sample;
    World world;
    View view = viz::testing::make_view(sample.recording, world, 0);
    explicit Scene(std::size_t step) { to(sample.step(step)); }
    void to(std::size_t cursor) {
        world = sample.recording.at(cursor);
        view.cursor = cursor;
        view.mode = Mode::travel;
    }
    void to_step(std::size_t step) { to(sample.step(step)); }
    // After the first event of this kind.
    void to_first(EventKind kind, std::size_t from = 0) {
        std::size_t at = from;
        while (sample.recording[at].kind != kind) ++at;
        to(at + 1);
    }
};

}  // namespace

TEST_CASE("small words: numbers, times and functions") {
    CHECK(counted(default_language(), 1, "words.turns") == "1 turn");
    CHECK(counted(default_language(), 3, "words.turns") == "3 turns");
    CHECK(duration_words(2'000'000'000) == "2 s");
    CHECK(duration_words(250'000'000) == "0.25 s");
    CHECK(duration_words(20'000'000) == "20 ms");
    CHECK(duration_words(0) == "0 s");
    CHECK(function_words("aio::Coro<int> fetch(std::string, double)") == "fetch");
    CHECK(function_words("main") == "main");
    CHECK(function_words("") == "");
}

TEST_CASE("the loop's text tells who runs, who is ready in which order, and what is due") {
    const Scene scene(3);
    const std::string text = loop_text(scene.view);
    CHECK(contains(text, "5 were ready when this turn began; 3 to go."));
    CHECK(contains(text, "running: fetch-2, line 6 \u00b7 step 1"));
    CHECK(contains(text, "ready 1: fetch-3, created by main\n"));
    CHECK(contains(text, "ready 3: doomed, created by main\n"));
    CHECK(contains(text, "timer: fetch-1 at 1.000 s, in 1.000 s"));
    CHECK(contains(text, "created, not awaited: greet() line 12"));
    CHECK(contains(text, "I/O: nothing outstanding"));
}

TEST_CASE("what became ready during a turn is told to run in the next") {
    Scene scene(7);  // fetch-1 runs, and is about to cancel doomed
    scene.to_first(EventKind::callback_ready);
    const std::string text = loop_text(scene.view);
    CHECK(contains(text, "ready 1: doomed, cancelled by fetch-1 (next turn)"));
    CHECK(contains(text, "ready 2: tell the gather, of gather(3) (next turn)"));
}

TEST_CASE("each phase of a turn has its sentence") {
    Scene scene(1);
    scene.to(0);
    CHECK(contains(loop_text(scene.view), "has not started"));
    scene.to_first(EventKind::poll_begin);
    CHECK(loop_picture(scene.view, 9, 9).phase == 0);
    CHECK(contains(loop_text(scene.view), "virtual time jumps 1 s ahead"));
    scene.to_first(EventKind::poll_end);
    CHECK(loop_picture(scene.view, 9, 9).phase == 1);
    scene.to_step(2);
    CHECK(loop_picture(scene.view, 9, 9).phase == 2);
    scene.to(scene.sample.recording.size());
    CHECK(loop_picture(scene.view, 9, 9).phase == -1);
    CHECK(contains(loop_text(scene.view), "has stopped"));
}

TEST_CASE("what does not fit is counted") {
    const Scene scene(2);
    const LoopPicture picture = loop_picture(scene.view, 1, 0);
    CHECK(picture.ready.size() == 1);
    CHECK(picture.ready_more == 3);
    PanelStage stage(ImVec2(330, 215));
    LoopLook look;
    stage.frame(
        [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) { loop_panel(scene.view, ui, look, min, max, actions); });
    CHECK(contains(stage.shown("loop/ready/more"), "more"));
}

TEST_CASE("the panel shows cards by their places, and a click on one selects its task") {
    const Scene scene(3);
    PanelStage stage(ImVec2(410, 360));
    LoopLook look;
    const auto draw = [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        loop_panel(scene.view, ui, look, min, max, actions);
    };
    stage.frame(draw);
    CHECK(contains(stage.shown("loop/running"), "fetch-2"));
    CHECK(contains(stage.shown("loop/ready/0"), "fetch-3"));
    CHECK(contains(stage.shown("loop/ready/2"), "doomed"));
    CHECK(contains(stage.shown("loop/timer/0"), "fetch-1, 1.000 s, in 1.000"));
    CHECK(stage.shown("loop/phase/run") == "run what was ready, now");
    CHECK(contains(stage.shown("loop/unawaited/0"), "greet()"));
    for (const auto& [name, probed] : stage.probe.shown()) CHECK_MESSAGE(!probed.clipped, name);
    stage.click(draw, "loop/ready/0");
    REQUIRE(stage.last_action<act::Select>() != nullptr);
    CHECK(stage.last_action<act::Select>()->task == 4);
}

TEST_CASE("a card slides from its old place to its new one, and back the same way") {
    Scene scene(3);
    PanelStage stage(ImVec2(410, 360));
    LoopLook look;
    const auto draw = [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        loop_panel(scene.view, ui, look, min, max, actions);
    };
    constexpr std::uint64_t kFetch3 = 4;
    const auto place = [&] { return look.motion.find(kFetch3)->min; };
    constexpr float kPart = static_cast<float>(CardMotion::kSeconds) / 4;
    stage.frame(draw);
    CHECK_FALSE(look.animating);
    const ImVec2 ready = place();
    scene.to_step(4);  // fetch-3 goes from the queue to the running slot
    stage.frame(draw);
    CHECK(look.animating);
    CHECK(place().x == doctest::Approx(ready.x));
    stage.frame(draw, kPart);
    const ImVec2 quarter = place();
    CHECK(quarter.x < ready.x);
    stage.frame(draw, 2 * kPart);
    const ImVec2 late = place();
    stage.frame(draw, 2 * kPart);
    const ImVec2 runs = place();
    CHECK(late.x < quarter.x);
    CHECK(runs.x < late.x);
    CHECK_FALSE(look.animating);

    scene.to_step(3);
    stage.frame(draw);
    CHECK(place().x == doctest::Approx(runs.x));
    stage.frame(draw, kPart);
    CHECK(place().x == doctest::Approx(late.x).epsilon(0.001));
    CHECK(place().y == doctest::Approx(late.y).epsilon(0.001));
    stage.frame(draw, 2 * kPart);
    CHECK(place().x == doctest::Approx(quarter.x).epsilon(0.001));
    stage.frame(draw, 2 * kPart);
    CHECK(place().x == doctest::Approx(ready.x));
}

TEST_CASE("with reduced motion, or under full speed, cards are at their new places at once") {
    Scene scene(3);
    PanelStage stage(ImVec2(410, 360));
    LoopLook look;
    SUBCASE("reduced motion") { look.reduce_motion = true; }
    SUBCASE("full speed") {
        scene.view.playing = true;
        scene.view.pace = kFastest;
    }
    const auto draw = [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        loop_panel(scene.view, ui, look, min, max, actions);
    };
    stage.frame(draw);
    const float running = look.motion.find(3)->min.x;  // fetch-2 runs
    scene.to_step(4);
    stage.frame(draw);
    CHECK_FALSE(look.animating);
    CHECK(look.motion.find(4)->min.x == doctest::Approx(running));
}

TEST_CASE("each operation outside of the loop is told with the task that waits for it") {
    loopscope::testing::StreamBuilder stream;
    using loopscope::testing::number;
    for (TaskId id = 1; id <= 3; ++id)
        stream.add(EventKind::task_create, id, {.a = stream.string("client-" + std::to_string(id))});
    stream.add(EventKind::turn_begin, 0, {.b = 1});
    for (TaskId id = 1; id <= 3; ++id) {
        const auto site = stream.site(7);
        const auto label = stream.string(id == 3 ? "crunch" : "read");
        stream.add(EventKind::step_begin, id, {.a = 1});
        stream.add(id == 3 ? EventKind::thread_start : EventKind::io_start, id, {.a = label, .b = pack(id, site)});
        stream.add(EventKind::task_wait, id,
                   {.detail = number(id == 3 ? WaitReason::thread : WaitReason::io), .a = site, .b = id});
        stream.add(EventKind::step_end, id);
    }
    Recording recording;
    REQUIRE(recording.append(stream.slots()));
    World world = recording.now();
    View view = viz::testing::make_view(recording, world, recording.size());
    const std::string text = loop_text(view);
    CHECK(contains(text, "I/O and threads: 3 operations outside of the loop"));
    CHECK(contains(text, "    I/O: read, client-2, since 0.000 s"));
    CHECK(contains(text, "    thread: crunch, client-3"));

    PanelStage stage(ImVec2(410, 320));
    LoopLook look;
    const auto draw = [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        loop_panel(view, ui, look, min, max, actions);
    };
    stage.frame(draw);
    CHECK(contains(stage.shown("loop/operation/2"), "client-3, thread: crunch"));
    CHECK(look.motion.find(3) != nullptr);  // its card stands there
    stage.click(draw, "loop/operation/1");
    REQUIRE(stage.last_action<act::Select>() != nullptr);
    CHECK(stage.last_action<act::Select>()->task == 2);
}

TEST_CASE("whatever the loop has to show, no text in it is cut or drawn over another row") {
    for (const std::uint32_t seed : {1u, 2u, 3u}) {
        const loopscope::testing::RandomProgram program(seed, 3000);
        Recording recording;
        REQUIRE(recording.append(program.out.slots()));
        for (const ImVec2 size : {ImVec2(330, 200), ImVec2(410, 280), ImVec2(600, 500)}) {
            PanelStage stage(size);
            LoopLook look;
            for (std::size_t at = 0; at < recording.size(); at += 397) {
                const World world = recording.at(at);
                const View view = viz::testing::make_view(recording, world, at);
                stage.frame([&](Ui& ui, ImVec2 min, ImVec2 max,
                                Actions& actions) { loop_panel(view, ui, look, min, max, actions); },
                            1.0f);
                for (const auto& [name, probed] : stage.probe.shown()) {
                    CHECK_MESSAGE(!probed.clipped, name << ": " << probed.text);
                    CHECK_MESSAGE(probed.max.y <= 20 + size.y + 1, name);
                }
            }
        }
    }
}

TEST_CASE("why: a sleeping task, with who made it and its chain") {
    Scene scene(3);
    scene.view.selection.task = 2;
    const std::string text = selection_text(scene.view);
    CHECK(contains(text, "Why: fetch-1 (waits, 1 step, waiting for 0 turns)"));
    CHECK(contains(text, "fetch-1 sleeps until t=1.000 s (lesson.cpp:8)."));
    CHECK(contains(text, "Its timer is due in 1.000 s"));
    CHECK(contains(text, "main created it (lesson.cpp:16)."));
    CHECK(contains(
        text, "await chain, innermost first: the timer of t=1.000 s < fetch() (lesson.cpp:8) < main (lesson.cpp:16)"));
}

TEST_CASE("why: a task that waits for a gather names the children still to come") {
    Scene scene(9);  // fetch-1 is done and counted, fetch-2 runs
    scene.view.selection.task = 1;
    const std::string text = selection_text(scene.view);
    CHECK(contains(text, "main waits for gather(3)"));
    CHECK(contains(text, "1 of 3 are done; still to come: fetch-2, fetch-3."));
    CHECK(contains(text, "It is the main task"));
}

TEST_CASE("why: who finished last is named as the waker of the one that gathered") {
    Scene scene(11);
    scene.view.selection.task = 1;
    CHECK(contains(selection_text(scene.view),
                   "It last became ready at t=3.000 s: fetch-3 was done, a child of gather(3)."));
    scene.to_step(7);
    scene.view.selection.task = 2;
    CHECK(contains(selection_text(scene.view), "It last became ready at t=1.000 s: its sleep was over."));
}

TEST_CASE("why: ready, failed, cancelled, not yet created, and nobody") {
    Scene scene(3);
    scene.view.selection.task = 6;
    CHECK(contains(selection_text(scene.view),
                   "doomed is ready: number 3 of 3 in the queue, to run in this turn; main created it."));
    scene.to_step(7);
    scene.view.selection.task = 5;
    CHECK(contains(selection_text(scene.view), "broken failed at t=0.000 s: no route to host"));
    scene.to_step(9);
    scene.view.selection.task = 6;
    CHECK(contains(selection_text(scene.view), "doomed was cancelled at t=1.000 s."));
    scene.to_step(1);
    scene.view.selection.task = 4;
    CHECK(contains(selection_text(scene.view), "fetch-3 is not created yet."));
    scene.to(scene.sample.recording.size());
    scene.view.selection.task = 0;
    CHECK(contains(selection_text(scene.view), "no task is chosen"));
    scene.view.selection.task = 4711;
    CHECK(contains(selection_text(scene.view), "task 4711 is not created yet."));
}

TEST_CASE("why: a name in the text selects that task") {
    Scene scene(9);
    scene.view.selection.task = 1;
    PanelStage stage(ImVec2(410, 300));
    SelectionLook look;
    const auto draw = [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        selection_panel(scene.view, ui, look, min, max, actions);
    };
    stage.frame(draw);
    std::string name;
    for (const auto& [key, probed] : stage.probe.shown()) {
        if (key.starts_with("selection/name/4/")) name = key;
    }
    REQUIRE(stage.shown(name) == "fetch-3");
    stage.click(draw, name);
    REQUIRE(stage.last_action<act::Select>() != nullptr);
    CHECK(stage.last_action<act::Select>()->task == 4);
}
