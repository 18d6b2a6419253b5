// What task groups and generators tell the record.
#include "group_support.hpp"

#include "generator_support.hpp"
#include "recording_support.hpp"

using namespace test;
using loopscope::Event;
using loopscope::EventKind;
using loopscope::Recording;

namespace {

// The kinds of events about `subject`, with their detail, in order: "child 2", "close 2" ...
Lines story(const Recording& recording, loopscope::ObjectId subject) {
    Lines lines;
    for (std::size_t i = 0; i < recording.size(); ++i) {
        const Event& event = recording[i];
        if (event.subject != subject) continue;
        const std::string detail = std::to_string(event.detail);
        switch (event.kind) {
            case EventKind::object_create:
                lines.push_back("create " + detail);
                break;
            case EventKind::object_child:
                lines.push_back("child " + std::to_string(event.a));
                break;
            case EventKind::object_child_done:
                lines.push_back("child done " + std::to_string(event.a) + " " + detail);
                break;
            case EventKind::object_close:
                lines.push_back("close " + detail);
                break;
            case EventKind::object_done:
                lines.push_back("done " + detail);
                break;
            case EventKind::object_destroy:
                lines.push_back("destroy");
                break;
            default:
                break;
        }
    }
    return lines;
}

}  // namespace

TEST_SUITE("aio.scopes_recording") {
    TEST_CASE("a task group tells of its children, their ends, its abort and its own end") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                try {
                    co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
                        group.create_task(patient("a", log));
                        group.create_task(fail_at_once("boom"));
                        co_return;
                    });
                } catch (const aio::ExceptionGroup& group) {
                    log->push_back(group.what());
                }
            }
        };
        Lines log;
        const Recording recording = record(Body::main(&log));
        // Kinds: 12 a task group; outcomes: 1 raised, 2 cancelled; closed: 2 aborted.
        CHECK(story(recording, 1) == Lines{"create 12", "child 2", "child 3", "child done 3 1", "close 2",
                                           "child done 2 2", "done 1", "destroy"});
        CHECK(recording.string(recording.object(1)->name).empty());
    }

    TEST_CASE("the parent waits for its group, and is woken because its last child was done") {
        struct Body {
            static aio::Coro<> main(Lines* log) {
                co_await aio::with_task_group(
                    [&](aio::TaskGroup& group) -> aio::Coro<> {
                        group.create_task(patient("a", log), "a");
                        co_return;
                    },
                    "workers");
            }
        };
        Lines log;
        const Recording recording = record(Body::main(&log));
        CHECK(recording.string(recording.object(1)->name) == "workers");
        bool waited = false;
        bool woken = false;
        for (std::size_t i = 0; i < recording.size(); ++i) {
            const Event& event = recording[i];
            if (event.kind == EventKind::task_wait && event.subject == 1) {
                CHECK(event.detail == static_cast<std::uint8_t>(loopscope::WaitReason::object));
                CHECK(event.b == 1);
                waited = true;
            }
            if (event.kind == EventKind::task_ready && event.subject == 1 && waited) {
                const auto cause = recording.index_of(event.cause);
                REQUIRE(cause);
                CHECK(recording[*cause].kind == EventKind::callback_begin);
                woken = true;
            }
        }
        CHECK(woken);
    }

    TEST_CASE("a generator's coroutine is entered at each next(), and left at each co_yield") {
        struct Body {
            static aio::Coro<> main() {
                auto values = count(2);
                for (auto value = co_await values.next(); value; value = co_await values.next()) co_await aio::sleep(0);
                const auto unused = count(3);
            }
        };
        const Recording recording = record(Body::main());
        CHECK(story(recording, 1) == Lines{"create 17", "done 0", "destroy"});
        CHECK(recording.string(recording.object(1)->name) == "count");
        int entered = 0;
        int inside = 0;
        loopscope::CoroId coro = 0;
        for (std::size_t i = 0; i < recording.size(); ++i) {
            const Event& event = recording[i];
            if (event.kind == EventKind::coro_never_awaited) FAIL("a generator that nobody began was not forgotten");
            if (event.kind == EventKind::coro_enter && event.a != 0) {
                ++entered;
                CHECK(++inside == 1);
                if (coro == 0) coro = event.subject;
                CHECK(event.subject == coro);
            }
            if (event.kind == EventKind::coro_exit && inside > 0) --inside;
        }
        CHECK(entered == 3);
        CHECK(inside == 0);
    }
}
