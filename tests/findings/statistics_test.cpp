// Where the time of real programs went, and which chain of waits decided how long they took.
#include "monitor/statistics.hpp"
#include "support.hpp"

#include <numeric>

using namespace test;
using loopscope::CriticalLink;
using loopscope::TaskState;
using loopscope::WaitReason;

namespace {

using Lines = std::vector<std::string>;

constexpr std::uint64_t kMillisecond = 1'000'000;

aio::Coro<> fetch(std::chrono::milliseconds time) { co_await aio::sleep(time); }

aio::Coro<> gathers() {
    std::vector<aio::Coro<>> all;
    for (const auto time : {1000ms, 3000ms, 2000ms}) all.push_back(fetch(time));
    co_await aio::gather(std::move(all));
    co_await aio::sleep(500ms);
}

aio::Coro<> groups() {
    co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
        group.create_task(fetch(1000ms), "short");
        group.create_task(fetch(2000ms), "long");
        co_return;
    });
}

aio::Coro<> produce(aio::Queue<int>* queue) {
    for (int i = 0; i < 3; ++i) {
        co_await aio::sleep(1000ms);
        co_await queue->put(i);
    }
}

aio::Coro<> consume(aio::Queue<int>* queue) {
    for (int i = 0; i < 3; ++i) {
        co_await queue->get();
        co_await aio::sleep(200ms);
    }
}

aio::Coro<> queues() {
    aio::Queue<int> queue;
    auto producer = aio::create_task(produce(&queue), "producer");
    auto consumer = aio::create_task(consume(&queue), "consumer");
    co_await consumer;
    co_await producer;
}

aio::Coro<> use(aio::Lock* lock, std::chrono::milliseconds time) {
    co_await lock->acquire();
    co_await aio::sleep(time);
    lock->release();
}

aio::Coro<> locks() {
    aio::Lock lock;
    auto first = aio::create_task(use(&lock, 1000ms), "first");
    auto second = aio::create_task(use(&lock, 3000ms), "second");
    auto third = aio::create_task(fetch(2000ms), "third");
    co_await first;
    co_await third;
    co_await second;
}

aio::Coro<> timeouts() {
    bool late = false;
    try {
        co_await aio::with_timeout(2s, fetch(10000ms));
    } catch (const aio::TimeoutError&) {
        late = true;
    }
    if (late) co_await aio::sleep(1s);
}

aio::Coro<> calls_later() {
    aio::Event event;
    aio::current_loop().call_later(3s, [&event] { event.set(); });
    co_await aio::sleep(1s);
    co_await event.wait();
}

aio::Coro<> dies_slowly() {
    std::exception_ptr cancelled;
    try {
        co_await aio::sleep(10s);
    } catch (const aio::CancelledError&) {
        cancelled = std::current_exception();
    }
    co_await aio::sleep(500ms);
    if (cancelled) std::rethrow_exception(cancelled);
}

aio::Coro<> leaves_one_behind() {
    auto left = aio::create_task(dies_slowly(), "left");
    co_await aio::sleep(1s);
}

aio::Coro<> leaves_a_sleeper() {
    auto left = aio::create_task(fetch(10000ms), "left");
    co_await aio::sleep(1s);
}

aio::Coro<> polls() {
    for (int i = 0; i < 5; ++i) co_await aio::sleep(i == 3 ? 1s : 0s);
}

aio::Coro<> yields() {
    for (int i = 0; i < 5; ++i) co_await aio::sleep(0);
}

std::uint64_t length(const std::vector<CriticalLink>& path) {
    return std::accumulate(path.begin(), path.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const CriticalLink& link) { return sum + link.loop_ns; });
}

// What took loop time on the path, in words.
Lines story(const Recording& recording, const std::vector<CriticalLink>& path) {
    Lines lines;
    for (const CriticalLink& link : path) {
        if (link.loop_ns == 0) continue;
        CHECK(link.state == TaskState::waiting);
        lines.push_back(recording.task_name(link.task) + " " + std::to_string(link.loop_ns / kMillisecond));
    }
    return lines;
}

