// What a run on the real clock tells of time. Only what must have passed at the least is asserted, and
// in which order it is told: a slow machine takes longer, but never less.
#include "recording_support.hpp"

#include "aio/asio.hpp"
#include "aio/loop_monitor.hpp"
#include "aio/threadsafe.hpp"
#include "aio/to_thread.hpp"

#include <boost/asio/steady_timer.hpp>

#include <thread>

using namespace test;
using loopscope::EventKind;
using loopscope::Recording;
using loopscope::TaskState;
using loopscope::WaitReason;
using loopscope::WakeReason;

namespace {

// The waits below last this long by the clock of whom they wait for; the recorder's may differ a little.
constexpr auto kWait = 20ms;
constexpr std::uint64_t kAtLeast = 18'000'000;

void spin(aio::Duration span) {
    const auto since = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - since < span) continue;
}

Recording record_really(aio::Coro<> main) {
    Keep keep;
    loopscope::Recorder recorder;
    {
        const loopscope::Pump pump(recorder, {&keep});
        aio::run(std::move(main), {.recorder = &recorder});
    }
    Recording recording;
    REQUIRE(recording.append(keep.slots));
    return recording;
}

std::size_t first_of(const Recording& recording, EventKind kind, auto detail) {
    for (const std::size_t index : all_of(recording, kind)) {
        if (recording[index].detail == static_cast<std::uint8_t>(detail)) return index;
    }
    FAIL("no such event");
    return 0;
}

// The main task waits from `from` on, and still does at the instant before `to`, at which the wait is over.
void check_waited(const Recording& recording, std::size_t from, std::size_t to) {
    REQUIRE(from < to);
    CHECK(recording[to].time >= recording[from].time + kAtLeast);
    CHECK(recording.loop_time_at(to) >= recording.loop_time_at(from) + kAtLeast);
    CHECK(recording.state(recording.at(to), to, 1) == TaskState::waiting);
}

// Keeps the loop busy until its time is `until`, a turn at a time.
aio::Coro<> keep_busy(aio::Duration until) {
    while (aio::current_loop().time() < until) co_await aio::sleep(0);
}

}  // namespace

TEST_SUITE("aio.real_clock") {
    TEST_CASE("a task that waits for a thread is told to wait, for as long as the thread takes") {
        struct Body {
            static aio::Coro<> main() {
                co_await aio::to_thread([] { spin(kWait); });
            }
        };
        const Recording recording = record_really(Body::main());
        const std::size_t from = first_of(recording, EventKind::task_wait, WaitReason::thread);
        check_waited(recording, from, all_of(recording, EventKind::thread_done).at(0));
        const std::size_t ready = first_of(recording, EventKind::task_ready, WakeReason::thread);
        CHECK(recording[ready].time >= recording[from].time + kAtLeast);
    }

    TEST_CASE("a task that waits for I/O is told to wait, for as long as the operation takes") {
        struct Body {
            static aio::Coro<> main() {
                boost::asio::steady_timer timer(aio::io_context(), kWait);
                co_await timer.async_wait(aio::use_aio("slow"));
            }
        };
        const Recording recording = record_really(Body::main());
        const std::size_t from = first_of(recording, EventKind::task_wait, WaitReason::io);
        const std::size_t done = all_of(recording, EventKind::io_done).at(0);
        check_waited(recording, from, done);
        CHECK(recording[done].cause == 0);  // it comes from outside
    }

    TEST_CASE("a task that a handler of the program's own wakes is told to wait until then") {
        struct Body {
            static aio::Coro<> main() {
                aio::Event event;
                boost::asio::steady_timer timer(aio::io_context(), kWait);
                timer.async_wait([&](const auto&) { event.set(); });
                co_await event.wait();
            }
        };
        const Recording recording = record_really(Body::main());
        const std::size_t from = first_of(recording, EventKind::task_wait, WaitReason::signal);
        check_waited(recording, from, all_of(recording, EventKind::object_value).at(1));
    }

    TEST_CASE("a call from another thread is told when it comes, not when the loop began to wait for it") {
        struct Body {
            static aio::Coro<> main() {
                aio::Event event;
                std::jthread other([&event, keep = aio::current_loop().expect_calls()] {
                    spin(kWait);
                    keep.loop().call_soon([&event] { event.set(); }, "from elsewhere");
                });
                co_await event.wait();
            }
        };
        const Recording recording = record_really(Body::main());
        const std::size_t from = first_of(recording, EventKind::task_wait, WaitReason::signal);
        const std::size_t call = all_of(recording, EventKind::callback_ready).at(0);
        CHECK(recording.string(recording[call].a) == "from elsewhere");
        check_waited(recording, from, call);
    }

    TEST_CASE("loop time goes on in the record while the loop never waits") {
        struct Body {
            static aio::Coro<> main() {
                co_await keep_busy(5ms);
                co_await aio::sleep(0);  // a turn that begins after that
            }
        };
        const Recording recording = record_really(Body::main());
        const std::size_t done = all_of(recording, EventKind::task_done).at(0);
        CHECK(recording.loop_time_at(done) >= 3'900'000);  // it is told when a millisecond has passed
    }

    TEST_CASE("what has passed at the end of the loop is told as well") {
        Keep keep;
        loopscope::Recorder recorder;
        {
            const loopscope::Pump pump(recorder, {&keep});
            aio::EventLoop loop({.recorder = &recorder});
            loop.run_until_done(loop.create_task(keep_busy(0ms)));
            spin(2ms);
        }
        Recording recording;
        REQUIRE(recording.append(keep.slots));
        REQUIRE(recording.finished());
        const std::size_t last_turn = all_of(recording, EventKind::turn_end).back();
        CHECK(recording.loop_time_at(recording.size()) >= recording.loop_time_at(last_turn) + 2'000'000);
    }

    TEST_CASE("a monitor reports on a loop that never waits") {
        std::vector<aio::LoopReport> reports;
        aio::LoopMonitor monitor({.report_every = 2ms, .log_reports = false, .on_report = [&](const auto& report) {
                                      reports.push_back(report);
                                  }});
        struct Body {
            static aio::Coro<> main() {
                co_await keep_busy(5ms);
                co_await aio::sleep(0);
            }
        };
        aio::run(Body::main(), monitor.options());
        CHECK(monitor.counts().done == 1);  // waits for the reports as well
        REQUIRE(!reports.empty());
        CHECK(reports[0].time >= 2ms);
    }
}
