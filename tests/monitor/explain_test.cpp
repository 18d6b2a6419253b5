#include "monitor/explain.hpp"

#include "monitor/stage.hpp"

#include <doctest/doctest.h>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

constexpr TaskId kMain = 1, kFirst = 2, kSecond = 3, kThird = 4;

Explanation explain(const Stage& stage, TaskId task) {
    const Recording recording = stage.record();
    return why(recording, recording.now(), recording.size(), task);
}
std::string sentence(const Stage& stage, TaskId task) { return plain(explain(stage, task).sentence); }
std::string more(const Stage& stage, TaskId task) {
    std::string text;
    for (const Sentence& one : explain(stage, task).more) text += plain(one) + "\n";
    return text;
}
bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_SUITE("explain: what a task waits for") {
    TEST_CASE("a sleep, with its time") {
        Stage stage;
        stage.sleep(kFirst);
        CHECK(sentence(stage, kFirst) == "worker-1 sleeps until t=0.300 s (bank.cpp:27)");
        CHECK(contains(more(stage, kFirst), "Its timer is due in 0.300 s"));
    }

    TEST_CASE("another task, and what that one does") {
        Stage stage;
        stage.sleep(kSecond);
        stage.wait(kFirst, WaitReason::task, kSecond);
        stage.wait(kMain, WaitReason::task, kFirst, 12);
        CHECK(sentence(stage, kMain) ==
              "main waits for task worker-1 (bank.cpp:12), which waits for task worker-2 "
              "(bank.cpp:31), which sleeps until t=0.300 s (bank.cpp:27)");
        const Explanation told = explain(stage, kMain);
        REQUIRE(told.chain.size() == 3);
        CHECK(plain(told.chain[1].sentence) == "worker-1 waits for task worker-2 (bank.cpp:31)");
        CHECK(told.chain[1].on == WaitNode{WaitNode::Kind::task, kSecond});
        CHECK(told.chain[2].on == WaitNode{WaitNode::Kind::timer, 1});
        CHECK_FALSE(told.ring);
    }

    TEST_CASE("a lock, who holds it and what that one does") {
        Stage stage;
        const ObjectId lock = stage.make(ObjectKind::lock, "db");
        stage.take(lock, kFirst);
        stage.sleep(kFirst);
        stage.wait(kSecond, WaitReason::acquire, lock);
        CHECK(sentence(stage, kSecond) ==
              "worker-2 waits for the lock db (bank.cpp:31), held by worker-1, which sleeps "
              "until t=0.300 s (bank.cpp:27)");
        CHECK(contains(more(stage, kSecond), "worker-1 has held the lock db since t=0.000 s (bank.cpp:25)."));
    }

    TEST_CASE("a holder that is gone, and nobody who could give it back") {
        Stage stage(2);
        const ObjectId lock = stage.make(ObjectKind::lock, "db");
        stage.take(lock, kFirst);
        stage.finish(kFirst);
        stage.finish(kMain);
        stage.wait(kSecond, WaitReason::acquire, lock);
        CHECK(sentence(stage, kSecond) ==
              "worker-2 waits for the lock db (bank.cpp:31), held by worker-1, which "
              "returned at t=0.000 s, and nobody is left who could release it");
    }

    TEST_CASE("a permit: the first holder is followed, the others are counted and told behind") {
        Stage stage;
        const ObjectId semaphore = stage.make(ObjectKind::semaphore, "seats");
        stage.take(semaphore, kSecond);
        stage.take(semaphore, kFirst);
        stage.sleep(kSecond);
        stage.wait(kThird, WaitReason::acquire, semaphore);
        CHECK(sentence(stage, kThird) ==
              "worker-3 waits for a permit of the semaphore seats (bank.cpp:31), held by "
              "worker-2 and 1 more; worker-2 sleeps until t=0.300 s (bank.cpp:27)");
        CHECK(contains(more(stage, kThird), "worker-1 has held of it since t=0.000 s (bank.cpp:25), and is ready: "));
    }

    TEST_CASE("a rate limiter holds nobody up by who passed before") {
        Stage stage;
        const ObjectId limiter = stage.make(ObjectKind::rate_limiter, "ten");
        stage.take(limiter, kFirst);
        stage.wait(kSecond, WaitReason::acquire, limiter);
        CHECK(sentence(stage, kSecond) == "worker-2 waits until the rate limiter ten lets it pass (bank.cpp:31)");
    }

    TEST_CASE("a lock that is on its way to somebody before it") {
        Stage stage;
        const ObjectId lock = stage.make(ObjectKind::lock, "db");
        stage.wait(kFirst, WaitReason::acquire, lock);
        stage.wait(kSecond, WaitReason::acquire, lock);
        CHECK(sentence(stage, kSecond) == "worker-2 waits for the lock db (bank.cpp:31), which nobody holds");
        CHECK(contains(more(stage, kSecond), "It is number 2 of 2 in line for the lock db."));
        stage.take(lock, 0);
        CHECK(contains(sentence(stage, kSecond), ", held by a callback of the loop"));
    }

    TEST_CASE("a gather: the first child that is not done is followed, the others are counted") {
        Stage stage;
        const ObjectId gather = stage.make(ObjectKind::gather);
        for (const TaskId child : {kFirst, kSecond, kThird}) stage.child(gather, child);
        stage.wait(kMain, WaitReason::object, gather, 12);
        stage.out.add(EventKind::object_child_done, gather, {.a = kFirst});
        stage.finish(kFirst);
        stage.sleep(kSecond);
        CHECK(sentence(stage, kMain) ==
              "main waits for gather(3) (bank.cpp:12), still to come: worker-2 and 1 more; "
              "worker-2 sleeps until t=0.300 s (bank.cpp:27)");
        CHECK(contains(more(stage, kMain), "1 of 3 are done; still to come: worker-2, worker-3."));
    }

    TEST_CASE("a child that is over, but whose end is still on its way, is not the one to follow") {
        Stage stage;
        const ObjectId group = stage.make(ObjectKind::task_group, "fetches");
        stage.child(group, kFirst);
        stage.child(group, kSecond);
        stage.wait(kMain, WaitReason::object, group, 12);
        stage.finish(kFirst);
        stage.sleep(kSecond);
        CHECK(contains(sentence(stage, kMain),
                       "main waits for the tasks of the task group fetches (bank.cpp:12), still "
                       "to come: worker-2 and 1 more; worker-2 sleeps"));
    }

    TEST_CASE("wait, as_completed and a shield lead to what they wait for") {
        for (const ObjectKind kind : {ObjectKind::wait, ObjectKind::as_completed, ObjectKind::shield}) {
            Stage stage;
            const ObjectId object = stage.make(kind);
            stage.child(object, kFirst);
            stage.sleep(kFirst);
            const bool next = kind == ObjectKind::as_completed;
            stage.wait(kMain, next ? WaitReason::get : WaitReason::object, object);
            CHECK(contains(sentence(stage, kMain), ", still to come: worker-1, which sleeps until t=0.300 s"));
            CHECK(contains(sentence(stage, kMain), "waits for the next result of") == next);
        }
    }

    TEST_CASE("a gather in a gather, a task in it, the lock of that one and its sleeping holder") {
        Stage stage;
        const ObjectId outer = stage.make(ObjectKind::gather), inner = stage.make(ObjectKind::gather);
        const ObjectId lock = stage.make(ObjectKind::lock, "db");
        stage.inner(outer, inner);
        stage.child(inner, kFirst);
        stage.take(lock, kSecond);
        stage.sleep(kSecond);
        stage.wait(kFirst, WaitReason::acquire, lock);
        stage.wait(kMain, WaitReason::object, outer, 12);
        CHECK(sentence(stage, kMain) ==
              "main waits for gather(1) (bank.cpp:12), still to come: gather(1), which still needs worker-1, which "
              "waits for the lock db (bank.cpp:31), held by worker-2, which sleeps until t=0.300 s (bank.cpp:27)");
        const Explanation told = explain(stage, kMain);
        REQUIRE(told.chain.size() == 4);
        CHECK(told.chain[1].object == inner);
        CHECK(plain(told.chain[1].sentence) == "gather(1) is not done yet");
    }

    TEST_CASE("an item: how many there were, and who put the last") {
        Stage stage;
        const ObjectId queue = stage.make(ObjectKind::queue, "jobs");
        stage.wait(kFirst, WaitReason::get, queue);
        CHECK(sentence(stage, kFirst) ==
              "worker-1 waits for an item from the queue jobs (bank.cpp:31), which is empty: "
              "nothing was put into it so far");
        const std::uint64_t by = pack(kThird, stage.line(50));
        stage.out.add_text(EventKind::object_put, queue, {.a = 1, .b = by}, "one");
        CHECK(contains(sentence(stage, kFirst), ", which has 1 item, for one that came before"));
        stage.out.add(EventKind::object_get, queue, {.a = 1, .b = kSecond});
        CHECK(contains(sentence(stage, kFirst),
                       ", which is empty: 1 item was put into it so far, by worker-3 (bank.cpp:50)"));
        stage.out.add_text(EventKind::object_put, queue, {.a = 2, .b = by}, "two");
        stage.out.add(EventKind::object_get, queue, {.a = 2, .b = kSecond});
        CHECK(contains(sentence(stage, kFirst), "2 items were put into it so far, the last by worker-3 (bank.cpp:50)"));
    }

    TEST_CASE("room, and the end of all items") {
        Stage stage;
        const ObjectId queue = stage.make(ObjectKind::queue, "jobs");
        stage.value(queue, 1, ValueKind::capacity);
        stage.out.add_text(EventKind::object_put, queue, {.a = 1, .b = kThird}, "one");
        stage.wait(kFirst, WaitReason::put, queue);
        stage.wait(kSecond, WaitReason::join, queue);
        CHECK(sentence(stage, kFirst) == "worker-1 waits for room in the queue jobs (bank.cpp:31), which holds 1 of 1");
        CHECK(sentence(stage, kSecond) ==
              "worker-2 waits until all items of the queue jobs are finished (bank.cpp:31): 1 is not");
    }

    TEST_CASE("an event, a condition, a barrier and a future") {
        Stage stage;
        const ObjectId event = stage.make(ObjectKind::event, "go"), condition = stage.make(ObjectKind::condition, "c");
        const ObjectId barrier = stage.make(ObjectKind::barrier, "gate"), future = stage.make(ObjectKind::future, "f");
        stage.value(barrier, 3, ValueKind::capacity);
        stage.value(barrier, 2);
        stage.wait(kFirst, WaitReason::signal, event);
        stage.wait(kSecond, WaitReason::signal, condition);
        stage.wait(kThird, WaitReason::signal, barrier);
        CHECK(sentence(stage, kFirst) == "worker-1 waits for the event go to be set (bank.cpp:31), which is not set");
        CHECK(sentence(stage, kSecond) == "worker-2 waits until somebody notifies the condition c (bank.cpp:31)");
        CHECK(sentence(stage, kThird) ==
              "worker-3 waits at the barrier gate until all have arrived (bank.cpp:31): 2 of 3 are there");
        stage.wait(kThird, WaitReason::object, future);
        CHECK(sentence(stage, kThird) == "worker-3 waits for the future f (bank.cpp:31), which has no result yet");
    }

    TEST_CASE("I/O and another thread") {
        Stage stage;
        stage.out.add(EventKind::io_start, 1, {.a = stage.out.string("read"), .b = kFirst});
        stage.out.add(EventKind::thread_start, 2, {.a = stage.out.string("compress"), .b = kSecond});
        stage.wait(kFirst, WaitReason::io, 1);
        stage.wait(kSecond, WaitReason::thread, 2);
        CHECK(sentence(stage, kFirst) == "worker-1 waits for I/O: read (bank.cpp:31)");
        CHECK(sentence(stage, kSecond) == "worker-2 waits for compress on another thread (bank.cpp:31)");
        CHECK(contains(more(stage, kFirst), "The system does that"));
        CHECK(contains(more(stage, kSecond), "Another thread does that"));
    }

    TEST_CASE("an object that is gone, and a timer that nobody knows") {
        Stage stage;
        const ObjectId event = stage.make(ObjectKind::event, "go");
        stage.wait(kFirst, WaitReason::signal, event);
        stage.out.add(EventKind::object_destroy, event);
        CHECK(contains(sentence(stage, kFirst), ", which is gone"));
        stage.wait(kSecond, WaitReason::sleep, 77);
        CHECK(sentence(stage, kSecond) == "worker-2 sleeps (bank.cpp:31)");
        stage.wait(kThird, WaitReason::task, 99);
        CHECK(sentence(stage, kThird) == "worker-3 waits for task task 99 (bank.cpp:31), which is not created yet");
    }
}

