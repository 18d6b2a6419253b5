// What became of a cancellation.
#include "support.hpp"

#include <optional>
#include <stdexcept>

using namespace test;

namespace {

unsigned told_at = 0;
aio::Coro<> swallows() {
    try {
        told_at = __LINE__ + 1;
        co_await aio::sleep(10s);
    } catch (const aio::CancelledError&) {
        aio::print("never mind");
    }
}

aio::Coro<> waits_in_vain(aio::Lock& lock) {
    try {
        const auto guard = co_await lock.guard();
    } catch (const aio::CancelledError&) {
    }
}

// Waits, and does nothing about it.
aio::Coro<> sleeps() { co_await aio::sleep(10s); }

aio::Coro<> swallows_for_another(aio::Task<> other) {
    try {
        co_await other;
    } catch (const aio::CancelledError&) {
    }
}

aio::Coro<> goes_on() {
    for (int i = 0; i < 3; ++i) {
        bool told = false;
        try {
            co_await aio::sleep(10s);
        } catch (const aio::CancelledError&) {
            told = true;
        }
        if (told) aio::print("not now");
    }
}

aio::Coro<> cleans_up(aio::Duration how_long) {
    std::exception_ptr told;
    try {
        co_await aio::sleep(10s);
    } catch (const aio::CancelledError&) {
        told = std::current_exception();
    }
    co_await aio::sleep(how_long);
    if (told) std::rethrow_exception(told);
}

aio::Coro<> takes_back() {
    try {
        co_await aio::sleep(10s);
    } catch (const aio::CancelledError&) {
        aio::current_task().uncancel();
    }
    co_await aio::sleep(1s);
}

aio::Coro<> fails_at_clean_up() {
    try {
        co_await aio::sleep(10s);
    } catch (const aio::CancelledError&) {
        throw std::runtime_error("could not close");
    }
}

aio::Coro<> ignore_end(aio::Task<> task) {
    try {
        co_await task;
    } catch (...) {  // CancelledError is no std::exception
    }
}

aio::Coro<> cancelled_at_one(aio::Coro<> body) {
    auto task = aio::create_task(std::move(body), "worker");
    co_await aio::sleep(1s);
    task.cancel();
    co_await ignore_end(task);
}

aio::Coro<> cancels_who_awaits_a_task() {
    auto inner = aio::create_task(sleeps(), "inner");
    auto outer = aio::create_task(swallows_for_another(inner), "outer");
    co_await aio::sleep(1s);
    outer.cancel();
    co_await outer;
}

aio::Coro<> cancels_in_line() {
    aio::Lock lock;
    const auto guard = co_await lock.guard();
    auto task = aio::create_task(waits_in_vain(lock), "worker");
    co_await aio::sleep(10ms);
    task.cancel();
    co_await task;
}

aio::Coro<> times_out() {
    try {
        co_await aio::wait_for(sleeps(), 1s);
    } catch (const aio::TimeoutError&) {
        aio::print("too late");
    }
}

aio::Coro<> fails_soon() {
    co_await aio::sleep(1s);
    throw std::runtime_error("no");
}

aio::Coro<> a_group_fails() {
    try {
        co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
            group.create_task(fails_soon());
            group.create_task(sleeps());
            co_await aio::sleep(20s);
        });
    } catch (const aio::ExceptionGroup&) {
        aio::print("one failed");
    }
}

aio::Coro<> gathers_a_cancelled_one() {
    auto task = aio::create_task(sleeps(), "worker");
    auto both = aio::gather(aio::return_exceptions, task, sleeps());
    co_await aio::sleep(1s);
    task.cancel();
    static_cast<void>(co_await std::move(both));
}

aio::Coro<> shrugs() {
    try {
        co_await aio::sleep(1s);
    } catch (const aio::CancelledError&) {
    }
}

// Told in what it calls, and back at the line where it gets its next item.
aio::Coro<> serves(aio::Queue<int>& queue) {
    for (;;) {
        static_cast<void>(co_await queue.get());
        co_await shrugs();
    }
}

aio::Coro<> cancels_a_server() {
    aio::Queue<int> queue;
    auto task = aio::create_task(serves(queue), "server");
    co_await aio::sleep(1s);
    queue.put_nowait(1);
    co_await aio::sleep(500ms);
    task.cancel();
    co_await aio::sleep(1s);
}

aio::Coro<> send() { co_await aio::sleep(100ms); }

// Its clean-up calls what it called before.
aio::Coro<> says_goodbye() {
    std::exception_ptr told;
    co_await send();
    try {
        co_await aio::sleep(10s);
    } catch (const aio::CancelledError&) {
        told = std::current_exception();
    }
    co_await send();
    if (told) std::rethrow_exception(told);
}

// Main ends while the worker still cleans up, and the loop cancels it once more.
aio::Coro<> leaves_behind() {
    auto task = aio::create_task(cleans_up(1min), "worker");
    co_await aio::sleep(1s);
    task.cancel();
    co_await aio::sleep(5s);
}

aio::Coro<> cancels_at_once() {
    auto task = aio::create_task(swallows(), "worker");
    task.cancel();
    co_await ignore_end(task);
}

aio::Coro<> cancels_after_a_step() {
    auto task = aio::create_task(sleeps(), "worker");
    co_await aio::sleep(0s);
    task.cancel();
    co_await ignore_end(task);
}

