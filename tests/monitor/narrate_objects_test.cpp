#include "monitor/kinds.hpp"
#include "monitor/narrate.hpp"
#include "monitor/stream_builder.hpp"

#include <doctest/doctest.h>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

// main (1), worker-1 (2) and worker-2 (3), who run in turns; and objects by number.
struct Bank {
    StreamBuilder stream;

    Bank() {
        TaskId id = 0;
        for (const char* name : {"main", "worker-1", "worker-2"}) {
            stream.add(EventKind::task_create, ++id, {.a = stream.string(name)});
        }
    }
    SiteId line(std::uint32_t number_of) { return stream.site(number_of, "body", "/src/bank.cpp"); }
    void make(ObjectId id, ObjectKind kind, std::string_view name = "db") {
        const SiteId where = line(9);
        const StringId named = stream.string(name);
        stream.add(EventKind::object_create, id, {.detail = number(kind), .a = named, .b = pack(1, where)});
    }
    void wait(TaskId task, WaitReason reason, std::uint64_t on = 1) {
        const SiteId where = line(31);
        stream.add(EventKind::step_begin, task, {.a = 1});
        stream.add(EventKind::task_wait, task, {.detail = number(reason), .a = where, .b = on});
    }
    Sequence at_line(EventKind kind, TaskId task, std::uint32_t count = 1, ObjectId id = 1) {
        const SiteId where = line(40);
        return stream.add(kind, id, {.a = where, .b = pack(task, count)});
    }
    Sequence value(ValueKind kind, std::int64_t number_of, ObjectId id = 1) {
        return stream.add(EventKind::object_value, id,
                          {.detail = number(kind), .a = 1, .b = static_cast<std::uint64_t>(number_of)});
    }
    Sequence close(CloseKind how, ObjectId id = 1) {
        const SiteId where = line(50);
        return stream.add(EventKind::object_close, id, {.detail = number(how), .b = pack(1, where)});
    }
    void wake(TaskId task, Sequence cause, WakeReason reason = WakeReason::object) {
        stream.add(EventKind::step_end, task);
        stream.add(EventKind::task_ready, task, {.cause = cause, .detail = number(reason)});
    }
    std::string said() const {
        Recording recording;
        REQUIRE(recording.append(stream.slots()));
        return Narrator(recording).describe(recording.size() - 1);
    }
};

std::string waits_for(ObjectKind kind, WaitReason reason) {
    Bank bank;
    bank.make(1, kind);
    bank.wait(3, reason);
    return bank.said();
}

// A wait for object 1, and the sentence of the wake-up that `cause` brought about.
template <typename Cause>
std::string wakes(ObjectKind kind, WaitReason reason, Cause cause) {
    Bank bank;
    bank.make(1, kind);
    bank.wait(3, reason);
    const Sequence brought_about = cause(bank);
    bank.wake(3, brought_about);
    return bank.said();
}

std::string number_of(ObjectKind kind, ValueKind what, std::int64_t value) {
    Bank bank;
    bank.make(1, kind);
    bank.value(what, value);
    return bank.said();
}

}  // namespace

TEST_CASE("a lock's story is told by who holds it, who waits and who is next") {
    Bank bank;
    bank.make(1, ObjectKind::lock);
    CHECK(bank.said() == "main makes the lock db (bank.cpp:9)");
    bank.at_line(EventKind::object_take, 2);
    CHECK(bank.said() == "worker-1 takes the lock db (bank.cpp:40)");
    bank.wait(3, WaitReason::acquire);
    CHECK(bank.said() == "worker-2 waits for the lock db, held by worker-1 (bank.cpp:31)");
    bank.stream.add(EventKind::step_end, 3);
    bank.stream.add(EventKind::step_begin, 2, {.a = 2});
    const Sequence given = bank.at_line(EventKind::object_give, 2);
    CHECK(bank.said() == "worker-1 releases the lock db (bank.cpp:40): worker-2 is next");
    bank.stream.add(EventKind::task_ready, 3, {.cause = given, .detail = number(WakeReason::object)});
    CHECK(bank.said() == "worker-2 gets its turn: the lock db was released by worker-1");
    bank.wait(1, WaitReason::acquire);
    CHECK(bank.said() == "main waits in line for the lock db (bank.cpp:31)");
    bank.stream.add(EventKind::object_destroy, 1);
    CHECK(bank.said() == "The lock db is gone");
}

TEST_CASE("a lock that nobody waits for is simply released") {
    Bank bank;
    bank.make(1, ObjectKind::lock);
    bank.at_line(EventKind::object_give, 2);
    CHECK(bank.said() == "worker-1 releases the lock db (bank.cpp:40)");
}

