#include "monitor/await_tree.hpp"

#include "monitor/object_program.hpp"
#include "monitor/stage.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

constexpr TaskId kMain = 1, kFirst = 2, kSecond = 3, kThird = 4;

std::string draw(const Stage& stage, TreeBy by = TreeBy::awaits, std::size_t width = 0) {
    const Recording recording = stage.record();
    const AwaitTree tree = await_tree(recording, recording.now(), recording.size(), by);
    return tree_text(recording, recording.now(), recording.size(), tree, width);
}

std::size_t columns(const std::string& line) {
    return static_cast<std::size_t>(std::ranges::count_if(line, [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace

TEST_SUITE("tree: who awaits whom") {
    TEST_CASE("awaiters stand above what they await, each with its coroutines and their lines") {
        Stage stage(2);
        const ObjectId lock = stage.make(ObjectKind::lock, "db"), gather = stage.make(ObjectKind::gather);
        stage.child(gather, kFirst);
        stage.child(gather, kSecond);
        stage.run(kMain);
        stage.enter(kMain, "program", 0);
        stage.enter(kMain, "all_of_them", 60);
        stage.wait(kMain, WaitReason::object, gather, 12);
        stage.take(lock, kFirst);
        stage.run(kFirst);
        stage.enter(kFirst, "pay", 0);
        stage.sleep(kFirst);
        stage.wait(kSecond, WaitReason::acquire, lock);
        CHECK(draw(stage) ==
              "main waits for gather(2) (bank.cpp:12)\n"
              "│   in all_of_them() (bank.cpp:12)\n"
              "│   in program() (bank.cpp:60)\n"
              "├─ worker-1 sleeps until t=0.300 s (bank.cpp:27)\n"
              "│      in pay() (bank.cpp:27)\n"
              "└─ worker-2 waits for the lock db (bank.cpp:31), held by worker-1\n");
    }

    TEST_CASE("a gather within a gather has a line of its own") {
        Stage stage(2);
        const ObjectId outer = stage.make(ObjectKind::gather), inner = stage.make(ObjectKind::gather);
        stage.child(outer, kFirst);
        stage.inner(outer, inner);
        stage.child(inner, kSecond);
        stage.wait(kMain, WaitReason::object, outer, 12);
        stage.sleep(kFirst);
        stage.sleep(kSecond, 400, 28);
        CHECK(draw(stage) ==
              "main waits for gather(2) (bank.cpp:12)\n"
              "├─ gather(1) is not done yet\n"
              "│  └─ worker-2 sleeps until t=0.400 s (bank.cpp:28)\n"
              "└─ worker-1 sleeps until t=0.300 s (bank.cpp:27)\n");
    }

    TEST_CASE("a line that begins with a name of ours has a capital") {
        Stage stage(1);
        const ObjectId outer = stage.make(ObjectKind::gather), inner = stage.make(ObjectKind::shield);
        stage.inner(outer, inner);
        stage.child(inner, kFirst);
        stage.wait(kMain, WaitReason::object, outer, 12);
        CHECK(draw(stage).find("└─ The shield") != std::string::npos);
    }

    TEST_CASE("whom nobody awaits is a root, and who is awaited twice is told once") {
        Stage stage;
        stage.wait(kMain, WaitReason::task, kThird, 11);
        stage.wait(kFirst, WaitReason::task, kThird, 12);
        stage.sleep(kSecond);
        stage.sleep(kThird, 400, 28);
        CHECK(draw(stage) ==
              "main waits for task worker-3 (bank.cpp:11)\n"
              "└─ worker-3 sleeps until t=0.400 s (bank.cpp:28)\n"
              "worker-1 waits for task worker-3 (bank.cpp:12)\n"
              "└─ worker-3, as told above\n"
              "worker-2 sleeps until t=0.300 s (bank.cpp:27)\n");
    }

    TEST_CASE("tasks that await each other are a ring and are shown") {
        Stage stage(2);
        stage.wait(kFirst, WaitReason::task, kSecond, 11);
        stage.wait(kSecond, WaitReason::task, kFirst, 12);
        stage.finish(kMain);
        CHECK(draw(stage) ==
              "worker-1 waits for task worker-2 (bank.cpp:11)\n"
              "└─ worker-2 waits for task worker-1 (bank.cpp:12)\n"
              "   └─ worker-1 again: a ring\n"
              "A ring, nobody in it can go on: worker-1 → worker-2 → worker-1\n");
    }

    TEST_CASE("a ring of locks stands below the tree") {
        Stage stage(2);
        const ObjectId a = stage.make(ObjectKind::lock, "a"), b = stage.make(ObjectKind::lock, "b");
        stage.take(a, kFirst);
        stage.take(b, kSecond);
        stage.wait(kFirst, WaitReason::acquire, b);
        stage.wait(kSecond, WaitReason::acquire, a);
        CHECK(
            draw(stage).ends_with("A ring, nobody in it can go on: worker-1 → the lock b → worker-2 → the lock a → "
                                  "worker-1\n"));
    }

    TEST_CASE("several holders are counted") {
        Stage stage;
        const ObjectId semaphore = stage.make(ObjectKind::semaphore, "seats");
        stage.take(semaphore, kFirst);
        stage.take(semaphore, kSecond);
        stage.wait(kThird, WaitReason::acquire, semaphore);
        CHECK(draw(stage).ends_with("a permit of the semaphore seats (bank.cpp:31), held by worker-1 and 1 more\n"));
    }
}

TEST_SUITE("tree: who created whom") {
    TEST_CASE("children stand below who created them; one who is over is shown while a child is alive") {
        Stage stage(1);
        stage.create("helper", kFirst);
        stage.create("idle", kMain);
        stage.finish(kFirst);
        stage.sleep(kSecond);
        stage.sleep(kMain);
        stage.finish(kThird);
        CHECK(draw(stage, TreeBy::creation) ==
              "main sleeps until t=0.300 s (bank.cpp:27)\n"
              "└─ worker-1 returned at t=0.000 s\n"
              "   └─ helper sleeps until t=0.300 s (bank.cpp:27)\n");
        CHECK(draw(stage).find("worker-1") == std::string::npos);
    }
}

TEST_SUITE("tree: text and JSON") {
    TEST_CASE("no line is wider than asked, and one that is cut says so") {
        Stage stage;
        stage.wait(kMain, WaitReason::task, kFirst, 11);
        for (const std::size_t width : {1u, 10u, 25u, 200u}) {
            std::istringstream text(draw(stage, TreeBy::awaits, width));
            bool cut = false;
            for (std::string line; std::getline(text, line);) {
                CHECK(columns(line) <= width);
                cut = cut || line.ends_with("…");
            }
            CHECK(cut == (width < 200));
        }
    }

    TEST_CASE("what stands very deep is counted, and is there in JSON") {
        Stage stage(100);
        for (TaskId task = 1; task <= 100; ++task) stage.wait(task, WaitReason::task, task + 1);
        const std::string text = draw(stage);
        CHECK(static_cast<std::size_t>(std::ranges::count(text, '\n')) == kMostTreeDepth + 1);
        CHECK(text.find("and 61 more below") != std::string::npos);
        const Recording recording = stage.record();
        const AwaitTree tree = await_tree(recording, recording.now(), recording.size(), TreeBy::awaits);
        const auto json = nlohmann::json::parse(tree_json(recording, recording.now(), recording.size(), tree));
        CHECK(json["nodes"].size() == 101);
        CHECK(json["nodes"][0]["parent"].is_null());
        CHECK(json["nodes"][100]["parent"] == 99);
    }

    TEST_CASE("a chain of a hundred thousand tasks costs no stack") {
        Stage stage(100'000);
        for (TaskId task = 1; task <= 100'000; ++task) stage.wait(task, WaitReason::task, task + 1);
        const Recording recording = stage.record();
        CHECK(await_tree(recording, recording.now(), recording.size(), TreeBy::awaits).nodes.size() == 100'001);
    }

    TEST_CASE("JSON has the states, the lines, the holders and the rings") {
        Stage stage(2);
        const ObjectId a = stage.make(ObjectKind::lock, "a"), b = stage.make(ObjectKind::lock, "b");
        stage.take(a, kFirst);
        stage.take(b, kSecond);
        stage.run(kFirst);
        stage.enter(kFirst, "pay", 0);
        stage.wait(kFirst, WaitReason::acquire, b);
        stage.wait(kSecond, WaitReason::acquire, a);
        const Recording recording = stage.record();
        const AwaitTree tree = await_tree(recording, recording.now(), recording.size(), TreeBy::creation);
        const auto json = nlohmann::json::parse(tree_json(recording, recording.now(), recording.size(), tree));
        CHECK(json["index"] == recording.size());
        const auto& first = json["nodes"][1];
        CHECK(first["name"] == "worker-1");
        CHECK(first["parent"] == 0);
        CHECK(first["state"] == "waiting");
        CHECK(first["reason"] == "acquire");
        CHECK(first["at"]["line"] == 31);
        CHECK(first["waits_for"]["name"] == "the lock b");
        CHECK(first["held_by"] == nlohmann::json::array({kSecond}));
        CHECK(first["stack"][0]["function"] == "pay");
        CHECK(json["rings"].size() == 1);
        CHECK(json["rings"][0].size() == 4);
    }

    TEST_CASE("every living task stands in both trees just once, whatever the program, also a damaged one") {
        std::mt19937 random(3);
        for (std::uint32_t seed = 1; seed <= 20; ++seed) {
            std::vector<Event> slots =
                seed % 2 == 0 ? RandomProgram(seed, 500).out.slots() : ObjectProgram(seed, 500).out.slots();
            for (int hit = 0; seed > 10 && hit < 30; ++hit) {
                Event& event = slots[random() % slots.size()];
                if (event.extra == 0)
                    (hit % 2 == 0 ? event.subject : event.a) = static_cast<std::uint32_t>(random() % 12);
                if (event.kind == EventKind::task_create) event.b = random() % 12;
            }
            Recording recording;
            recording.append(slots);
            for (std::size_t index = 0; index <= recording.size(); index += 3) {
                const World world = recording.at(index);
                for (const TreeBy by : {TreeBy::awaits, TreeBy::creation}) {
                    const AwaitTree tree = await_tree(recording, world, index, by);
                    for (const TaskNow& task : world.tasks()) {
                        REQUIRE(std::ranges::count_if(tree.nodes, [&](const TreeNode& node) {
                                    return node.task == task.id && !node.again;
                                }) == 1);
                    }
                    const std::string text = tree_text(recording, world, index, tree, 0);
                    REQUIRE(text.find_first_of("{}") == std::string::npos);
                    REQUIRE(text == tree_text(recording, world, index, tree, 0));
                }
            }
        }
    }
}

TEST_SUITE("tree: the moment to show") {
    TEST_CASE("the end, while somebody is alive there") {
        Stage stage;
        const Recording recording = stage.record();
        CHECK(telling_moment(recording) == recording.size());
    }

    TEST_CASE("of a run that got stuck, before the loop asks them all to cancel") {
        Stage stage(0);
        stage.wait(kMain, WaitReason::signal, stage.make(ObjectKind::event, "go"));
        const std::size_t stuck = stage.record().size();
        stage.out.add(EventKind::cancel_request, kMain);
        stage.wake(kMain, stage.out.last(), WakeReason::cancelled);
        stage.finish(kMain, Outcome::cancelled);
        stage.out.add(EventKind::loop_stop, 0, {.detail = number(Outcome::raised)});
        CHECK(telling_moment(stage.record()) == stuck);
    }

    TEST_CASE("of a main task that failed alone, in its last step") {
        Stage stage(0);
        stage.sleep(kMain);
        stage.finish(kMain, Outcome::raised, "no");
        stage.out.add(EventKind::loop_stop, 0, {.detail = number(Outcome::raised)});
        const Recording recording = stage.record();
        const auto moment = telling_moment(recording);
        REQUIRE(moment);
        CHECK(recording.at(*moment).running() == kMain);
    }

    TEST_CASE("of a run that ended well, the last one at which somebody waited") {
        Stage stage(1);
        stage.wait(kMain, WaitReason::task, kFirst);
        stage.sleep(kFirst);
        const std::size_t waits = stage.record().size();
        stage.wake(kFirst, 0, WakeReason::timer);
        const Sequence done = stage.finish(kFirst);
        const std::size_t last = stage.record().size();
        stage.wake(kMain, done, WakeReason::task_done);
        stage.finish(kMain);
        stage.out.add(EventKind::loop_stop);
        const Recording recording = stage.record();
        CHECK(telling_moment(recording) == last);
        CHECK(last > waits);
        CHECK(recording.at(last).task(kMain)->state == TaskState::waiting);
    }

    TEST_CASE("its last step, if nobody ever waited, and none if nothing ever ran") {
        Stage stage(0);
        stage.finish(kMain);
        stage.out.add(EventKind::loop_stop);
        const Recording recording = stage.record();
        const auto moment = telling_moment(recording);
        REQUIRE(moment);
        CHECK(recording.at(*moment).running() == kMain);
        CHECK_FALSE(telling_moment(Recording()));
        StreamBuilder cut;
        cut.add(EventKind::loop_start, 0, {.detail = number(ClockKind::virtual_time)});
        Recording begun;
        REQUIRE(begun.append(cut.slots()));
        CHECK_FALSE(telling_moment(begun));
    }
}