aio::Coro<> cancels_itself() {
    aio::current_task().cancel();
    co_await aio::sleep(1s);
}

aio::Coro<> self_cancelled() { co_await ignore_end(aio::create_task(cancels_itself())); }

aio::Coro<> cancels_itself_and_returns() {
    aio::current_task().cancel();
    co_return;
}

aio::Coro<> cancelled_by_its_own_last_word() { co_await ignore_end(aio::create_task(cancels_itself_and_returns())); }

aio::Coro<> awaits(aio::Task<> other) { co_await other; }

// The request is gone before the first step; what ends it is the end of another one.
aio::Coro<> thinks_better_of_it() {
    auto other = aio::create_task(sleeps(), "other");
    auto task = aio::create_task(awaits(other), "worker");
    task.cancel();
    task.uncancel();
    co_await aio::sleep(1s);
    other.cancel();
    co_await ignore_end(task);
}

aio::Coro<> a_group_ends_before_a_child_began() {
    try {
        co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
            group.create_task(sleeps(), "late");
            throw std::runtime_error("no");
            co_return;
        });
    } catch (const aio::ExceptionGroup&) {
    }
}

}  // namespace

TEST_SUITE("findings.cancellation") {
    TEST_CASE("a task that was told and returned has swallowed it") {
        const Examined examined = examine(cancelled_at_one(swallows()));
        CHECK(examined.findings.size() == 1);
        const Finding& finding = examined.the(FindingKind::swallowed_cancellation);
        CHECK(finding.confidence == Confidence::certain);
        CHECK(examined.line(finding) == told_at);
        CHECK(examined.recording.task_name(finding.tasks[0]) == "worker");
        CHECK(examined.claim(finding).find("worker was cancelled") == 0);
        CHECK(examined.claim(finding).find("returned as if nothing had happened") != std::string::npos);
    }

    TEST_CASE("so has one that waited for a task, whose end told it") {
        const Examined examined = examine(cancels_who_awaits_a_task());
        CHECK(examined.recording.task_name(examined.the(FindingKind::swallowed_cancellation).tasks[0]) == "outer");
    }

    TEST_CASE("so has one that stood in line for a lock") {
        CHECK(examine(cancels_in_line()).count(FindingKind::swallowed_cancellation) == 1);
    }

    TEST_CASE("one that goes round its loop again is known at once, and once") {
        const Examined examined = examine(cancelled_at_one(goes_on()));
        const Finding& finding = examined.the(FindingKind::swallowed_cancellation);
        CHECK(finding.confidence == Confidence::likely);
        CHECK(examined.recording.loop_time_at(finding.last) == 1'000'000'000);
    }

    TEST_CASE("clean-up may wait, if it passes the error on") {
        CHECK(examine(cancelled_at_one(cleans_up(5s))).findings.empty());
    }
    TEST_CASE("a request that was taken back counts as met") {
        CHECK(examine(cancelled_at_one(takes_back())).findings.empty());
    }
    TEST_CASE("another error tells that something went wrong") {
        CHECK(examine(cancelled_at_one(fails_at_clean_up())).findings.empty());
    }
    TEST_CASE("a timeout turns its own request into TimeoutError") { CHECK(examine(times_out()).findings.empty()); }
    TEST_CASE("a group turns its own request into an ExceptionGroup") {
        CHECK(examine(a_group_fails()).findings.empty());
    }
    TEST_CASE("gather may collect a cancelled child") { CHECK(examine(gathers_a_cancelled_one()).findings.empty()); }

    TEST_CASE("a worker that was told in what it called, and waits for its next item, is known then") {
        const Examined examined = examine(cancels_a_server());
        const Finding& finding = examined.the(FindingKind::swallowed_cancellation);
        CHECK(finding.confidence == Confidence::likely);
        CHECK(examined.claim(finding).find("server was cancelled") == 0);
        CHECK(examined.claim(finding).find("went back to what it did before") != std::string::npos);
    }

    TEST_CASE("clean-up may call what was called before") {
        CHECK(examine(cancelled_at_one(says_goodbye())).findings.empty());
    }
    TEST_CASE("clean-up may take long, and be cut short by the end of the run") {
        CHECK(examine(leaves_behind()).findings.empty());
    }

    TEST_CASE("a task that is cancelled before its first step never runs its body") {
        const Examined examined = examine(cancels_at_once());
        CHECK(examined.findings.size() == 1);
        const Finding& finding = examined.the(FindingKind::cancelled_before_start);
        CHECK(finding.confidence == Confidence::certain);
        CHECK(examined.claim(finding).find("not a line of its body ran") != std::string::npos);
        CHECK(examined.line(finding) != 0);
    }

    TEST_CASE("nor does a task of a group that ends before") {
        const Examined examined = examine(a_group_ends_before_a_child_began());
        CHECK(examined.recording.task_name(examined.the(FindingKind::cancelled_before_start).tasks[0]) == "late");
    }

    TEST_CASE("after one step it has run") { CHECK(examine(cancels_after_a_step()).findings.empty()); }
    TEST_CASE("so has one that cancels itself in its first step") {
        CHECK(examine(self_cancelled()).findings.empty());
        CHECK(examine(cancelled_by_its_own_last_word()).findings.empty());
    }
    TEST_CASE("so has one whose request was taken back before") {
        CHECK(examine(thinks_better_of_it()).findings.empty());
    }
}
