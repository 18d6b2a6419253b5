// What wait, shield, as_completed and timeouts tell the monitor.
#include "recording_support.hpp"

#include <algorithm>
#include <stdexcept>

using namespace test;
using loopscope::Event;
using loopscope::EventKind;
using loopscope::ObjectKind;
using loopscope::Recording;

namespace {

// The one object of this kind.
const loopscope::ObjectInfo& only(const Recording& recording, ObjectKind kind) {
    const loopscope::ObjectInfo* found = nullptr;
    for (const auto& object : recording.objects()) {
        if (object.kind != kind) continue;
        REQUIRE(found == nullptr);
        found = &object;
    }
    REQUIRE(found != nullptr);
    return *found;
}

std::vector<Event> of_object(const Recording& recording, EventKind kind, loopscope::ObjectId id) {
    std::vector<Event> found;
    for (std::size_t i = 0; i < recording.size(); ++i) {
        if (recording[i].kind == kind && recording[i].subject == id) found.push_back(recording[i]);
    }
    return found;
}

std::size_t count(const Recording& recording, EventKind kind) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < recording.size(); ++i) found += recording[i].kind == kind ? 1 : 0;
    return found;
}

const Event& cause_of(const Recording& recording, const Event& event) {
    const auto index = recording.index_of(event.cause);
    REQUIRE(index);
    return recording[*index];
}

// The task_ready of task 1 that names an event of `kind` as its cause.
std::size_t woken_by(const Recording& recording, EventKind kind) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < recording.size(); ++i) {
        const Event& event = recording[i];
        if (event.kind == EventKind::task_ready && event.subject == 1 && event.cause != 0 &&
            cause_of(recording, event).kind == kind) {
            ++found;
        }
    }
    return found;
}

using loopscope::Outcome;
std::uint8_t code(Outcome how) { return static_cast<std::uint8_t>(how); }

}  // namespace

