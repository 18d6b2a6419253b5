// Why tasks of real programs stand where they stand.
#include "monitor/await_tree.hpp"
#include "monitor/explain.hpp"
#include "support.hpp"

#include <source_location>

using namespace test;
using namespace loopscope;

namespace {

std::string here(std::source_location where = std::source_location::current()) {
    return " (why_test.cpp:" + std::to_string(where.line()) + ")";
}

std::string sleeps_at, waits_at, gathers_at;

aio::Coro<> keeps(aio::Lock& lock) {
    auto guard = co_await lock.guard();
    sleeps_at = here(), co_await aio::sleep(300ms);
}

aio::Coro<> wants(aio::Lock& lock) { waits_at = here(), co_await lock.acquire(); }

aio::Coro<> bank() {
    aio::Lock lock("db");
    gathers_at = here(), co_await aio::gather(keeps(lock), wants(lock));
}

aio::Coro<> both(aio::Lock& first, aio::Lock& second) {
    auto one = co_await first.guard();
    co_await aio::sleep(10ms);
    waits_at = here(), co_await second.acquire();
}

aio::Coro<> deadlock() {
    aio::Lock a("a"), b("b");
    co_await aio::gather(both(a, b), both(b, a));
}

aio::Coro<> nobody_puts() {
    aio::Queue<int> jobs(0, "jobs");
    co_await jobs.put(1);
    co_await jobs.get();
    waits_at = here(), co_await jobs.get();
}

// The moment just before the loop lets time pass for the first time, or gives up.
std::size_t first_rest(const Recording& recording) {
    for (const std::uint32_t stop : recording.stops()) {
        if (recording[stop].kind == EventKind::poll_begin) return stop;
    }
    return telling_moment(recording).value_or(recording.size());
}

std::string sentence(const Recording& recording, TaskId task) {
    const std::size_t index = first_rest(recording);
    return plain(why(recording, recording.at(index), index, task).sentence);
}

}  // namespace

TEST_SUITE("why") {
    TEST_CASE("through a gather and a lock down to a sleep, each with its line") {
        const Recording recording = record(bank());
        CHECK(sentence(recording, 3) ==
              "Task-2 waits for the lock db" + waits_at + ", held by Task-1, which sleeps until t=0.300 s" + sleeps_at);
        CHECK(sentence(recording, 1) == "main waits for gather(2)" + gathers_at +
                                            ", still to come: Task-1 and 1 more; Task-1 sleeps until t=0.300 s" +
                                            sleeps_at);
    }

    TEST_CASE("a deadlock is told as a ring, and its tree as it was before the loop gave up") {
        const Recording recording = record(deadlock());
        const auto moment = telling_moment(recording);
        REQUIRE(moment);
        const World world = recording.at(*moment);
        const Explanation told = why(recording, world, *moment, 2);
        CHECK(told.ring);
        CHECK(plain(told.sentence) == "Task-1 waits for the lock b" + waits_at +
                                          ", held by Task-2, which waits for the lock a" + waits_at +
                                          ", held by Task-1 itself: a ring, nobody in it can go on");
        const AwaitTree tree = await_tree(recording, world, *moment, TreeBy::awaits);
        CHECK(tree.nodes.size() == 3);
        CHECK(tree.rings.size() == 1);
    }

    TEST_CASE("an item that nobody can put any more") {
        const Recording recording = record(nobody_puts());
        const auto moment = telling_moment(recording);
        REQUIRE(moment);
        CHECK(plain(why(recording, recording.at(*moment), *moment, 1).sentence)
                  .starts_with("main waits for an item from the queue jobs" + waits_at +
                               ", which is empty: 1 item was put into it so far, by main"));
        CHECK(plain(why(recording, recording.at(*moment), *moment, 1).sentence)
                  .ends_with(", and nobody is left who could put one into it"));
    }
}
