// The resources: what each primitive's picture says, and that it costs by what is shown.
#include "panels/resources.hpp"
#include "panels/loop.hpp"
#include "visualizer/drawn_text.hpp"
#include "visualizer/panel_stage.hpp"
#include "visualizer/resource_scene.hpp"

#include "monitor/object_program.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace viz;
using namespace loopscope;
using viz::testing::PanelStage;
using viz::testing::ResourceScene;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct Stage {
    PanelStage stage;
    ResourcesLook look;
    explicit Stage(ImVec2 size = {410, 420}) : stage(size) {}
    void draw(const View& view, float seconds = 1.0f / 60) {
        stage.frame(drawing(view), seconds);
        for (const auto& [name, probed] : stage.probe.shown())
            CHECK_MESSAGE(!probed.clipped, name << ": " << probed.text);
    }
    PanelStage::Draw drawing(const View& view) {
        return [this, &view](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
            resources_panel(view, ui, look, min, max, actions);
        };
    }
};

// A queue of three with two items, a putter and the rest.
ResourceScene queue_scene() {
    ResourceScene scene;
    for (const char* name : {"main", "producer-0", "producer-1", "consumer-0"}) scene.task(name);
    const auto queue = scene.object(ObjectKind::queue, "jobs");
    scene.number(queue, ValueKind::capacity, 3);
    for (const char* item : {"3", "12", "\"a letter\""}) scene.put(queue, 2, item);
    scene.wait(2, WaitReason::put, queue);
    scene.wait(3, WaitReason::put, queue);
    return scene;
}

}  // namespace

TEST_CASE("a queue shows its items, and who waits to put in the order in which they will") {
    ResourceScene scene = queue_scene();
    View view = scene.view();
    const std::string text = resources_text(view);
    CHECK(contains(text, "jobs (queue, line 20): 3 of 3 slots are full"));
    CHECK(contains(text, "items, next one first: 3, 12, \"a letter\""));
    CHECK(contains(text, "waiting to put: producer-0, producer-1"));
    CHECK(contains(text, "unfinished tasks 3"));
    Stage stage;
    stage.draw(view);
    CHECK(stage.stage.shown("resources/remark") == "1 primitive");
    CHECK(stage.stage.shown("resources/1") == "jobs, queue, line 20, 3 / 3");
    CHECK(stage.stage.shown("resources/1/item/0") == "3");
    CHECK(stage.stage.shown("resources/1/0/task/2") == "1  producer-0");
    CHECK(stage.stage.shown("resources/1/0/task/3") == "2  producer-1");
    // What leaves first stands nearest to where it leaves.
    CHECK(stage.stage.probe.find("resources/1/item/0")->min.x > stage.stage.probe.find("resources/1/item/1")->min.x);
}

TEST_CASE("a waiter that was woken waits no more, and leaves the queue's picture when it runs") {
    ResourceScene scene = queue_scene();
    scene.stream.add(EventKind::object_get, 1, {.a = 1, .b = pack(4, 0)});
    scene.wake(2);
    CHECK(contains(resources_text(scene.view()), "    woken, runs soon: producer-0\n    waiting to put: producer-1\n"));
    CHECK(contains(resources_text(scene.view()), "2 of 3 slots"));
    const View woken = scene.view();
    Stage stage;
    stage.draw(woken);
    CHECK(stage.stage.shown("resources/1/0/label") == "woken, runs soon");
    CHECK(stage.stage.shown("resources/1/0/task/2") == "producer-0");
    CHECK(stage.stage.shown("resources/1/1/task/3") == "producer-1");
    scene.run(2);
    CHECK_FALSE(contains(resources_text(scene.view()), "woken"));
    CHECK(contains(resources_text(scene.view()), "waiting to put: producer-1\n"));
}

