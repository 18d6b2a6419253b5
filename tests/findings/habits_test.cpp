// Busy polling, and a queue that grows without limit.
#include "support.hpp"

#include "monitor/stream_builder.hpp"

#include <functional>

using namespace test;

namespace {

bool there = false;

aio::Coro<> polls(int times) {
    there = false;
    for (int i = 0; i < times && !there; ++i) co_await aio::sleep(100ms);
}

aio::Coro<> polls_by_giving_way(int times) {
    there = false;
    for (int i = 0; i < times && !there; ++i) co_await aio::sleep(0s);
}

aio::Coro<> beats(int times) {
    for (int i = 0; i < times; ++i) co_await aio::sleep(1s);
}

aio::Coro<> sets_after(aio::Duration time) {
    co_await aio::sleep(time);
    there = true;
}

aio::Coro<> polls_for(aio::Coro<> polling, aio::Duration set_after) {
    auto poller = aio::create_task(std::move(polling), "poller");
    auto setter = aio::create_task(sets_after(set_after), "setter");
    co_await aio::gather(poller, setter);
}

aio::Coro<> works_on(int times, aio::Duration pause) {
    for (int i = 0; i < times; ++i) {
        co_await aio::sleep(pause);
        aio::print("worked");
    }
}

// What happens meanwhile is no news for it, and at the end it happens to be over.
aio::Coro<> polls_while_another_works() {
    auto poller = aio::create_task(polls(30), "poller");
    auto worker = aio::create_task(works_on(20, 150ms), "worker");
    co_await aio::gather(poller, worker);
}

aio::Coro<> cancels_a_poller() {
    auto poller = aio::create_task(polls(100), "poller");
    co_await aio::sleep(2550ms);
    poller.cancel();
    co_await aio::gather(aio::return_exceptions, poller);
}

aio::Coro<> yields_until_set() {
    there = false;
    while (!there) co_await aio::sleep(0s);
}

aio::Coro<> sets_after_turns(int turns) {
    for (int i = 0; i < turns; ++i) co_await aio::sleep(0s);
    there = true;
}

aio::Coro<> yields_for() {
    auto poller = aio::create_task(yields_until_set(), "poller");
    auto setter = aio::create_task(sets_after_turns(150), "setter");
    co_await aio::gather(poller, setter);
}

aio::Coro<> ticks() {
    for (int i = 0; i < 50; ++i) {
        co_await aio::sleep(1s);
        aio::print("tick");
    }
}

aio::Coro<> gets_between() {
    aio::Queue<int> queue;
    for (int i = 0; i < 50; ++i) queue.put_nowait(i);
    for (int i = 0; i < 50; ++i) {
        co_await aio::sleep(1s);
        static_cast<void>(co_await queue.get());
    }
}

aio::Coro<> polls_then_prints_then_polls() {
    co_await polls(6);
    aio::print("not yet");
    co_await polls(6);
}

// `gap`: between two of them; zero: sleep(0).
aio::Coro<> puts(aio::Queue<int>& queue, int count, aio::Duration gap) {
    for (int i = 0; i < count; ++i) {
        co_await queue.put(i);
        co_await aio::sleep(gap);
    }
}

aio::Coro<> gets(aio::Queue<int>& queue, int count, aio::Duration gap) {
    for (int i = 0; i < count; ++i) {
        static_cast<void>(co_await queue.get());
        co_await aio::sleep(gap);
        if (gap == 0s) co_await aio::sleep(0s);
    }
}

struct Work {
    std::size_t limit = 0;  // maxsize
    int items = 300;
    aio::Duration put_gap = 10ms;
    aio::Duration get_gap = 30ms;
    aio::Duration get_after{};  // when the getter begins
};

aio::Coro<> works(Work work) {
    aio::Queue<int> queue(work.limit);
    auto putter = aio::create_task(puts(queue, work.items, work.put_gap), "putter");
    co_await aio::sleep(work.get_after);
    auto getter = aio::create_task(gets(queue, work.items, work.get_gap), "getter");
    co_await putter;
    co_await getter;
}

// All at once, again and again, and each time all of it is got.
aio::Coro<> bursts() {
    aio::Queue<int> queue;
    auto getter = aio::create_task(gets(queue, 1000, 1ms), "getter");
    for (int burst = 0; burst < 5; ++burst) {
        for (int i = 0; i < 200; ++i) queue.put_nowait(i);
        co_await aio::sleep(1s);
    }
    co_await getter;
}

aio::Coro<> puts_fast_then_evenly(aio::Queue<int>& queue) {
    co_await puts(queue, 90, 1ms);
    co_await puts(queue, 600, 9500us);
}

// Nearly all of the backlog came at the beginning.
aio::Coro<> levels_off() {
    aio::Queue<int> queue;
    auto getter = aio::create_task(gets(queue, 690, 10ms), "getter");
    co_await puts_fast_then_evenly(queue);
    co_await getter;
}

using namespace loopscope;
using testing::number;
using testing::StreamBuilder;

// A task whose steps each take so long, with sleeps between them: `Recording` by hand, so that no clock counts.
Recording gives_way(std::uint64_t step_ns, int times, WaitReason reason = WaitReason::yield) {
    StreamBuilder out;
    std::vector<Event> slots;
    const SiteId line = out.site(7);
    out.add(EventKind::loop_start, 0, {.detail = number(loopscope::ClockKind::virtual_time)});
    out.add(EventKind::task_create, 1, {.a = kDefaultName | 1});
    for (int i = 0; i < times; ++i) {
        out.add(EventKind::task_ready, 1, {.detail = number(WakeReason::yielded)});
        out.add(EventKind::step_begin, 1, {.a = static_cast<std::uint32_t>(i + 1)});
        out.add(EventKind::task_wait, 1, {.detail = number(reason), .a = line});
        out.add(EventKind::step_end, 1);
    }
    slots = out.slots();
    std::uint64_t now = 0;
    for (Event& event : slots) {
        if (event.kind == EventKind::task_wait) now += step_ns;
        event.time = now;
    }
    Recording recording;
    REQUIRE(recording.append(slots));
    return recording;
}

}  // namespace

