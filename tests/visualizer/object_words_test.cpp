// What the panels say of locks, queues and what goes on outside of the loop.
#include "panels/loop_picture.hpp"
#include "panels/stops.hpp"
#include "panels/why.hpp"
#include "panels/words.hpp"

#include "monitor/stream_builder.hpp"
#include "ui/text.hpp"
#include "ui/widgets.hpp"
#include "visualizer/sample_recording.hpp"

#include <doctest/doctest.h>

using namespace viz;
using namespace loopscope;
using loopscope::testing::number;
using loopscope::testing::StreamBuilder;

namespace {

// main (1), worker-1 (2), worker-2 (3), worker-3 (4); object 1, and steps by hand.
struct Bank {
    StreamBuilder stream;
    Recording recording;
    World world;

    explicit Bank(ObjectKind kind, std::string_view name = "db") {
        TaskId id = 0;
        for (const char* task : {"main", "worker-1", "worker-2", "worker-3"}) {
            stream.add(EventKind::task_create, ++id, {.a = stream.string(task), .b = 1});
        }
        const SiteId where = stream.site(9);
        stream.add(EventKind::object_create, 1,
                   {.detail = number(kind), .a = stream.string(name), .b = pack(1, where)});
    }
    Sequence tell(EventKind kind, TaskId task, std::uint32_t count = 1) {
        const SiteId where = stream.site(40);
        return stream.add(kind, 1, {.a = where, .b = pack(task, count)});
    }
    void wait(TaskId task, WaitReason reason, std::uint64_t on = 1) {
        const SiteId where = stream.site(31);
        stream.add(EventKind::step_begin, task, {.a = 1});
        stream.add(EventKind::task_wait, task, {.detail = number(reason), .a = where, .b = on});
        stream.add(EventKind::step_end, task);
    }
    void wake(TaskId task, Sequence cause, WakeReason reason = WakeReason::object) {
        stream.add(EventKind::task_ready, task, {.cause = cause, .detail = number(reason)});
    }
    // The last wake-up in words.
    std::string woken() {
        look();
        return wake_words({recording, default_language()}, recording.wakes().back());
    }
    View look() {
        recording = Recording();
        REQUIRE(recording.append(stream.slots()));
        world = recording.now();
        return viz::testing::make_view(recording, world, recording.size());
    }
    std::string why_of(TaskId task) {
        View view = look();
        view.selection.task = task;
        std::string text;
        for (const Sentence& sentence : why(view).sentences) text += plain(sentence) + "\n";
        return text;
    }
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an object is called by its kind and name, or by its line") {
    Bank bank(ObjectKind::lock);
    bank.stream.add(EventKind::object_create, 2,
                    {.detail = number(ObjectKind::bounded_semaphore), .b = pack(1, bank.stream.site(12))});
    bank.stream.add(EventKind::object_create, 3, {.detail = number(ObjectKind::event)});
    bank.stream.add(EventKind::object_create, 4, {.detail = number(ObjectKind::as_completed)});
    bank.stream.add(EventKind::object_create, 5,
                    {.detail = number(ObjectKind::lifo_queue), .a = bank.stream.string("jobs")});
    bank.look();
    CHECK(object_words({bank.recording, default_language()}, 1) == "lock db");
    CHECK(object_words({bank.recording, default_language()}, 2) == "bounded semaphore (line 12)");
    CHECK(object_words({bank.recording, default_language()}, 3) == "event");
    CHECK(object_words({bank.recording, default_language()}, 4) == "as_completed(0)");
    CHECK(object_words({bank.recording, default_language()}, 5) == "LIFO queue jobs");
    CHECK(object_words({bank.recording, default_language()}, 99) == "something");
}

TEST_CASE("a wait names what it is for") {
    Bank bank(ObjectKind::queue, "jobs");
    bank.stream.add(EventKind::io_start, 1, {.a = bank.stream.string("read"), .b = 2});
    bank.stream.add(EventKind::thread_start, 2, {.b = 3});
    bank.look();
    const auto words = [&](WaitReason reason, std::uint64_t on = 1) {
        return wait_words({bank.recording, default_language()}, reason, on);
    };
    CHECK(words(WaitReason::acquire) == "queue jobs");
    CHECK(words(WaitReason::signal) == "queue jobs");
    CHECK(words(WaitReason::get) == "an item of queue jobs");
    CHECK(words(WaitReason::put) == "room in queue jobs");
    CHECK(words(WaitReason::join) == "the end of queue jobs");
    CHECK(words(WaitReason::io, 1) == "I/O: read");
    CHECK(words(WaitReason::io, 9) == "I/O");
    CHECK(words(WaitReason::thread, 2) == "thread");
}

TEST_CASE("why a task waits for a lock: its place in line, and what the holder does meanwhile") {
    Bank bank(ObjectKind::lock);
    bank.stream.add(EventKind::step_begin, 2, {.a = 1});
    bank.tell(EventKind::object_take, 2);
    bank.stream.add(EventKind::timer_arm, 1, {.b = 2'000'000'000});
    bank.wait(2, WaitReason::sleep, 1);
    bank.wait(3, WaitReason::acquire);
    bank.wait(4, WaitReason::acquire);
    const std::string text = bank.why_of(4);
    CHECK(contains(text,
                   "worker-3 waits for the lock db (lesson.cpp:31), held by worker-1, which sleeps until t=2.000 s "
                   "(lesson.cpp:31)."));
    CHECK(contains(text, "It is number 2 of 2 in line for the lock db."));
    CHECK(contains(text, "worker-1 has held the lock db since t=0.000 s (lesson.cpp:40)."));
    View view = bank.look();
    view.selection.task = 4;
    const std::vector<WhyRow> chain = why(view).chain;
    REQUIRE(chain.size() == 3);
    CHECK(chain[0].what == "the timer of t=2.000 s");
    CHECK(chain[1].task == 2);
    CHECK(chain[1].line == "lesson.cpp:31");
    CHECK(chain[2].what == "the lock db");
    CHECK(chain[2].waited_for);
    bank.stream.add(EventKind::task_done, 2);
    CHECK(contains(bank.why_of(4),
                   "held by worker-1, which returned at t=0.000 s, and nobody is left who could release it."));
}

TEST_CASE("a woken task is told whose doing it was") {
    Bank bank(ObjectKind::lock);
    bank.wait(3, WaitReason::acquire);
    bank.stream.add(EventKind::step_begin, 2, {.a = 1});
    bank.wake(3, bank.tell(EventKind::object_give, 2));
    CHECK(bank.woken() == "its turn at lock db");
    CHECK(waker(bank.recording, bank.recording.wakes().back()) == 2);
    CHECK(contains(bank.why_of(3),
                   "worker-2 is ready: number 1 of 1 in the queue, to run in the next turn; its turn had come at "
                   "the lock db, thanks to worker-1."));
}

TEST_CASE("a wake-up is told by what was waited for") {
    const auto woken = [](ObjectKind kind, WaitReason reason) {
        Bank bank(kind);
        bank.wait(3, reason);
        bank.wake(3, bank.tell(EventKind::object_notify, 2));
        return bank.woken();
    };
    CHECK(woken(ObjectKind::event, WaitReason::signal) == "woken by event db");
    CHECK(woken(ObjectKind::queue, WaitReason::get) == "an item in queue db");
    CHECK(woken(ObjectKind::as_completed, WaitReason::get) == "woken by db");
    CHECK(woken(ObjectKind::queue, WaitReason::put) == "room in queue db");
    CHECK(woken(ObjectKind::queue, WaitReason::join) == "queue db is finished");
    Bank bank(ObjectKind::queue);
    bank.wait(3, WaitReason::get);
    bank.wake(3, bank.stream.add(EventKind::object_close, 1, {.b = 1}));
    CHECK(bank.woken() == "queue db was closed");
    bank.wait(3, WaitReason::io, 1);
    bank.wake(3, bank.stream.add(EventKind::io_done, 1), WakeReason::io);
    CHECK(bank.woken() == "its I/O is complete");
    CHECK(waker(bank.recording, bank.recording.wakes().back()) == 0);
    bank.wait(3, WaitReason::thread, 1);
    bank.wake(3, bank.stream.add(EventKind::thread_done, 1), WakeReason::thread);
    CHECK(bank.woken() == "its thread is done");
}

TEST_CASE("a group's children are told by name until they are done, also when they came late") {
    Bank bank(ObjectKind::task_group, "fetches");
    for (int i = 0; i < 3'000; ++i) bank.stream.add(EventKind::mark, 1);
    for (const TaskId child : {2u, 3u}) bank.stream.add(EventKind::object_child, 1, {.a = child});
    bank.stream.add(EventKind::object_child_done, 1, {.a = 2});
    bank.wait(1, WaitReason::object);
    const std::string text = bank.why_of(1);
    CHECK(contains(
        text, "main waits for the tasks of the task group fetches (lesson.cpp:31), still to come: worker-2, which "));
    CHECK(contains(text, "1 of 2 are done; still to come: worker-2."));
    View view = bank.look();
    view.selection.task = 3;
    bank.stream.add(EventKind::step_end, 3);
    const Why inner = why(view);
    REQUIRE_FALSE(inner.chain.empty());
    CHECK(inner.chain.back().task == 1);
}

TEST_CASE("the loop's panel names what goes on outside, and for whom") {
    Bank bank(ObjectKind::lock);
    const auto outside = [&] {
        std::string all;
        for (const LoopOperation& operation : loop_picture(bank.look(), 4, 4).operations)
            all += operation.what + " (" + operation.name + ") ";
        return all;
    };
    CHECK(loop_picture(bank.look(), 4, 4).outside == "I/O: nothing outstanding");
    const StringId read = bank.stream.string("read"), zip = bank.stream.string("compress");
    bank.stream.add(EventKind::io_start, 1, {.a = read, .b = 2});
    bank.stream.add(EventKind::io_start, 2, {.b = 3});
    CHECK(outside() == "I/O: read (worker-1) I/O (worker-2) ");
    bank.stream.add(EventKind::thread_start, 3, {.a = zip, .b = 4});
    CHECK(outside() == "I/O: read (worker-1) I/O (worker-2) thread: compress (worker-3) ");
    CHECK(loop_picture(bank.look(), 4, 2).operations_more == 1);
    bank.stream.add(EventKind::io_done, 1);
    bank.stream.add(EventKind::io_done, 2);
    bank.stream.add(EventKind::turn_begin);
    bank.stream.add(EventKind::poll_begin, 0, {.b = kForever});
    CHECK(outside() == "thread: compress (worker-3) ");
    View view = bank.look();
    view.mode = Mode::live;
    CHECK(loop_picture(view, 4, 4).sentence == "Nobody is ready and no timer is set: waits for another thread.");
    CHECK(what_comes_next(view, Text(english_language())) == "the loop waits for another thread");
}