TEST_CASE("an event that was set says how many it has woken, until they have run") {
    ResourceScene scene;
    for (const char* name : {"main", "one", "two"}) scene.task(name);
    const auto bell = scene.object(ObjectKind::event, "bell");
    scene.number(bell, ValueKind::value, 0);
    scene.wait(2, WaitReason::signal, bell);
    scene.wait(3, WaitReason::signal, bell);
    CHECK(contains(resources_text(scene.view()), "closed: who comes now waits\n    in line: one, two\n"));
    scene.number(bell, ValueKind::value, 1);
    scene.wake(2);
    scene.wake(3);
    CHECK(contains(resources_text(scene.view()),
                   "open: 2 were woken, and are on their way\n    woken, runs soon: one, two\n"));
    scene.run(2);
    CHECK(contains(resources_text(scene.view()), "open: 1 was woken, and is on its way\n"));
    scene.stream.add(EventKind::step_end, 2);
    scene.run(3);
    CHECK(contains(resources_text(scene.view()), "open: nobody has to wait\n"));
}

TEST_CASE("the key of a free lock stays where it hangs until who was woken for it runs") {
    ResourceScene scene;
    for (const char* name : {"main", "one"}) scene.task(name);
    const auto lock = scene.object(ObjectKind::lock, "db");
    scene.take(lock, 1);
    scene.wait(2, WaitReason::acquire, lock);
    scene.give(lock, 1);
    scene.wake(2);
    const View view = scene.view();
    Stage stage;
    stage.draw(view);
    CHECK(stage.stage.shown("resources/1/state") == "free: the key hangs here");
    CHECK(stage.stage.shown("resources/1/0/label") == "woken, runs soon");
}

TEST_CASE("what is awaited has no line: it says by whom") {
    ResourceScene scene;
    for (const char* name : {"main", "one"}) scene.task(name);
    const auto gather = scene.object(ObjectKind::gather, "gather(1)");
    scene.child(gather, 2);
    scene.wait(1, WaitReason::object, gather);
    CHECK(contains(resources_text(scene.view()), "awaited by: main\n"));
}

TEST_CASE("a stack's last item is the next to leave, and a queue without limit says so") {
    ResourceScene scene;
    scene.task("main");
    const auto stack = scene.object(ObjectKind::lifo_queue, "plates");
    scene.number(stack, ValueKind::capacity, 0);
    scene.put(stack, 1, "first");
    scene.put(stack, 1, "second");
    const View view = scene.view();
    CHECK(contains(resources_text(view), "plates (LIFO queue, line 20): 2 items, no limit"));
    CHECK(contains(resources_text(view), "items, next one first: second, first"));
    Stage stage;
    stage.draw(view);
    CHECK(stage.stage.shown("resources/1/item/0") == "second");
}

TEST_CASE("a lock's key is with its holder; who waits stands in line") {
    ResourceScene scene;
    for (const char* name : {"main", "writer-1", "writer-2"}) scene.task(name);
    const auto lock = scene.object(ObjectKind::lock, "db");
    CHECK(contains(resources_text(scene.view()), "db (lock, line 20): free: the key hangs here"));
    scene.take(lock, 2);
    scene.wait(3, WaitReason::acquire, lock);
    View view = scene.view();
    CHECK(contains(resources_text(view), "held by: writer-1\n"));
    CHECK(contains(resources_text(view), "in line: writer-2\n"));
    Stage stage;
    stage.draw(view);
    CHECK(stage.stage.shown("resources/1/0/task/2") == "writer-1");
    stage.stage.click(stage.drawing(view), "resources/1/1/task/3");
    REQUIRE(stage.stage.last_action<act::Select>() != nullptr);
    CHECK(stage.stage.last_action<act::Select>()->task == 3);
    stage.stage.click(stage.drawing(view), "resources/1");
    CHECK(stage.stage.last_action<act::Select>()->object == lock);
    CHECK(stage.stage.last_action<act::Select>()->task == 0);
}

TEST_CASE("the chosen primitive tells where each of its tasks stands and since when") {
    ResourceScene scene;
    for (const char* name : {"main", "writer-1", "writer-2"}) scene.task(name);
    const auto lock = scene.object(ObjectKind::lock, "db");
    scene.take(lock, 2);
    scene.stream.add(EventKind::time_moves, 0, {.b = 300'000'000});
    scene.wait(3, WaitReason::acquire, lock);
    scene.selection.object = lock;
    const View view = scene.view();
    CHECK(contains(resources_text(view), "in line: writer-2 line 11 since 0.300 s"));
    Stage stage;
    stage.draw(view);
    CHECK(stage.stage.shown("resources/1/1/task/3/where") == "line 11, since 0.300 s");
}