TEST_CASE("an object without a name is called by its kind and line") {
    Bank bank;
    bank.make(1, ObjectKind::lock, "");
    CHECK(bank.said() == "main makes the lock of bank.cpp:9");
    bank.at_line(EventKind::object_take, 2);
    CHECK(bank.said() == "worker-1 takes the lock of bank.cpp:9 (bank.cpp:40)");
    bank.make(2, ObjectKind::gather, "");
    CHECK(bank.said() == "main makes gather(0) (bank.cpp:9)");
    bank.stream.add(EventKind::object_create, 3, {.detail = number(ObjectKind::bounded_semaphore)});
    CHECK(bank.said() == "The loop makes the bounded semaphore 3");
}

TEST_CASE("what is taken and given back is told by the kind of object") {
    const auto told = [](ObjectKind kind, EventKind what, std::uint32_t count) {
        Bank bank;
        bank.make(1, kind);
        bank.at_line(what, 2, count);
        return bank.said();
    };
    using O = ObjectKind;
    constexpr auto kTake = EventKind::object_take;
    constexpr auto kGive = EventKind::object_give;
    CHECK(told(O::semaphore, kTake, 1) == "worker-1 takes a permit of the semaphore db (bank.cpp:40)");
    CHECK(told(O::semaphore, kTake, 3) == "worker-1 takes 3 permits of the semaphore db (bank.cpp:40)");
    CHECK(told(O::bounded_semaphore, kGive, 1) ==
          "worker-1 gives a permit of the bounded semaphore db back (bank.cpp:40)");
    CHECK(told(O::semaphore, kGive, 2) == "worker-1 gives 2 permits of the semaphore db back (bank.cpp:40)");
    CHECK(told(O::pool, kTake, 1) == "worker-1 takes an item of the pool db (bank.cpp:40)");
    CHECK(told(O::pool, kGive, 1) == "worker-1 gives an item of the pool db back (bank.cpp:40)");
    CHECK(told(O::rate_limiter, kTake, 1) == "The rate limiter db lets worker-1 pass (bank.cpp:40)");
}

TEST_CASE("what a task waits for is told by the kind of object") {
    using O = ObjectKind;
    using W = WaitReason;
    CHECK(waits_for(O::semaphore, W::acquire) == "worker-2 waits for a permit of the semaphore db (bank.cpp:31)");
    CHECK(waits_for(O::pool, W::acquire) == "worker-2 waits for a free item of the pool db (bank.cpp:31)");
    CHECK(waits_for(O::rate_limiter, W::acquire) ==
          "worker-2 waits until the rate limiter db lets it pass (bank.cpp:31)");
    CHECK(waits_for(O::event, W::signal) == "worker-2 waits for the event db to be set (bank.cpp:31)");
    CHECK(waits_for(O::condition, W::signal) ==
          "worker-2 waits until somebody notifies the condition db (bank.cpp:31)");
    CHECK(waits_for(O::barrier, W::signal) == "worker-2 waits at the barrier db until all have arrived (bank.cpp:31)");
    CHECK(waits_for(O::future, W::signal) == "worker-2 waits for a signal of the future db (bank.cpp:31)");
    CHECK(waits_for(O::queue, W::get) == "worker-2 waits for an item from the queue db (bank.cpp:31)");
    CHECK(waits_for(O::as_completed, W::get) == "worker-2 waits for the next result of as_completed(0) (bank.cpp:31)");
    CHECK(waits_for(O::lifo_queue, W::put) == "worker-2 waits for room in the LIFO queue db (bank.cpp:31)");
    CHECK(waits_for(O::queue, W::join) == "worker-2 waits until all items of the queue db are finished (bank.cpp:31)");
    CHECK(waits_for(O::task_group, W::object) == "worker-2 waits for the tasks of the task group db (bank.cpp:31)");
    CHECK(waits_for(O::future, W::object) == "worker-2 waits for the future db (bank.cpp:31)");
}

