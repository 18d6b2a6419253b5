// What a run tells the monitor of I/O and of threads.
#include "recording_support.hpp"

#include "aio/asio.hpp"
#include "aio/threadsafe.hpp"
#include "aio/to_thread.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>

#include <thread>

using namespace test;
using loopscope::Event;
using loopscope::EventKind;
using loopscope::Outcome;
using loopscope::Recording;
using loopscope::WaitReason;
using loopscope::WakeReason;

namespace {

std::vector<Event> events_of(const Recording& recording, EventKind kind) {
    std::vector<Event> found;
    for (std::size_t i = 0; i < recording.size(); ++i) {
        if (recording[i].kind == kind) found.push_back(recording[i]);
    }
    return found;
}

// The one event of this kind with this detail.
Event only(const Recording& recording, EventKind kind, auto detail) {
    std::vector<Event> found = events_of(recording, kind);
    std::erase_if(found, [&](const Event& event) { return event.detail != static_cast<std::uint8_t>(detail); });
    REQUIRE(found.size() == 1);
    return found.front();
}

EventKind cause_of(const Recording& recording, const Event& event) {
    const auto cause = recording.index_of(event.cause);
    REQUIRE(cause);
    return recording[*cause].kind;
}

}  // namespace

TEST_SUITE("aio.outside") {
    TEST_CASE("an I/O operation is told with its label and line, and wakes its task") {
        struct Body {
            static aio::Coro<> main(unsigned* line) {
                boost::asio::steady_timer timer(aio::io_context(), 1ms);
                *line = __LINE__ + 1;
                co_await timer.async_wait(aio::use_aio("nap"));
            }
        };
        unsigned line = 0;
        const Recording recording = record(Body::main(&line));
        const auto started = events_of(recording, EventKind::io_start);
        REQUIRE(started.size() == 1);
        CHECK(recording.string(started[0].a) == "nap");
        CHECK(loopscope::low(started[0].b) == 1);
        CHECK(recording.site(loopscope::high(started[0].b)).line == line);
        CHECK(only(recording, EventKind::task_wait, WaitReason::io).b == started[0].subject);
        const Event done = only(recording, EventKind::io_done, Outcome::returned);
        CHECK(done.subject == started[0].subject);
        CHECK(cause_of(recording, only(recording, EventKind::task_ready, WakeReason::io)) == EventKind::io_done);
    }

    TEST_CASE("a poll tells how many operations are outstanding, and how many it completed") {
        struct Body {
            static aio::Coro<> wait() {
                boost::asio::steady_timer timer(aio::io_context(), 0ms);
                co_await timer.async_wait(aio::use_aio);
            }
            static aio::Coro<> main() { co_await aio::gather(wait(), wait()); }
        };
        const Recording recording = record(Body::main());
        std::uint32_t most = 0;
        std::uint32_t completed = 0;
        for (const Event& event : events_of(recording, EventKind::poll_begin)) most = std::max(most, event.a);
        for (const Event& event : events_of(recording, EventKind::poll_end)) completed += event.a;
        CHECK(most == 2);
        CHECK(completed == 2);
    }

    TEST_CASE("operations without a label are called what a reader has written") {
        struct Body {
            static aio::Coro<> read(boost::asio::ip::tcp::socket* socket) {
                std::string data;
                co_await async_read_until(*socket, boost::asio::dynamic_buffer(data), "\r\n", aio::use_aio);
            }
            static aio::Coro<> main() {
                using boost::asio::ip::tcp;
                tcp::acceptor acceptor(aio::io_context(), tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
                tcp::socket socket(aio::io_context());
                co_await socket.async_connect(acceptor.local_endpoint(), aio::use_aio);
                tcp::socket other = co_await acceptor.async_accept(aio::use_aio);
                auto reader = aio::create_task(read(&socket));
                co_await aio::sleep(0);
                reader.cancel();
                co_await aio::gather(aio::return_exceptions, reader);
                other.close();
                try {
                    co_await read(&socket);
                } catch (const boost::system::system_error&) {
                }
            }
        };
        const Recording recording = record(Body::main());
        Lines labels;
        for (const Event& event : events_of(recording, EventKind::io_start))
            labels.emplace_back(recording.string(event.a));
        CHECK(labels == Lines{"async_connect", "async_accept", "async_read_until", "async_read_until"});
        only(recording, EventKind::io_done, Outcome::cancelled);
        const Event failed = only(recording, EventKind::io_done, Outcome::raised);
        CHECK(recording.string(failed.a) == "End of file");
    }

    TEST_CASE("a function on a thread is told from its start to its end, and wakes its task") {
        struct Body {
            static void bad() { throw std::runtime_error("no"); }
            static aio::Coro<> main() {
                aio::Executor pool(1, "disk");
                try {
                    co_await pool.run(bad);
                } catch (const std::runtime_error&) {
                }
            }
        };
        const Recording recording = record(Body::main());
        const auto started = events_of(recording, EventKind::thread_start);
        REQUIRE(started.size() == 1);
        CHECK(recording.string(started[0].a) == "disk");
        CHECK(only(recording, EventKind::task_wait, WaitReason::thread).b == started[0].subject);
        CHECK(recording.string(only(recording, EventKind::thread_done, Outcome::raised).a) == "no");
        CHECK(cause_of(recording, only(recording, EventKind::task_ready, WakeReason::thread)) ==
              EventKind::thread_done);
    }

    TEST_CASE("a call from another thread is a callback with its label") {
        struct Body {
            static aio::Coro<> main() {
                aio::Future<> called;
                std::jthread other([&called, keep = aio::current_loop().expect_calls()] {
                    keep.loop().call_soon([&called] { called.set_result(); }, "from elsewhere");
                });
                co_await called;
            }
        };
        const Recording recording = record(Body::main());
        bool found = false;
        for (const Event& event : events_of(recording, EventKind::callback_ready)) {
            found |= recording.string(event.a) == "from elsewhere";
        }
        CHECK(found);
    }

    TEST_CASE("no step is the cause of a call from another thread, not even the one that has it taken") {
        struct Body {
            static aio::Coro<> main() {
                aio::EventLoop& loop = aio::current_loop();
                std::jthread([&] { loop.call_soon_threadsafe([] {}, "other"); }).join();
                loop.call_soon_threadsafe([] {}, "own");
                co_await aio::sleep(0);
            }
        };
        const Recording recording = record(Body::main());
        const auto cause_of_call = [&](std::string_view label) {
            for (const Event& event : events_of(recording, EventKind::callback_ready)) {
                if (recording.string(event.a) == label) return event.cause;
            }
            FAIL("no call " << label);
            return loopscope::Sequence{0};
        };
        CHECK(cause_of_call("other") == 0);
        CHECK(recording[recording.index_of(cause_of_call("own")).value()].kind == EventKind::step_begin);
    }

    TEST_CASE("when a loop gives its tasks up, no step is told to have cancelled them") {
        struct Body {
            static aio::Coro<> main() {
                aio::Event never;
                auto other = aio::create_task(wait(never));
                co_await never.wait();
            }
            static aio::Coro<> wait(aio::Event& event) { co_await event.wait(); }
        };
        Keep keep;
        loopscope::Recorder recorder;
        {
            const loopscope::Pump pump(recorder, {&keep});
            CHECK_THROWS_AS(aio::run(Body::main(), {.clock = aio::ClockKind::virtual_time, .recorder = &recorder}),
                            aio::DeadlockError);
        }
        Recording recording;
        REQUIRE(recording.append(keep.slots));
        const auto requests = events_of(recording, EventKind::cancel_request);
        REQUIRE(requests.size() == 2);
        std::size_t woken = 0;
        for (const Event& event : requests) CHECK(event.cause == 0);
        for (const Event& event : events_of(recording, EventKind::task_ready)) {
            if (event.detail != static_cast<std::uint8_t>(WakeReason::cancelled)) continue;
            CHECK(event.cause == 0);
            ++woken;
        }
        CHECK(woken == 2);
    }
}
