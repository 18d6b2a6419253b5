// What the program says of itself.
#include "support.hpp"

#include <stdexcept>

using namespace test;

namespace {

aio::Coro<int> fetch() { co_return 1; }

aio::Coro<> forgets_to_await() {
    static_cast<void>(fetch());
    co_return;
}

aio::Coro<> awaits() { co_await fetch(); }

aio::Coro<> fails() {
    throw std::runtime_error("no luck");
    co_return;
}

aio::Coro<> nobody_looks() {
    aio::create_task(fails(), "failing");
    co_await aio::sleep(1s);
}

aio::Coro<> somebody_looks() {
    auto task = aio::create_task(fails());
    co_await aio::sleep(1s);
    try {
        co_await task;
    } catch (const std::runtime_error&) {
        aio::print("it failed");
    }
}

aio::Coro<> a_future_fails() {
    {
        aio::Future<int> future;
        future.set_exception(std::make_exception_ptr(std::runtime_error("no luck")));
    }
    co_await aio::sleep(1s);
}

aio::Coro<> sleeps() { co_await aio::sleep(10s); }
aio::Coro<> naps() { co_await aio::sleep(1s); }

// A loop whose main task ends while another one waits, and that nobody shuts down.
Recording left_alone(bool waits) {
    Keep keep;
    {
        loopscope::Recorder recorder;
        const loopscope::Pump pump(recorder, {&keep});
        aio::RunOptions options;
        options.clock = aio::ClockKind::virtual_time;
        options.recorder = &recorder;
        aio::EventLoop loop(options);
        const auto left = loop.create_task(sleeps(), "left behind");
        const auto main = loop.create_task(naps(), "main");
        loop.run_until_done(waits ? left : main);
    }
    REQUIRE(keep.well);
    return std::move(keep.recording);
}

}  // namespace

TEST_SUITE("findings.told") {
    TEST_CASE("a coroutine that nobody awaits is found, with its name") {
        const Examined examined = examine(forgets_to_await());
        const Finding& finding = examined.the(FindingKind::never_awaited);
        CHECK(finding.confidence == Confidence::certain);
        CHECK(examined.claim(finding).find("main called fetch() (told_test.cpp:") == 0);
        CHECK(examined.recording[finding.first].kind == loopscope::EventKind::coro_create);
        CHECK(examined.line(finding) != 0);
    }

    TEST_CASE("one that is awaited is not") { CHECK(examine(awaits()).findings.empty()); }

    TEST_CASE("an exception that nobody looks at is found, with its task") {
        const Examined examined = examine(nobody_looks());
        CHECK(examined.findings.size() == 1);
        const Finding& finding = examined.the(FindingKind::never_retrieved);
        CHECK(examined.recording.task_name(finding.tasks[0]) == "failing");
        CHECK(examined.claim(finding).find("failing (told_test.cpp:") == 0);
        CHECK(finding.moments.size() == 3);  // made, failed, gone
    }

    TEST_CASE("one that is looked at late is not") { CHECK(examine(somebody_looks()).findings.empty()); }

    TEST_CASE("a future's exception is found too, though it has no name and no line") {
        const Examined examined = examine(a_future_fails());
        CHECK(examined.claim(examined.the(FindingKind::never_retrieved)).find("A future failed") == 0);
    }

    TEST_CASE("a task that is gone before it was done is found; one that was waited for is not") {
        Examined examined{left_alone(false), {}};
        examined.findings = loopscope::diagnose(examined.recording, patient());
        const Finding& finding = examined.the(FindingKind::destroyed_pending);
        CHECK(examined.claim(finding).find("left behind") == 0);
        CHECK(loopscope::diagnose(left_alone(true), patient()).empty());
    }
}
