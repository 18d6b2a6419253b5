// What a queue tells the monitor.
#include "recording_support.hpp"

using namespace test;
using loopscope::Event;
using loopscope::EventKind;
using loopscope::Recording;

namespace {

// The task_ready events with this reason, in order.
std::vector<std::size_t> wakes(const Recording& recording) {
    std::vector<std::size_t> found;
    for (const std::size_t i : all_of(recording, EventKind::task_ready)) {
        if (recording[i].detail == static_cast<std::uint8_t>(loopscope::WakeReason::object)) found.push_back(i);
    }
    return found;
}

std::vector<std::pair<int, int>> values(const Recording& recording) {
    std::vector<std::pair<int, int>> found;
    for (const std::size_t i : all_of(recording, EventKind::object_value)) {
        found.emplace_back(recording[i].detail, static_cast<int>(recording[i].b));
    }
    return found;
}

constexpr int kCapacity = static_cast<int>(loopscope::ValueKind::capacity);
constexpr int kUnfinished = static_cast<int>(loopscope::ValueKind::unfinished);

}  // namespace

TEST_SUITE("aio.queue.record") {
    TEST_CASE("an item has one number from put to get, and its text is told") {
        struct Body {
            static aio::Coro<> main() {
                aio::LifoQueue<std::string> queue(5, "pages");
                co_await queue.put("one");
                queue.put_nowait("two");
                co_await queue.get();
                queue.get_nowait();
            }
        };
        const Recording recording = record(Body::main());
        const auto puts = all_of(recording, EventKind::object_put);
        const auto gets = all_of(recording, EventKind::object_get);
        REQUIRE(puts.size() == 2);
        REQUIRE(gets.size() == 2);
        CHECK(recording.text(puts[0]) == "one");
        CHECK(recording.text(puts[1]) == "two");
        CHECK(recording[puts[0]].a == 1);
        CHECK(recording[gets[0]].a == 2);
        CHECK(recording[gets[1]].a == 1);
        CHECK(loopscope::low(recording[puts[0]].b) == 1);   // the main task
        CHECK(loopscope::high(recording[puts[0]].b) != 0);  // its line
        const auto made = all_of(recording, EventKind::object_create);
        REQUIRE(made.size() == 1);
        CHECK(recording[made[0]].detail == static_cast<std::uint8_t>(loopscope::ObjectKind::lifo_queue));
        CHECK(recording.string(recording[made[0]].a) == "pages");
        CHECK(values(recording) == std::vector<std::pair<int, int>>{{kCapacity, 5}});
    }

    TEST_CASE("who waits is told with what it waits for, and a wake-up names the put or get that caused it") {
        struct Body {
            static aio::Coro<> consume(aio::Queue<int>* queue) {
                for (int i = 0; i < 3; ++i) co_await queue->get();
            }
            static aio::Coro<> main() {
                aio::Queue<int> queue(1);
                auto consumer = aio::create_task(consume(&queue));
                co_await aio::sleep(0);
                for (int i = 0; i < 3; ++i) co_await queue.put(i);
                co_await consumer;
            }
        };
        const Recording recording = record(Body::main());
        std::vector<int> reasons;
        for (const std::size_t i : all_of(recording, EventKind::task_wait)) reasons.push_back(recording[i].detail);
        using loopscope::WaitReason;
        const auto code = [](WaitReason reason) { return static_cast<int>(reason); };
        CHECK(reasons == std::vector<int>{code(WaitReason::yield), code(WaitReason::get), code(WaitReason::put),
                                          code(WaitReason::get), code(WaitReason::put), code(WaitReason::get),
                                          code(WaitReason::task)});
        std::vector<EventKind> causes;
        for (const std::size_t i : wakes(recording)) causes.push_back(cause_of(recording, i).kind);
        CHECK(causes == std::vector<EventKind>{EventKind::object_put, EventKind::object_get, EventKind::object_put,
                                               EventKind::object_get, EventKind::object_put});
    }

    TEST_CASE("a getter that was robbed has a step of its own in which it waits again (S67)") {
        struct Body {
            static aio::Coro<> consume(aio::Queue<int>* queue) { co_await queue->get(); }
            static aio::Coro<> main() {
                aio::Queue<int> queue;
                auto consumer = aio::create_task(consume(&queue));
                co_await aio::sleep(0);
                queue.put_nowait(1);
                queue.get_nowait();
                co_await aio::sleep(0);
                queue.put_nowait(2);
                co_await consumer;
            }
        };
        const Recording recording = record(Body::main());
        int steps = 0;
        int waits = 0;
        loopscope::SiteId line = 0;
        for (std::size_t i = 0; i < recording.size(); ++i) {
            if (recording[i].subject != 2) continue;
            steps += recording[i].kind == EventKind::step_begin ? 1 : 0;
            if (recording[i].kind != EventKind::task_wait) continue;
            if (waits++ > 0) CHECK(recording[i].a == line);  // it stands at the same co_await
            line = recording[i].a;
            CHECK(recording[i].detail == static_cast<std::uint8_t>(loopscope::WaitReason::get));
        }
        CHECK(steps == 3);
        CHECK(waits == 2);
    }

    TEST_CASE("work that is done, and the end, are told") {
        struct Body {
            static aio::Coro<> join(aio::Queue<int>* queue) { co_await queue->join(); }
            static aio::Coro<> main() {
                aio::Queue<int> queue;
                for (int i = 0; i < 3; ++i) queue.put_nowait(i);
                auto joiner = aio::create_task(join(&queue));
                co_await aio::sleep(0);
                queue.get_nowait();
                queue.task_done();
                queue.shutdown(true);
                co_await joiner;
                co_await queue.join();
            }
        };
        const Recording recording = record(Body::main());
        CHECK(values(recording) ==
              std::vector<std::pair<int, int>>{{kCapacity, 0}, {kUnfinished, 2}, {kUnfinished, 0}});
        const auto closed = all_of(recording, EventKind::object_close);
        REQUIRE(closed.size() == 1);
        CHECK(recording[closed[0]].detail == static_cast<std::uint8_t>(loopscope::CloseKind::at_once));
        REQUIRE(wakes(recording).size() == 1);
        CHECK(cause_of(recording, wakes(recording)[0]).kind == EventKind::object_close);
        const auto passed = all_of(recording, EventKind::await_passed);
        REQUIRE(passed.size() == 1);
        CHECK(recording[passed[0]].detail == static_cast<std::uint8_t>(loopscope::WaitReason::join));
    }

    TEST_CASE("what was put before the loop ran is told when the loop meets the queue") {
        aio::PriorityQueue<std::pair<int, std::string>> queue(9, "early");
        queue.put_nowait({2, "b"});
        queue.put_nowait({1, "a"});
        struct Body {
            static aio::Coro<> main(aio::PriorityQueue<std::pair<int, std::string>>* from) { co_await from->get(); }
        };
        const Recording recording = record(Body::main(&queue));
        const auto puts = all_of(recording, EventKind::object_put);
        REQUIRE(puts.size() == 2);
        CHECK(recording.text(puts[0]) == "(1, 'a')");
        CHECK(recording[puts[0]].a == 2);
        const auto gets = all_of(recording, EventKind::object_get);
        REQUIRE(gets.size() == 1);
        CHECK(recording[gets[0]].a == 2);
        CHECK(values(recording) == std::vector<std::pair<int, int>>{{kCapacity, 9}, {kUnfinished, 2}});
    }
}