// The path of a whole run is as long as the run.
Lines path_of(aio::Coro<> main) {
    const Recording recording = record(std::move(main));
    const auto path = loopscope::critical_path(recording, 0, recording.size());
    CHECK(length(path) == recording.loop_time_at(recording.size()));
    return story(recording, path);
}

}  // namespace

TEST_SUITE("findings.statistics") {
    TEST_CASE("the longest child of a gather is the critical path") {
        CHECK(path_of(gathers()) == Lines{"Task-2 3000", "main 500"});
    }

    TEST_CASE("the longest child of a group is the critical path") { CHECK(path_of(groups()) == Lines{"long 2000"}); }

    TEST_CASE("who waits for items waits for who puts them") {
        CHECK(path_of(queues()) == Lines{"producer 1000", "producer 1000", "producer 1000", "consumer 200"});
    }

    TEST_CASE("who waits for a lock waits for who holds it") {
        CHECK(path_of(locks()) == Lines{"first 1000", "second 3000"});
    }

    TEST_CASE("a timeout's time counts, and not that of the sleep which it ended") {
        CHECK(path_of(timeouts()) == Lines{"main 2000", "main 1000"});
    }

    TEST_CASE("a timer that was armed long before the wait counts since then") {
        CHECK(path_of(calls_later()) == Lines{"main 3000"});
    }

    TEST_CASE("a task that cleans up when the program is over is the last") {
        CHECK(path_of(leaves_one_behind()) == Lines{"main 1000", "left 500"});
    }

    TEST_CASE("a task that is only cancelled at the end decided nothing") {
        CHECK(path_of(leaves_a_sleeper()) == Lines{"main 1000"});
    }

    TEST_CASE("a part of a run has a path of its own") {
        const Recording recording = record(queues());
        const auto& moves = recording.stops();
        const std::size_t middle = moves[moves.size() / 2];
        const auto path = loopscope::critical_path(recording, middle, recording.size());
        CHECK(path.front().begin == middle);
        CHECK(length(path) == recording.loop_time_at(recording.size()) - recording.loop_time_at(middle));
    }

    TEST_CASE("waits are counted by reason and by line") {
        const Recording recording = record(queues());
        const auto statistics = loopscope::statistics_of(recording, 0, recording.size());
        REQUIRE(statistics.tasks.size() == 3);
        const auto waited = [&](std::size_t task, WaitReason reason) {
            return statistics.tasks[task].wait_ns[static_cast<std::size_t>(reason)] / kMillisecond;
        };
        CHECK(waited(0, WaitReason::task) == 3200);
        CHECK(waited(1, WaitReason::sleep) == 3000);
        CHECK(waited(2, WaitReason::get) == 1000 + 800 + 800);
        CHECK(waited(2, WaitReason::sleep) == 600);
        CHECK(statistics.tasks[1].lived_ns == 3000 * kMillisecond);
        CHECK(statistics.sites.front().wait_ns == 3200 * kMillisecond);
        CHECK(statistics.sites.front().reason == WaitReason::task);
        CHECK(statistics.concurrency.most_alive == 3);
        CHECK(statistics.concurrency.mean_alive == doctest::Approx((3 * 3.0 + 2 * 0.2) / 3.2));
        CHECK(statistics.concurrency.mean_waiting == doctest::Approx((3 * 3.0 + 2 * 0.2) / 3.2));
    }

    TEST_CASE("a line is known for what took its time, not for what was there most often") {
        const Recording recording = record(polls());
        const auto sites = loopscope::statistics_of(recording, 0, recording.size()).sites;
        CHECK(sites[0].waits == 5);
        CHECK(sites[0].reason == WaitReason::sleep);
        CHECK(sites[0].wait.count() == 1);
    }

    TEST_CASE("a sleep of no time is a wait that takes none") {
        const Recording recording = record(yields());
        const auto statistics = loopscope::statistics_of(recording, 0, recording.size());
        CHECK(statistics.tasks[0].waits[static_cast<std::size_t>(WaitReason::yield)] == 5);
        CHECK(statistics.tasks[0].waited() == 0);
        CHECK(statistics.tasks[0].steps == 6);
        CHECK(statistics.loop.lag.count() == 6);
        CHECK(statistics.concurrency.mean_alive == 1.0);
    }
}