TEST_CASE("a wake-up is told by what was waited for and by who brought it about") {
    using O = ObjectKind;
    using W = WaitReason;
    const auto nothing = [](Bank&) { return Sequence{0}; };
    const auto give = [](Bank& bank) { return bank.at_line(EventKind::object_give, 2); };
    const auto notify = [](Bank& bank) { return bank.at_line(EventKind::object_notify, 2); };
    const auto shut_down = [](Bank& bank) { return bank.close(CloseKind::shut_down); };
    const auto abort = [](Bank& bank) { return bank.close(CloseKind::aborted); };
    const auto put = [](Bank& bank) {
        return bank.stream.add_text(EventKind::object_put, 1, {.a = 1, .b = 2}, "a letter");
    };
    CHECK(wakes(O::lock, W::acquire, nothing) == "worker-2 gets its turn: it is first in line for the lock db");
    CHECK(wakes(O::semaphore, W::acquire, give) ==
          "worker-2 gets its turn: worker-1 gave a permit of the semaphore db back");
    CHECK(wakes(O::pool, W::acquire, give) == "worker-2 gets its turn: worker-1 gave an item of the pool db back");
    CHECK(wakes(O::rate_limiter, W::acquire, give) == "worker-2 gets its turn: the rate limiter db lets it pass");
    CHECK(wakes(O::event, W::signal, notify) == "worker-1 set the event db, so worker-2 goes to the ready queue");
    CHECK(wakes(O::event, W::signal, [](Bank& bank) { return bank.value(ValueKind::value, 1); }) ==
          "main set the event db, so worker-2 goes to the ready queue");
    CHECK(wakes(O::condition, W::signal, notify) ==
          "worker-1 notified the condition db, so worker-2 goes to the ready queue");
    CHECK(wakes(O::barrier, W::signal, notify) ==
          "worker-1 was the last to arrive at the barrier db, so worker-2 goes to the ready queue");
    CHECK(wakes(O::event, W::signal, nothing) == "The event db lets worker-2 go on: it goes to the ready queue");
    CHECK(wakes(O::queue, W::get, put) ==
          "worker-1 put 'a letter' into the queue db, so worker-2 goes to the ready queue");
    CHECK(wakes(O::queue, W::get, nothing) == "The queue db has an item, so worker-2 goes to the ready queue");
    CHECK(wakes(O::as_completed, W::get, nothing) ==
          "as_completed(0) has its next result, so worker-2 goes to the ready queue");
    CHECK(wakes(O::queue, W::put, nothing) == "The queue db has room, so worker-2 goes to the ready queue");
    CHECK(wakes(O::queue, W::join, nothing) ==
          "All items of the queue db are finished, so worker-2 goes to the ready queue");
    CHECK(wakes(O::queue, W::get, shut_down) == "The queue db was shut down, so worker-2 goes to the ready queue");
    CHECK(wakes(O::barrier, W::signal, abort) == "The barrier db was broken, so worker-2 goes to the ready queue");
    CHECK(wakes(O::task_group, W::object, nothing) ==
          "The tasks of the task group db are done, so worker-2 goes to the ready queue");
    CHECK(wakes(O::future, W::object, nothing) == "The future db is done, so worker-2 goes to the ready queue");
}

TEST_CASE("a wake-up is not told by an event about something else") {
    Bank bank;
    bank.make(1, ObjectKind::lock);
    bank.make(2, ObjectKind::lock, "other");
    bank.wait(3, WaitReason::acquire);
    bank.wake(3, bank.at_line(EventKind::object_give, 2, 1, 2));
    CHECK(bank.said() == "worker-2 gets its turn: it is first in line for the lock db");
}

TEST_CASE("items are told as they were shown, in quotes where they could be taken for a part of the sentence") {
    Bank bank;
    bank.make(1, ObjectKind::queue, "jobs");
    const auto put = [&](std::uint32_t item, std::string_view text) {
        const SiteId where = bank.line(12);
        bank.stream.add_text(EventKind::object_put, 1, {.a = item, .b = pack(2, where)}, text);
        return bank.said();
    };
    CHECK(put(1, "item 3") == "worker-1 puts 'item 3' into the queue jobs (bank.cpp:12)");
    CHECK(put(2, "42") == "worker-1 puts 42 into the queue jobs (bank.cpp:12)");
    CHECK(put(3, "(1, 'x')") == "worker-1 puts (1, 'x') into the queue jobs (bank.cpp:12)");
    CHECK(put(4, "") == "worker-1 puts an item into the queue jobs (bank.cpp:12)");
    bank.stream.add(EventKind::object_get, 1, {.a = 1, .b = pack(3, bank.line(20))});
    CHECK(bank.said() == "worker-2 gets 'item 3' from the queue jobs (bank.cpp:20)");
    bank.stream.add(EventKind::object_get, 1, {.a = 1, .b = pack(3, bank.line(20))});
    CHECK(bank.said() == "worker-2 gets an item from the queue jobs (bank.cpp:20)");
}