TEST_CASE("permits, a gate, a barrier, a deadline and a gather say how full they are") {
    ResourceScene scene;
    for (const char* name : {"main", "one", "two"}) scene.task(name);
    const auto doors = scene.object(ObjectKind::semaphore, "doors");
    scene.number(doors, ValueKind::capacity, 3);
    scene.number(doors, ValueKind::value, 1);
    scene.take(doors, 2, 2);
    const auto bell = scene.object(ObjectKind::event, "bell");
    scene.number(bell, ValueKind::value, 0);
    const auto barrier = scene.object(ObjectKind::barrier, "start");
    scene.number(barrier, ValueKind::capacity, 4);
    scene.number(barrier, ValueKind::value, 1);
    scene.wait(3, WaitReason::signal, barrier);
    const auto timeout = scene.object(ObjectKind::timeout, "", 2);
    scene.number(timeout, ValueKind::deadline, 900'000'000);
    const auto gather = scene.object(ObjectKind::gather, "gather(2)");
    scene.child(gather, 2);
    scene.child(gather, 3);
    scene.stream.add(EventKind::object_child_done, gather, {.a = 2});
    scene.stream.add(EventKind::time_moves, 0, {.b = 700'000'000});
    const View view = scene.view();
    const std::string text = resources_text(view);
    CHECK(contains(text, "doors (semaphore, line 20): 1 of 3 permits free"));
    CHECK(contains(text, "held by: one \u00d72"));
    CHECK(contains(text, "bell (event, line 20): closed"));
    CHECK(contains(text, "start (barrier, line 20): 1 of 4 have arrived"));
    CHECK(contains(text, "timeout (in one, line 20): deadline 0.900 s, in 0.200 s"));
    CHECK(contains(text, "gather (in main, line 20): 1 / 2 done"));
    CHECK(contains(text, "to come: two\n"));
    Stage stage(ImVec2(410, 700));
    stage.draw(view);
    CHECK(stage.stage.shown("resources/remark") == "5 primitives");
    for (int id = 1; id <= 5; ++id) CHECK(stage.stage.probe.find("resources/" + std::to_string(id)) != nullptr);
}

TEST_CASE("those that somebody holds or waits for come first, the others are a line each") {
    ResourceScene scene;
    scene.task("main");
    scene.object(ObjectKind::lock, "idle");
    const auto busy = scene.object(ObjectKind::lock, "busy");
    scene.take(busy, 1);
    const View view = scene.view();
    Stage stage;
    stage.draw(view);
    CHECK(stage.stage.probe.find("resources/2")->min.y < stage.stage.probe.find("resources/1")->min.y);
    CHECK(stage.stage.probe.find("resources/1/state") == nullptr);
}

TEST_CASE("without a primitive there is one kind sentence") {
    ResourceScene scene;
    scene.task("main");
    const View view = scene.view();
    Stage stage;
    stage.draw(view);
    CHECK(contains(stage.stage.shown("resources/none"), "Nothing is shared"));
    CHECK(contains(resources_text(view), "Nothing is shared"));
}