TEST_SUITE("explain: states") {
    TEST_CASE("a ready task: its place, and who woke it") {
        Stage stage;
        CHECK(sentence(stage, kSecond) ==
              "worker-2 is ready: number 3 of 4 in the queue, to run in the next turn; main created it");
        stage.out.add(EventKind::run_begin, 0, {.a = 4});
        stage.finish(kMain);
        CHECK(contains(sentence(stage, kFirst), "number 1 of 3 in the queue, to run in this turn; main created it"));
    }

    TEST_CASE("the running task: its line and its step") {
        Stage stage;
        stage.sleep(kFirst);
        stage.run(kFirst);
        CHECK(contains(sentence(stage, kFirst), "worker-1 runs its step 2 (bank.cpp:27)"));
        CHECK(contains(more(stage, kFirst), "No other task of this loop runs"));
    }

    TEST_CASE("a finished task: how and when") {
        Stage stage;
        stage.finish(kFirst);
        stage.finish(kSecond, Outcome::raised, "no money");
        stage.finish(kThird, Outcome::cancelled);
        stage.out.add(EventKind::time_moves, 0, {.b = 2'000'000'000});
        stage.finish(kMain, Outcome::raised);
        CHECK(sentence(stage, kFirst) == "worker-1 returned at t=0.000 s");
        CHECK(sentence(stage, kSecond) == "worker-2 failed at t=0.000 s: no money");
        CHECK(sentence(stage, kThird) == "worker-3 was cancelled at t=0.000 s");
        CHECK(sentence(stage, kMain) == "main failed at t=2.000 s");
        CHECK(plain(explain(stage, kFirst).status) == "done, 1 step");
    }

    TEST_CASE("one that is not there yet, at an earlier moment") {
        Stage stage;
        const Recording recording = stage.record();
        const Explanation told = why(recording, recording.at(3), 3, kThird);
        CHECK(plain(told.sentence) == "worker-3 is not created yet");
        CHECK(told.more.empty());
        CHECK_FALSE(told.state);
    }

    TEST_CASE("a request to cancel that is under way, and who made the task") {
        Stage stage;
        stage.sleep(kFirst);
        stage.out.add(EventKind::cancel_request, kFirst, {.b = kSecond});
        CHECK(contains(more(stage, kFirst), "A request to cancel it is under way"));
        CHECK(contains(more(stage, kFirst), "main created it (bank.cpp:40)."));
        CHECK(contains(more(stage, kMain), "It is the main task"));
    }

    TEST_CASE("how long it has been so") {
        Stage stage;
        stage.sleep(kFirst);
        stage.out.add(EventKind::turn_begin, 0, {.b = 3});
        stage.out.add(EventKind::time_moves, 0, {.b = 100'000'000});
        CHECK(plain(explain(stage, kFirst).status) == "waits, 1 step, waiting for 2 turns and 0.100 s");
    }
}

TEST_SUITE("explain: who woke it last") {
    // worker-1 waits for that, and is woken by something of worker-2; then it runs.
    std::string woken(ObjectKind kind, WaitReason reason, EventKind by) {
        Stage stage;
        const ObjectId object = stage.make(kind, "it");
        stage.wait(kFirst, reason, object);
        stage.run(kSecond);
        const Sequence cause = stage.out.add(by, object, {.a = 1, .b = kSecond});
        stage.wake(kFirst, cause, WakeReason::object);
        stage.out.add(EventKind::step_end, kSecond);
        stage.run(kFirst);
        const std::string text = more(stage, kFirst);
        const std::size_t from = text.find("It last became ready at t=0.000 s: ");
        return from == std::string::npos ? text : text.substr(from + 35, text.find(".\n", from) - from - 35);
    }

    TEST_CASE("by what it waited for") {
        CHECK(woken(ObjectKind::lock, WaitReason::acquire, EventKind::object_give) ==
              "its turn had come at the lock it, thanks to worker-2");
        CHECK(woken(ObjectKind::event, WaitReason::signal, EventKind::object_value) ==
              "worker-2 gave the signal of the event it");
        CHECK(woken(ObjectKind::queue, WaitReason::get, EventKind::object_put) ==
              "worker-2 put an item into the queue it");
        CHECK(woken(ObjectKind::queue, WaitReason::put, EventKind::object_get) ==
              "worker-2 took an item out of the queue it");
        CHECK(woken(ObjectKind::queue, WaitReason::join, EventKind::object_value) ==
              "worker-2 finished the last item of the queue it");
        CHECK(woken(ObjectKind::future, WaitReason::object, EventKind::object_done) ==
              "worker-2 brought the future it to an end");
        CHECK(woken(ObjectKind::queue, WaitReason::get, EventKind::object_close) == "the queue it was closed");
    }

    TEST_CASE("by its timer, by a task's end, by a request to cancel, by a child") {
        Stage stage;
        stage.sleep(kFirst);
        stage.wake(kFirst, 0, WakeReason::timer);
        CHECK(contains(sentence(stage, kFirst), "; its sleep was over"));
        stage.wait(kFirst, WaitReason::task, kSecond);
        stage.wake(kFirst, stage.finish(kSecond), WakeReason::task_done);
        CHECK(contains(sentence(stage, kFirst), "; worker-2 was done"));
        const ObjectId gather = stage.make(ObjectKind::gather);
        stage.child(gather, kThird);
        stage.wait(kFirst, WaitReason::object, gather);
        const Sequence cause = stage.out.add(EventKind::object_child_done, gather, {.a = kThird});
        stage.wake(kFirst, cause, WakeReason::object);
        CHECK(contains(sentence(stage, kFirst), "; worker-3 was done, a child of gather(1)"));
        stage.sleep(kFirst);
        stage.run(kThird);
        stage.wake(kFirst, stage.out.add(EventKind::cancel_request, kFirst, {.b = kThird}), WakeReason::cancelled);
        CHECK(contains(sentence(stage, kFirst), "; worker-3 asked it to cancel"));
    }
}
