// Waits one after the other that could have overlapped.
#include "support.hpp"

#include <stdexcept>

using namespace test;

namespace {

aio::Coro<int> fetch(aio::Duration delay) {
    aio::print("asked");
    co_await aio::sleep(delay);
    aio::print("answered");
    co_return 1;
}

aio::Coro<int> open(aio::Duration delay) {
    co_await aio::sleep(delay);
    co_return 2;
}

unsigned line_of_the_first = 0;
aio::Coro<> three_lines() {
    aio::print("before");
    line_of_the_first = __LINE__ + 1;
    co_await fetch(1s);
    co_await fetch(2s);
    co_await fetch(3s);
    aio::print("after");
}

aio::Coro<> with_others_between() {
    aio::Queue<int> queue;
    co_await fetch(1s);
    queue.put_nowait(1);  // somebody may be waiting for it
    co_await fetch(1s);
    co_await aio::sleep(1s);
    co_await fetch(1s);
    auto task = aio::create_task(fetch(1s));
    co_await fetch(1s);
    co_await task;
    co_await fetch(1s);
}

aio::Coro<> all_together() { static_cast<void>(co_await aio::gather(fetch(1s), fetch(2s), fetch(3s))); }

aio::Coro<> in_a_loop(int times, aio::Duration delay) {
    for (int i = 0; i < times; ++i) co_await fetch(delay);
}

aio::Coro<> a_long_one_and_a_short_one() {
    co_await fetch(1s);
    co_await fetch(50ms);
}

// One of the three answers at once.
aio::Coro<> cached() {
    for (int i = 0; i < 3; ++i) co_await fetch(i == 0 ? 1ms : 1s);
}

aio::Coro<> open_and_use() {
    co_await open(1s);
    co_await fetch(1s);
}

aio::Coro<> consumer(aio::Queue<int>& queue) {
    for (int i = 0; i < 5; ++i) {
        static_cast<void>(co_await queue.get());
        co_await fetch(1s);
    }
}

aio::Coro<> consumes() {
    aio::Queue<int> queue;
    for (int i = 0; i < 5; ++i) queue.put_nowait(i);
    co_await consumer(queue);
}

aio::Coro<> fails() {
    co_await aio::sleep(1s);
    throw std::runtime_error("not yet");
}

aio::Coro<> tries_again() {
    for (int i = 0; i < 5; ++i) {
        try {
            co_await fails();
        } catch (const std::runtime_error&) {
        }
    }
}

aio::Coro<> under_lock(aio::Lock& lock) {
    const auto guard = co_await lock.guard();
    co_await aio::sleep(1s);
}

aio::Coro<> takes_turns() {
    aio::Lock lock;
    for (int i = 0; i < 5; ++i) co_await under_lock(lock);
}

// As a stream has it that is opened, written to and closed in one call.
aio::Coro<> with_a_lock_of_its_own() {
    aio::Lock lock("write");
    co_await under_lock(lock);
}

aio::Coro<> opens_three() {
    for (int i = 0; i < 3; ++i) co_await with_a_lock_of_its_own();
}

aio::Coro<> paced() {
    for (int i = 0; i < 5; ++i) {
        co_await fetch(1s);
        co_await aio::sleep(1s);
    }
}

aio::Coro<> ticks() {
    for (;;) co_await fetch(1s);
}

aio::Coro<> cancels_a_ticker() {
    auto task = aio::create_task(ticks());
    co_await aio::sleep(10s);
    task.cancel();
}

aio::AsyncGenerator<int> numbers() {
    for (int i = 0; i < 5; ++i) {
        co_await aio::sleep(1s);
        co_yield i;
    }
}

aio::Coro<> two_at_a_time() {
    auto left = numbers();
    auto right = numbers();
    for (;;) {
        const auto one = co_await left.next();
        const auto two = co_await right.next();
        if (!one || !two) break;
    }
}

aio::Coro<> limited(aio::Duration delay) { co_await aio::wait_for(fetch(delay), 10s); }

aio::Coro<> limited_ones() {
    co_await limited(1s);
    co_await limited(1s);
}

aio::Coro<> one_of_many() {
    co_await fetch(1s);
    co_await fetch(1s);
}

aio::Coro<> many() { static_cast<void>(co_await aio::gather(one_of_many(), one_of_many(), one_of_many())); }

}  // namespace

TEST_SUITE("findings.overlap") {
    TEST_CASE("three fetches one below the other: what gather would save is said") {
        const Examined examined = examine(three_lines());
        CHECK(examined.findings.size() == 1);
        const Finding& finding = examined.the(FindingKind::sequential_awaits);
        CHECK(finding.confidence == Confidence::possible);
        CHECK(finding.time == 3'000'000'000);
        CHECK(finding.count == 3);
        CHECK(examined.line(finding) == line_of_the_first);
        CHECK(examined.claim(finding).find("awaited fetch() 3 times in a row") != std::string::npos);
        CHECK(examined.claim(finding).find("3.0 s less") != std::string::npos);
    }

    TEST_CASE("gathered, there is nothing to say") { CHECK(examine(all_together()).findings.empty()); }

    TEST_CASE("one that waits at another line, puts an item or makes a task between them has an order") {
        CHECK(examine(with_others_between()).findings.empty());
    }

    TEST_CASE("a loop that awaits three times or more is one") {
        const Examined examined = examine(in_a_loop(4, 500ms));
        const Finding& finding = examined.the(FindingKind::await_in_loop);
        CHECK(finding.count == 4);
        CHECK(finding.time == 1'500'000'000);
        CHECK(examined.count(FindingKind::sequential_awaits) == 0);
        CHECK(examine(in_a_loop(2, 500ms)).findings.empty());
    }

    TEST_CASE("what would save little is not worth it") {
        CHECK(examine(in_a_loop(9, 10ms)).findings.empty());
        CHECK(examine(a_long_one_and_a_short_one()).findings.empty());
    }

    TEST_CASE("a call that hardly waits does not count") { CHECK(examine(cached()).findings.empty()); }

    TEST_CASE("different functions may well need each other") { CHECK(examine(open_and_use()).findings.empty()); }
    TEST_CASE("a consumer takes one item after the other") { CHECK(examine(consumes()).findings.empty()); }
    TEST_CASE("a retry comes after a failure") { CHECK(examine(tries_again()).findings.empty()); }
    TEST_CASE("those that hold a lock could not overlap") {
        CHECK(examine(takes_turns()).count(FindingKind::await_in_loop) == 0);
    }
    TEST_CASE("a lock that each call makes for itself is in nobody's way") {
        CHECK(examine(opens_three()).the(FindingKind::await_in_loop).time == 2'000'000'000);
    }
    TEST_CASE("a loop that sleeps between its calls is paced on purpose") { CHECK(examine(paced()).findings.empty()); }
    TEST_CASE("a loop that goes on until it is cancelled is no run") {
        CHECK(examine(cancels_a_ticker()).findings.empty());
    }
    TEST_CASE("the values of a generator come in order") { CHECK(examine(two_at_a_time()).findings.empty()); }
    TEST_CASE("a time limit around each hides nothing") {
        CHECK(examine(limited_ones()).the(FindingKind::sequential_awaits).time == 1'000'000'000);
    }
    TEST_CASE("a function that many tasks run is said once") {
        CHECK(examine(many()).count(FindingKind::sequential_awaits) == 1);
    }
}