TEST_CASE("a hundred thousand waiters are counted, and not drawn") {
    ResourceScene scene;
    scene.task("main");
    const auto gate = scene.object(ObjectKind::semaphore, "gate");
    scene.number(gate, ValueKind::capacity, 2);
    scene.number(gate, ValueKind::value, 0);
    const View few = [&] {
        for (int i = 0; i < 300; ++i) scene.wait(scene.task("guest"), WaitReason::acquire, gate);
        return scene.view();
    }();
    Stage stage;
    stage.draw(few);
    const int vertices = stage.stage.vertices;
    for (int i = 0; i < 99'700; ++i) scene.wait(scene.task("guest"), WaitReason::acquire, gate);
    const View many = scene.view();
    stage.draw(many);
    CHECK(stage.stage.vertices < vertices + 100);
    std::string more;
    for (const auto& [name, probed] : stage.stage.probe.shown()) {
        if (name == "resources/1/0/more") more = probed.text;
    }
    CHECK(contains(more, "+9999"));
    CHECK(resources_picture(many, 60, 12).rows.front().groups.front().tasks.size() == 12);
}

TEST_CASE("a card goes from the loop's running place into a primitive's line") {
    ResourceScene scene;
    for (const char* name : {"main", "writer-1"}) scene.task(name);
    const auto lock = scene.object(ObjectKind::lock, "db");
    scene.take(lock, 1);
    scene.run(2);
    PanelStage stage(ImVec2(410, 560));
    LoopLook loop;
    ResourcesLook resources;
    resources.motion = &loop.motion;
    const auto frame = [&](const View& view, float seconds) {
        stage.frame(
            [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
                const float middle = (min.y + max.y) / 2;
                loop_panel(view, ui, loop, min, ImVec2(max.x, middle), actions);
                resources_panel(view, ui, resources, ImVec2(min.x, middle), max, actions);
            },
            seconds);
    };
    const View runs = scene.view();
    frame(runs, 1);
    const float running = loop.motion.find(2)->min.y;
    scene.stream.add(EventKind::task_wait, 2, {.detail = loopscope::testing::number(WaitReason::acquire), .b = lock});
    scene.stream.add(EventKind::step_end, 2);
    const View waits = scene.view();
    frame(waits, 1.0f / 60);
    CHECK(loop.motion.find(2)->min.y == doctest::Approx(running));
    frame(waits, static_cast<float>(CardMotion::kSeconds) / 2);
    const float half = loop.motion.find(2)->min.y;
    frame(waits, 1);
    const float arrived = loop.motion.find(2)->min.y;
    CHECK(arrived > 290);
    CHECK(half == doctest::Approx((running + arrived) / 2).epsilon(0.1));
}

TEST_CASE("whatever objects there are, no text is cut or lies over another") {
    for (const std::uint32_t seed : {1u, 2u}) {
        const loopscope::testing::ObjectProgram program(seed, 3000);
        Recording recording;
        REQUIRE(recording.append(program.out.slots()));
        for (const ImVec2 size : {ImVec2(330, 150), ImVec2(410, 230), ImVec2(600, 700)}) {
            Stage stage(size);
            for (const bool graph : {false, true}) {
                for (std::size_t at = 0; at < recording.size(); at += 311) {
                    const World world = recording.at(at);
                    View view = viz::testing::make_view(recording, world, at);
                    view.selection.object = static_cast<ObjectId>(at % 5);
                    view.selection.task = view.selection.object == 0 ? 3 : 0;
                    stage.look.show = graph ? ResourcesLook::Show::graph : ResourcesLook::Show::things;
                    stage.draw(view, 1);
                    for (const std::string& fault : viz::testing::text_faults(viz::testing::drawn_runs()))
                        CHECK_MESSAGE(false, fault << " at " << at << ", " << size.x << (graph ? " graph" : ""));
                }
            }
        }
    }
}

TEST_CASE("the resources are drawn and told whatever a damaged recording holds") {
    std::mt19937 random(7);
    for (int round = 0; round < 60; ++round) {
        auto slots = loopscope::testing::ObjectProgram(static_cast<std::uint32_t>(round), 200).out.slots();
        for (int damage = 0; damage < 20; ++damage) {
            Event& event = slots[random() % slots.size()];
            if (event.extra > 0 || is_definition(event.kind)) continue;
            switch (random() % 4) {
                case 0:
                    event.subject = static_cast<std::uint32_t>(random());
                    break;
                case 1:
                    event.detail = static_cast<std::uint8_t>(random());
                    break;
                case 2:
                    event.b = std::uint64_t{random()} << 32 | random();
                    break;
                default:
                    event.a = static_cast<std::uint32_t>(random());
            }
        }
        Recording recording;
        recording.append(slots);
        const World& world = recording.now();
        View view = viz::testing::make_view(recording, world, recording.size());
        view.selection.object = static_cast<ObjectId>(random() % 4);
        Stage stage(ImVec2(300, 40 + static_cast<float>(random() % 300)));
        for (const auto show : {ResourcesLook::Show::things, ResourcesLook::Show::graph}) {
            stage.look.show = show;
            stage.stage.frame(stage.drawing(view));
        }
        CHECK_FALSE(resources_text(view).empty());
    }
}