TEST_CASE("an object's numbers are told by what they count") {
    using O = ObjectKind;
    using V = ValueKind;
    CHECK(number_of(O::event, V::value, 1) == "main sets the event db");
    CHECK(number_of(O::event, V::value, 0) == "The event db is not set: whoever comes now waits");
    CHECK(number_of(O::semaphore, V::value, 1) == "The semaphore db has 1 free permit");
    CHECK(number_of(O::semaphore, V::value, 0) == "The semaphore db has 0 free permits");
    CHECK(number_of(O::barrier, V::value, 2) == "2 have arrived at the barrier db");
    CHECK(number_of(O::pool, V::value, 2) == "The pool db has 2 free");
    CHECK(number_of(O::rate_limiter, V::value, -7) == "The number of the rate limiter db is -7");
    CHECK(number_of(O::semaphore, V::capacity, 3) == "The semaphore db has 3 permits in all");
    CHECK(number_of(O::barrier, V::capacity, 3) == "The barrier db opens once 3 have arrived");
    CHECK(number_of(O::queue, V::capacity, 3) == "The queue db holds 3 items at most");
    CHECK(number_of(O::bounded_semaphore, V::capacity, 1) == "The bounded semaphore db has 1 permit in all");
    CHECK(number_of(O::queue, V::capacity, 1) == "The queue db holds 1 item at most");
    CHECK(number_of(O::queue, V::capacity, 0) == "The queue db takes any number of items");
    CHECK(number_of(O::pool, V::capacity, 5) == "The pool db has room for 5");
    CHECK(number_of(O::queue, V::unfinished, 0) == "All items of the queue db are finished");
    CHECK(number_of(O::queue, V::unfinished, 1) == "The queue db has 1 item that is not finished");
    CHECK(number_of(O::queue, V::unfinished, 9) == "The queue db has 9 items that are not finished");
    CHECK(number_of(O::timeout, V::deadline, 1'500'000'000) == "The timeout db ends at t=1.500 s");
    CHECK(number_of(O::timeout, V::deadline, -1) == "The timeout db has no end");
}

TEST_CASE("a notification says how many it is meant for") {
    Bank bank;
    bank.make(1, ObjectKind::condition);
    bank.at_line(EventKind::object_notify, 2, 0);
    CHECK(bank.said() == "worker-1 would wake whoever waits for the condition db, but nobody does (bank.cpp:40)");
    bank.at_line(EventKind::object_notify, 2, 1);
    CHECK(bank.said() == "worker-1 wakes 1 task that waits for the condition db (bank.cpp:40)");
    bank.at_line(EventKind::object_notify, 2, 4);
    CHECK(bank.said() == "worker-1 wakes 4 tasks that wait for the condition db (bank.cpp:40)");
}

TEST_CASE("an end is told by what it means for whom it meets") {
    const auto closed = [](ObjectKind kind, CloseKind how) {
        Bank bank;
        bank.make(1, kind);
        bank.close(how);
        return bank.said();
    };
    using O = ObjectKind;
    CHECK(closed(O::queue, CloseKind::shut_down) ==
          "main shuts the queue db down (bank.cpp:50): what is in it may still be got");
    CHECK(closed(O::queue, CloseKind::at_once) ==
          "main shuts the queue db down at once (bank.cpp:50): what is in it is dropped");
    CHECK(closed(O::pool, CloseKind::shut_down) == "main closes the pool db (bank.cpp:50)");
    CHECK(closed(O::barrier, CloseKind::aborted) ==
          "main breaks the barrier db (bank.cpp:50): whoever waits there gets an error");
    CHECK(closed(O::barrier, CloseKind::reset) == "main resets the barrier db (bank.cpp:50): it starts anew");
    CHECK(closed(O::task_group, CloseKind::aborted) == "The task group db cancels its tasks (bank.cpp:50)");
}

TEST_CASE("a group learns of its tasks, a gather of its futures") {
    Bank bank;
    bank.make(1, ObjectKind::task_group, "fetches");
    bank.stream.add(EventKind::object_child, 1, {.a = 2});
    CHECK(bank.said() == "The task group fetches now waits for worker-1");
    bank.stream.add(EventKind::object_child_done, 1, {.a = 2});
    CHECK(bank.said() == "worker-1 is done, and the task group fetches learns of it");
    bank.stream.add(EventKind::object_done, 1);
    CHECK(bank.said() == "The task group fetches is over: all its tasks are done");
    bank.make(2, ObjectKind::gather);
    bank.make(3, ObjectKind::future, "answer");
    bank.stream.add(EventKind::object_child, 2, {.b = 3});
    CHECK(bank.said() == "gather(1) now waits for the future answer");
    bank.stream.add(EventKind::object_child_done, 2, {.detail = number(Outcome::raised), .b = 3});
    CHECK(bank.said() == "The future answer gives its exception to gather(1)");
}

TEST_CASE("what goes on outside of the loop is told from its start to the wake-up that follows") {
    Bank bank;
    const StringId read = bank.stream.string("read from 127.0.0.1");
    const StringId work = bank.stream.string("compress");
    const SiteId where = bank.line(12);
    bank.stream.add(EventKind::io_start, 1, {.a = read, .b = pack(2, where)});
    CHECK(bank.said() == "worker-1 starts I/O: read from 127.0.0.1 (bank.cpp:12)");
    bank.wait(2, WaitReason::io, 1);
    CHECK(bank.said() == "worker-1 waits for I/O: read from 127.0.0.1 (bank.cpp:31)");
    bank.wake(2, bank.stream.add(EventKind::io_done, 1), WakeReason::io);
    CHECK(bank.said() == "The I/O of worker-1 is complete (read from 127.0.0.1): it goes to the ready queue");
    bank.stream.add(EventKind::io_done, 1);
    CHECK(bank.said() == "The I/O read from 127.0.0.1 of worker-1 is complete");
    bank.stream.add(EventKind::io_done, 1, {.detail = number(Outcome::raised), .a = bank.stream.string("end of file")});
    CHECK(bank.said() == "The I/O read from 127.0.0.1 of worker-1 failed: end of file");
    bank.stream.add(EventKind::thread_start, 2, {.a = work, .b = pack(3, where)});
    CHECK(bank.said() == "worker-2 hands compress to another thread (bank.cpp:12): the loop runs on");
    bank.wait(3, WaitReason::thread, 2);
    CHECK(bank.said() == "worker-2 waits for compress on another thread (bank.cpp:31)");
    bank.stream.add(EventKind::thread_done, 2, {.detail = number(Outcome::cancelled)});
    CHECK(bank.said() == "worker-2 no longer waits for compress on another thread");
    bank.wait(1, WaitReason::thread, 77);
    CHECK(bank.said() == "main waits for another thread (bank.cpp:31)");
}

TEST_CASE("a choice of the schedule names the handle") {
    Bank bank;
    bank.stream.add(EventKind::choice, 3, {.detail = number(HandleKind::task), .a = 2, .b = 3});
    CHECK(bank.said() == "Of 3 that are ready, worker-2 is chosen to run next");
}

TEST_CASE("an await that did not wait says why it need not") {
    Bank bank;
    bank.make(1, ObjectKind::queue, "jobs");
    const SiteId where = bank.line(31);
    const auto passed = [&](WaitReason reason) {
        bank.stream.add(EventKind::await_passed, 2, {.detail = number(reason), .a = where, .b = 1});
        return bank.said();
    };
    CHECK(passed(WaitReason::get) == "worker-1 finds an item in the queue jobs (bank.cpp:31): it goes straight on");
    CHECK(passed(WaitReason::put) == "worker-1 finds room in the queue jobs (bank.cpp:31): it goes straight on");
    CHECK(passed(WaitReason::acquire) ==
          "worker-1 need not wait for the queue jobs (bank.cpp:31): it goes straight on");
}

TEST_CASE("a wait for a lock is told without its task's name, by who holds it at that instant") {
    Bank bank;
    bank.make(1, ObjectKind::lock);
    bank.at_line(EventKind::object_take, 2);
    bank.wait(3, WaitReason::acquire);
    bank.stream.add(EventKind::step_end, 3);
    Recording recording;
    REQUIRE(recording.append(bank.stream.slots()));
    const World held = recording.now();
    CHECK(describe_wait(recording, held, *held.task(3)) == "waits for the lock db, held by worker-1");
    bank.at_line(EventKind::object_give, 2);
    Recording later;
    REQUIRE(later.append(bank.stream.slots()));
    CHECK(describe_wait(later, later.now(), *later.now().task(3)) == "waits in line for the lock db");
}

TEST_CASE("what tasks do with locks and queues is among what is told first") {
    Bank bank;
    bank.make(1, ObjectKind::lock);
    bank.stream.add(EventKind::step_begin, 2, {.a = 1});
    bank.at_line(EventKind::object_take, 2);
    bank.value(ValueKind::value, 3);
    bank.at_line(EventKind::object_give, 2);
    bank.stream.add(EventKind::turn_begin, 0, {.b = 1});
    Recording recording;
    REQUIRE(recording.append(bank.stream.slots()));
    const auto lines = Narrator(recording).sentences(4, recording.size(), 2);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0] == "... worker-1 takes the lock db (bank.cpp:40) ...");
    CHECK(lines[1] == "worker-1 releases the lock db (bank.cpp:40)");
}