TEST_SUITE("findings.busy_polling") {
    TEST_CASE("ten sleeps in a row with nothing between them look like polling") {
        const Examined examined = examine(polls(12));
        CHECK(examined.findings.size() == 1);
        const Finding& finding = examined.the(FindingKind::busy_polling);
        CHECK(finding.confidence == Confidence::possible);
        CHECK(severity_of(finding) == Severity::hint);
        CHECK(finding.count == 10);
        CHECK(examined.claim(finding).find("slept at least 10 times in a row (habits_test.cpp:") != std::string::npos);
    }
    TEST_CASE("where they end as soon as another task has done something, that was what it looked for") {
        const Examined examined = examine(polls_for(polls(100), 2550ms));
        const Finding& finding = examined.the(FindingKind::busy_polling);
        CHECK(finding.confidence == Confidence::likely);
        CHECK(severity_of(finding) == Severity::warning);
        CHECK(finding.count == 26);
        CHECK(finding.time == 2'600'000'000);
        CHECK(examined.claim(finding).find("poller slept 26 times in a row") == 0);
        CHECK(examined.claim(finding).find("as soon as setter had done something") != std::string::npos);
        REQUIRE(finding.moments.size() == 4);
        CHECK(examined.recording[finding.moments[2]].subject == finding.tasks[1]);
        // So does its setter, which ends by itself.
        const Examined yields = examine(yields_for());
        for (const Finding& one : yields.findings) {
            const bool polls = yields.recording.task_name(one.tasks[0]) == "poller";
            CHECK(one.confidence == (polls ? Confidence::likely : Confidence::possible));
            CHECK(yields.claim(one).find(polls ? "poller gave way 15" : "setter gave way at least 100") == 0);
        }
        CHECK(yields.findings.size() == 2);
    }
    TEST_CASE("who goes on whatever others do may only be at work") {
        const Examined examined = examine(polls_while_another_works());
        CHECK(examined.the(FindingKind::busy_polling).confidence == Confidence::possible);
    }
    TEST_CASE("who is cancelled did not stop by itself") {
        const Examined examined = examine(cancels_a_poller());
        CHECK(examined.the(FindingKind::busy_polling).confidence == Confidence::possible);
    }
    TEST_CASE("once in a second it takes sixty") {
        CHECK(examine(beats(59)).findings.empty());
        CHECK(examine(beats(60)).the(FindingKind::busy_polling).count == 60);
    }
    TEST_CASE("nine do not") { CHECK(examine(polls(9)).findings.empty()); }
    TEST_CASE("with sleep(0) it takes a hundred") {
        CHECK(examine(polls_by_giving_way(50)).findings.empty());
        CHECK(diagnose(gives_way(200, 99), patient()).empty());
        const auto findings = diagnose(gives_way(200, 120), patient());
        REQUIRE(findings.size() == 1);
        CHECK(findings[0].kind == FindingKind::busy_polling);
        const Examined examined = examine(polls_by_giving_way(150));
        CHECK(examined.claim(examined.the(FindingKind::busy_polling)).find("main gave way at least 100 times") == 0);
    }
    TEST_CASE("long work that gives way now and then is no polling") {
        CHECK(diagnose(gives_way(2'000'000, 120), patient()).empty());
        CHECK(diagnose(gives_way(2'000'000, 120, WaitReason::sleep), patient()).empty());
        CHECK(diagnose(gives_way(200, 120, WaitReason::sleep), patient()).size() == 1);
    }
    TEST_CASE("a ticker that prints is none") { CHECK(examine(ticks()).findings.empty()); }
    TEST_CASE("a worker that gets items is none") { CHECK(examine(gets_between()).findings.empty()); }
    TEST_CASE("a print between them begins the count anew") {
        CHECK(examine(polls_then_prints_then_polls()).count(FindingKind::busy_polling) == 0);
    }
}

TEST_SUITE("findings.unbounded_queue") {
    TEST_CASE("a queue into which more is put than is got grows without limit") {
        const Examined examined = examine(works({}));
        CHECK(examined.findings.size() == 1);
        const Finding& finding = examined.the(FindingKind::unbounded_queue);
        CHECK(finding.confidence == Confidence::likely);
        CHECK(finding.count >= 100);
        CHECK(finding.time > 1'000'000'000);
        CHECK(examined.recording.task_name(finding.tasks[0]) == "putter");
        CHECK(examined.recording.task_name(finding.tasks[1]) == "getter");
        CHECK(examined.line(finding) != 0);
        CHECK(examined.claim(finding).find("putter puts (habits_test.cpp:") != std::string::npos);
    }
    TEST_CASE("also where no time passes") {
        CHECK(examine(works({.put_gap = 0s, .get_gap = 0s})).count(FindingKind::unbounded_queue) == 1);
    }
    TEST_CASE("also over a long time, most of whose samples are gone") {
        CHECK(
            examine(works({.items = 5000, .put_gap = 10ms, .get_gap = 10100us})).count(FindingKind::unbounded_queue) ==
            0);  // it never holds a hundred
        auto limits = patient();
        limits.queue_items = 1000;
        CHECK(examine(works({.items = 5000}), limits).count(FindingKind::unbounded_queue) == 1);
    }
    TEST_CASE("with a limit the putter waits") {
        CHECK(examine(works({.limit = 120})).count(FindingKind::unbounded_queue) == 0);
    }
    TEST_CASE("filled first and emptied then is no growth") {
        CHECK(examine(works({.get_after = 4s})).count(FindingKind::unbounded_queue) == 0);
    }
    TEST_CASE("who begins late and is fast empties it") {
        CHECK(examine(works({.get_gap = 1ms, .get_after = 1500ms})).count(FindingKind::unbounded_queue) == 0);
    }
    TEST_CASE("one that levels off below the limit and creeps over it does not grow steadily") {
        CHECK(examine(levels_off()).count(FindingKind::unbounded_queue) == 0);
    }
    TEST_CASE("a burst is no growth") { CHECK(examine(bursts()).count(FindingKind::unbounded_queue) == 0); }
}