TEST_SUITE("aio.compose_recording") {
    TEST_CASE("a wait tells of its children, of those that are done, of its end, and goes") {
        struct Body {
            static aio::Coro<> main() {
                auto quick = aio::create_task(value_after(1s, 1));
                auto slow = aio::create_task(value_after(3s, 1));
                co_await aio::wait(quick, slow, aio::first_completed, 2s);
                co_await slow;
            }
        };
        const Recording recording = record(Body::main());
        const auto& wait = only(recording, ObjectKind::wait);
        CHECK(recording.string(wait.name) == "wait(2)");
        CHECK(wait.children == 2);
        CHECK(recording.site(wait.site).line > 0);
        const auto deadline = of_object(recording, EventKind::object_value, wait.id);
        REQUIRE(deadline.size() == 1);
        CHECK(deadline[0].b == 2'000'000'000);
        CHECK(of_object(recording, EventKind::object_child_done, wait.id).size() == 1);
        const auto done = of_object(recording, EventKind::object_done, wait.id);
        REQUIRE(done.size() == 1);
        CHECK(done[0].detail == code(Outcome::returned));
        CHECK(of_object(recording, EventKind::object_destroy, wait.id).size() == 1);
        CHECK(woken_by(recording, EventKind::object_done) == 1);
        CHECK(count(recording, EventKind::timer_cancel) == 1);
        CHECK(recording.now().ready().empty());
    }

    TEST_CASE("what was about to be called for a wait that is over is taken back, and told so") {
        struct Body {
            static aio::Coro<> wait(aio::Future<> a, aio::Future<> b) {
                co_await aio::wait(a, b, aio::first_completed);
            }
            static aio::Coro<> main() {
                aio::Future<> a;
                aio::Future<> b;
                auto waiting = aio::create_task(wait(a, b));
                co_await aio::sleep(0);
                a.set_result();
                co_await aio::sleep(0);
                b.set_result();
                co_await waiting;
            }
        };
        const Recording recording = record(Body::main());
        CHECK(count(recording, EventKind::callback_cancelled) == 1);
        CHECK(recording.now().ready().empty());
    }

    TEST_CASE("a cancelled wait ends as cancelled, and the delivery is told") {
        struct Body {
            static aio::Coro<> main() {
                auto slow = aio::create_task(value_after(3s, 1));
                auto me = aio::current_task();
                aio::current_loop().call_later(1s, [me]() mutable { me.cancel(); });
                try {
                    co_await aio::wait(slow);
                } catch (const aio::CancelledError&) {
                    me.uncancel();
                }
                co_await slow;
            }
        };
        const Recording recording = record(Body::main());
        const auto done = of_object(recording, EventKind::object_done, only(recording, ObjectKind::wait).id);
        REQUIRE(done.size() == 1);
        CHECK(done[0].detail == code(Outcome::cancelled));
        CHECK(count(recording, EventKind::cancel_delivered) == 1);
    }

    TEST_CASE("a timeout tells its deadline, each time it moves, and whether it came to that") {
        struct Body {
            static aio::Coro<> main() {
                auto body = [](aio::Timeout& limit) -> aio::Coro<> {
                    limit.reschedule(std::nullopt);
                    limit.reschedule(3s);
                    co_await aio::sleep(1h);
                };
                try {
                    co_await aio::with_timeout(2s, body);
                } catch (const aio::TimeoutError&) {
                    aio::checkpoint("over");
                }
            }
        };
        const Recording recording = record(Body::main());
        const auto& timeout = only(recording, ObjectKind::timeout);
        CHECK(timeout.owner == 1);
        std::vector<std::int64_t> deadlines;
        for (const Event& value : of_object(recording, EventKind::object_value, timeout.id)) {
            CHECK(value.detail == static_cast<std::uint8_t>(loopscope::ValueKind::deadline));
            deadlines.push_back(static_cast<std::int64_t>(value.b));
        }
        CHECK(deadlines == std::vector<std::int64_t>{2'000'000'000, -1, 3'000'000'000});
        const auto done = of_object(recording, EventKind::object_done, timeout.id);
        REQUIRE(done.size() == 1);
        CHECK(done[0].detail == code(Outcome::raised));
        CHECK(of_object(recording, EventKind::object_destroy, timeout.id).size() == 1);
        // The request is the timer's doing.
        for (std::size_t i = 0; i < recording.size(); ++i) {
            if (recording[i].kind != EventKind::cancel_request) continue;
            CHECK(cause_of(recording, recording[i]).kind == EventKind::callback_begin);
            CHECK(recording.site(recording[i].a).line > 0);
        }
        CHECK(count(recording, EventKind::cancel_request) == 1);
    }

    TEST_CASE("a shield holds its child until that is done, or until it is cancelled itself") {
        struct Body {
            static aio::Coro<> wait(aio::Task<int> inner) { co_await aio::shield(inner); }
            static aio::Coro<> main() {
                auto inner = aio::create_task(value_after(2s, 1));
                auto outer = aio::create_task(wait(inner));
                co_await aio::sleep(1s);
                outer.cancel();
                co_await inner;
            }
        };
        const Recording recording = record(Body::main());
        const auto& shield = only(recording, ObjectKind::shield);
        CHECK(shield.children == 1);
        const auto done = of_object(recording, EventKind::object_done, shield.id);
        REQUIRE(done.size() == 1);
        CHECK(done[0].detail == code(Outcome::cancelled));
        CHECK(of_object(recording, EventKind::object_child_done, shield.id).empty());
        CHECK(of_object(recording, EventKind::object_destroy, shield.id).size() == 1);
    }

    TEST_CASE("as_completed tells of each child's end, in the order of completion, and of its deadline") {
        struct Body {
            static aio::Coro<> main() {
                std::vector<aio::Coro<int>> coros;
                coros.push_back(value_after(2s, 1));
                coros.push_back(value_after(1s, 2));
                for (auto& next : aio::as_completed(std::move(coros), 5s)) co_await next;
            }
        };
        const Recording recording = record(Body::main());
        const auto& all = only(recording, ObjectKind::as_completed);
        CHECK(recording.string(all.name) == "as_completed(2)");
        CHECK(all.children == 2);
        const auto done = of_object(recording, EventKind::object_child_done, all.id);
        REQUIRE(done.size() == 2);
        CHECK(done[0].a == 3);
        CHECK(done[1].a == 2);
        const auto deadline = of_object(recording, EventKind::object_value, all.id);
        REQUIRE(deadline.size() == 1);
        CHECK(deadline[0].b == 5'000'000'000);
        CHECK(of_object(recording, EventKind::object_done, all.id).size() == 1);
        CHECK(of_object(recording, EventKind::object_destroy, all.id).size() == 1);
        CHECK(recording.now().ready().empty());
    }

    TEST_CASE("as_completed whose time is over hears no more of its children") {
        struct Body {
            static aio::Coro<> main() {
                std::vector<aio::Task<int>> tasks{aio::create_task(value_after(1s, 1)),
                                                  aio::create_task(value_after(9s, 2))};
                auto range = aio::as_completed(tasks, 2s);
                for (auto& next : range) {
                    try {
                        co_await next;
                    } catch (const aio::TimeoutError&) {
                        aio::checkpoint("over");
                    }
                }
                co_await aio::gather(tasks);
            }
        };
        const Recording recording = record(Body::main());
        const auto& all = only(recording, ObjectKind::as_completed);
        CHECK(of_object(recording, EventKind::object_child_done, all.id).size() == 1);
        const auto done = of_object(recording, EventKind::object_done, all.id);
        REQUIRE(done.size() == 1);
        CHECK(done[0].detail == code(Outcome::raised));
    }

    TEST_CASE("a gather of what is done passes nothing: only its own await does") {
        struct Body {
            static aio::Coro<> main() {
                aio::Future<int> future;
                future.set_result(1);
                auto all = aio::gather(future, future);
                co_await all;
            }
        };
        CHECK(count(record(Body::main()), EventKind::await_passed) == 1);
    }
}
