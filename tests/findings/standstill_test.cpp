// Programs that stand still for good, and programs that only wait for long.
#include "support.hpp"

#include "aio/stream.hpp"
#include "aio/threadsafe.hpp"

#include <regex>
#include <stdexcept>
#include <thread>

using namespace test;

namespace {

std::string without_lines(const std::string& claim) { return std::regex_replace(claim, std::regex(":[0-9]+"), ":N"); }

unsigned wait_line = 0;

aio::Coro<> wait_for_event(aio::Event& event) {
    wait_line = __LINE__ + 1;
    co_await event.wait();
}

aio::Coro<> nobody_sets_it(int waiters) {
    aio::Event go("go");
    std::vector<aio::Task<>> tasks;
    for (int i = 0; i < waiters; ++i) {
        tasks.push_back(aio::create_task(wait_for_event(go), "waiter-" + std::to_string(i + 1)));
    }
    co_await aio::gather(aio::return_exceptions, tasks);
}

aio::Coro<> set_after(aio::Event& event, aio::Duration time) {
    co_await aio::sleep(time);
    event.set();
}

aio::Coro<> somebody_sets_it_late() {
    aio::Event go("go");
    auto waiter = aio::create_task(wait_for_event(go), "waiter");
    auto setter = aio::create_task(set_after(go, 10h), "setter");
    co_await aio::gather(waiter, setter);
}

aio::Coro<> produce_and_fail(aio::Queue<int>& queue) {
    co_await queue.put(1);
    throw std::runtime_error("the source is gone");
}

aio::Coro<> consume(aio::Queue<int>& queue) {
    while (true) co_await queue.get();
}

aio::Coro<> a_producer_fails() {
    aio::Queue<int> queue(10, "letters");
    auto producer = aio::create_task(produce_and_fail(queue), "producer");
    auto consumer = aio::create_task(consume(queue), "consumer");
    co_await aio::gather(aio::return_exceptions, producer, consumer);
}

// The main task ends, and the loop cancels the consumer, who waits for ever: that is how it is done.
aio::Coro<> leaves_a_consumer_behind(aio::Queue<int>& queue) {
    auto consumer = aio::create_task(consume(queue), "consumer");
    co_await queue.put(1);
    co_await aio::sleep(1s);
}

aio::Coro<> waits_under_a_timeout() {
    aio::Event go("go");
    try {
        co_await aio::with_timeout(5s, go.wait());
    } catch (const aio::TimeoutError&) {
        co_return;
    }
}

aio::Coro<> waits_for_a_thread() {
    aio::Event go("go");
    auto waiter = aio::create_task(wait_for_event(go), "waiter");
    co_await aio::to_thread([] {});
    go.set();
    co_await waiter;
}

aio::Coro<> waits_for_a_call() {
    aio::Event go("go");
    const aio::KeepAlive keep = aio::current_loop().expect_calls();
    const std::jthread other([&loop = aio::current_loop(), &go] { loop.call_soon_threadsafe([&go] { go.set(); }); });
    co_await go.wait();
}

aio::Coro<> serves_one() {
    aio::Event served("served");
    auto handler = [&served](aio::Stream stream) -> aio::Coro<> {
        const std::string line = co_await stream.read_line();
        served.set();
    };
    auto server = co_await aio::serve("127.0.0.1", 0, handler);
    auto client = co_await aio::connect("127.0.0.1", server.port());
    auto waiter = aio::create_task(wait_for_event(served), "waiter");
    co_await client.write("hello\n");
    co_await waiter;
    server.close();
    co_await server.wait_closed();
}

aio::Coro<> notify(aio::Condition& condition) {
    const auto guard = co_await condition.guard();
    condition.notify_all();
}

aio::Coro<> wait_for_news(aio::Condition& condition, aio::Duration first) {
    co_await aio::sleep(first);
    const auto guard = co_await condition.guard();
    co_await condition.wait();
}

aio::Coro<> tells_before(aio::Duration late) {
    aio::Condition news("news");
    auto waiter = aio::create_task(wait_for_news(news, late), "listener");
    auto teller = aio::create_task(
        [](aio::Condition& condition) -> aio::Coro<> {
            co_await aio::sleep(1s);
            co_await notify(condition);
        }(news),
        "teller");
    co_await aio::gather(waiter, teller);
}

// It tells none of those who listen.
aio::Coro<> tells_nobody() {
    aio::Condition news("news");
    auto waiter = aio::create_task(wait_for_news(news, 0s), "listener");
    co_await aio::sleep(1s);
    {
        const auto guard = co_await news.guard();
        news.notify(0);
    }
    co_await waiter;
}

aio::Coro<> pulse(aio::Event& event) {
    event.set();
    event.clear();
    co_return;
}

aio::Coro<> listens_after_the_pulse() {
    aio::Event go("go");
    auto pulser = aio::create_task(pulse(go), "pulser");
    co_await pulser;
    auto waiter = aio::create_task(wait_for_event(go), "listener");
    co_await waiter;
}

// The event stays set: who comes late goes straight on.
aio::Coro<> listens_to_what_stays() {
    aio::Event go("go");
    go.set();
    auto waiter = aio::create_task(wait_for_event(go), "listener");
    co_await waiter;
}

aio::Coro<> arrive(aio::Barrier& barrier) { co_await barrier.wait(); }

aio::Coro<> one_too_few() {
    aio::Barrier barrier(3, "start");
    auto one = aio::create_task(arrive(barrier), "one");
    auto two = aio::create_task(arrive(barrier), "two");
    co_await aio::gather(one, two);
}

aio::Coro<> nobody_gives_a_signal() {
    aio::Semaphore signal(0, "signal");
    signal.release();
    co_await signal.acquire();
    co_await signal.acquire();
}

aio::Coro<> nobody_has_its_result() {
    aio::Future<int> answer;
    co_await answer;
}

}  // namespace

TEST_SUITE("findings.standstill") {
    TEST_CASE("who waits for an event that nobody is left to set is found") {
        const Examined examined = examine(nobody_sets_it(1));
        const Finding& finding = examined.the(FindingKind::nobody_left);
        CHECK(without_lines(examined.claim(finding)) ==
              "waiter-1 waits for the event go to be set (standstill_test.cpp:N), and nobody who is left can set it");
        CHECK(examined.line(finding) == wait_line);
        CHECK(finding.confidence == Confidence::certain);
        REQUIRE(finding.moments.size() == 1);
        CHECK(examined.recording[finding.moments[0]].kind == loopscope::EventKind::task_wait);
        CHECK(finding.first == finding.moments[0]);
        // The main task only waits for it.
        CHECK(finding.tasks.size() == 1);
        CHECK(examined.findings.size() == 1);
    }

    TEST_CASE("those who wait for the same are one finding") {
        const Examined examined = examine(nobody_sets_it(3));
        const Finding& finding = examined.the(FindingKind::nobody_left);
        CHECK(finding.tasks.size() == 3);
        CHECK(examined.claim(finding).find("; 2 others wait there too") != std::string::npos);
    }

    TEST_CASE("a program that waits for long and goes on stands not still") {
        CHECK(examine(somebody_sets_it_late()).findings.empty());
        CHECK(examine(waits_under_a_timeout()).findings.empty());
        CHECK(examine(waits_for_a_thread()).findings.empty());
        CHECK(examine(waits_for_a_call()).findings.empty());
        CHECK(examine(serves_one()).count(FindingKind::nobody_left) == 0);
    }

    TEST_CASE("a consumer whose producer has failed waits for nobody") {
        const Examined examined = examine(a_producer_fails());
        CHECK(without_lines(examined.claim(examined.the(FindingKind::nobody_left))) ==
              "consumer waits for an item from the queue letters (standstill_test.cpp:N), and nobody who is left can "
              "put one there");
    }

    TEST_CASE("a consumer that is cancelled when the main task is done waited for more, as it should") {
        aio::Queue<int> queue(10, "letters");
        CHECK(examine(leaves_a_consumer_behind(queue)).findings.empty());
    }

    TEST_CASE("a barrier, a signal and a future that nobody is left for") {
        const Examined barrier = examine(one_too_few());
        CHECK(barrier.the(FindingKind::nobody_left).tasks.size() == 2);
        CHECK(barrier.claim(barrier.the(FindingKind::nobody_left)).find("nobody who is left can arrive there") !=
              std::string::npos);
        const Examined signal = examine(nobody_gives_a_signal());
        CHECK(signal.claim(signal.the(FindingKind::nobody_left)).find("nobody who is left can give one") !=
              std::string::npos);
        CHECK(signal.findings.size() == 1);
        CHECK(examine(nobody_has_its_result()).count(FindingKind::nobody_left) == 1);
    }

    TEST_CASE("who begins to wait for a condition after it was notified has lost that wake-up") {
        const Examined examined = examine(tells_before(2s));
        const Finding& finding = examined.the(FindingKind::lost_wake_up);
        CHECK(without_lines(examined.claim(finding)) ==
              "listener waits until somebody notifies the condition news (standstill_test.cpp:N), but teller did so "
              "before (standstill_test.cpp:N), when nobody listened, and nobody will again");
        CHECK(finding.confidence == Confidence::likely);
        REQUIRE(finding.moments.size() == 2);
        CHECK(examined.recording[finding.moments[0]].kind == loopscope::EventKind::object_notify);
        CHECK(examined.recording[finding.moments[1]].kind == loopscope::EventKind::task_wait);
        CHECK(finding.first == finding.moments[0]);
        CHECK(examined.findings.size() == 1);
    }

    TEST_CASE("who listens in time has not") {
        CHECK(examine(tells_before(0s)).findings.empty());
        const Examined examined = examine(tells_nobody());
        CHECK(examined.count(FindingKind::lost_wake_up) == 0);
        CHECK(examined.count(FindingKind::nobody_left) == 1);
    }

    TEST_CASE("an event that was set and cleared again is lost to who comes later, one that stays set is not") {
        const Examined examined = examine(listens_after_the_pulse());
        const Finding& finding = examined.the(FindingKind::lost_wake_up);
        CHECK(examined.claim(finding).find("pulser set it before") != std::string::npos);
        CHECK(examined.count(FindingKind::nobody_left) == 0);
        CHECK(examine(listens_to_what_stays()).findings.empty());
    }
}
