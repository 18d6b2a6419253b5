// What a run tells the monitor: the same program, seen through its recording.
#include "recording_support.hpp"

#include "aio/event.hpp"

#include <cstring>
#include <stdexcept>

using namespace test;
using loopscope::Event;
using loopscope::EventKind;
using loopscope::Recording;

namespace {

aio::Coro<int> fetch(int seconds) {
    co_await aio::sleep(seconds * 1s);
    co_return seconds;
}

aio::Coro<> program() {
    const auto task = aio::create_task(fetch(2), "fetcher");
    aio::checkpoint("created");
    const int value = co_await task;
    aio::checkpoint("value " + std::to_string(value));
    co_await aio::gather(fetch(1), fetch(3));
}

// Without the real time, which differs from run to run.
std::vector<Event> timeless(std::vector<Event> slots) {
    for (std::size_t i = 0; i < slots.size(); i += 1 + slots[i].extra) slots[i].time = 0;
    return slots;
}

struct Ending {
    loopscope::Outcome outcome;
    std::string error;
    bool operator==(const Ending&) const = default;
};

// Of a run that may throw: how its loop_stop tells it.
Ending ending_of_run(aio::Coro<> main) {
    Keep keep;
    loopscope::Recorder recorder;
    {
        const loopscope::Pump pump(recorder, {&keep});
        try {
            aio::run(std::move(main), {.clock = aio::ClockKind::virtual_time, .recorder = &recorder});
        } catch (const std::exception&) {
            // what it throws, other tests say
        } catch (const aio::CancelledError&) {
        }
    }
    Recording recording;
    REQUIRE(recording.append(keep.slots));
    REQUIRE(recording.finished());
    const Event& stop = recording[recording.size() - 1];
    REQUIRE(stop.kind == EventKind::loop_stop);
    return {static_cast<loopscope::Outcome>(stop.detail), std::string(recording.string(stop.a))};
}

aio::Coro<> fails() {
    co_await aio::sleep(1s);
    throw std::runtime_error("no such account");
}

aio::Coro<> cancels_itself() {
    aio::current_task().cancel();
    co_await aio::sleep(1s);
}

aio::Coro<> waits_for_nobody() {
    aio::Event event;
    co_await event.wait();
}

}  // namespace

TEST_SUITE("aio.recording") {
    TEST_CASE("the end of the loop tells how the run ended, and with which error") {
        using loopscope::Outcome;
        CHECK(ending_of_run(program()) == Ending{Outcome::returned, ""});
        CHECK(ending_of_run(cancels_itself()) == Ending{Outcome::cancelled, ""});
        const Ending failed = ending_of_run(fails());
        CHECK(failed.outcome == Outcome::raised);
        CHECK(failed.error.find("no such account") != std::string::npos);
        const Ending stuck = ending_of_run(waits_for_nobody());
        CHECK(stuck.outcome == Outcome::raised);
        CHECK(stuck.error.find("nothing is left that could wake a task") != std::string::npos);
    }

    TEST_CASE("a new task is ready because of its creation, at the line of create_task, by its parent") {
        const Recording recording = record(program());
        const auto* task = recording.task(2);
        REQUIRE(task != nullptr);
        CHECK(recording.string(task->name) == "fetcher");
        CHECK(task->parent == 1);
        CHECK(recording.site(task->site).line > 0);
        CHECK(recording.string(recording.site(task->site).function) == "program");
        for (const std::size_t index : all_of(recording, EventKind::task_ready)) {
            if (recording[index].subject != 2 || recording[index].detail != 0) continue;
            CHECK(cause_of(recording, index).kind == EventKind::task_create);
        }
    }

    TEST_CASE("every wake-up names its cause: the timer, the task that finished, the gather's last child") {
        const Recording recording = record(program());
        int checked = 0;
        for (const std::size_t index : all_of(recording, EventKind::task_ready)) {
            const Event& cause = cause_of(recording, index);
            switch (static_cast<loopscope::WakeReason>(recording[index].detail)) {
                case loopscope::WakeReason::timer:
                    CHECK(cause.kind == EventKind::callback_begin);
                    ++checked;
                    break;
                case loopscope::WakeReason::task_done:
                    CHECK(cause.kind == EventKind::task_done);
                    CHECK(cause.subject == 2);
                    ++checked;
                    break;
                case loopscope::WakeReason::object:
                    CHECK(cause.kind == EventKind::callback_begin);
                    ++checked;
                    break;
                default:
                    break;
            }
        }
        CHECK(checked == 5);  // three sleeps, one awaited task, one gather
    }

    TEST_CASE("a waiting task stands at the line of its co_await, inside the coroutine that wrote it") {
        const Recording recording = record(program());
        bool seen = false;
        for (const std::size_t index : all_of(recording, EventKind::task_wait)) {
            const auto world = recording.at(index + 2);  // after its step_end
            const auto* task = world.task(recording[index].subject);
            REQUIRE(task != nullptr);
            CHECK(task->state == loopscope::TaskState::waiting);
            const auto site = recording.site(task->site);
            CHECK(site.line > 0);
            if (task->id == 2) {
                CHECK(recording.string(site.function) == "fetch");
                seen = true;
            }
        }
        CHECK(seen);
    }

    TEST_CASE("the world agrees with the runtime at every checkpoint") {
        struct Body {
            static aio::Coro<> main(std::vector<std::size_t>* alive) {
                const auto a = aio::create_task(fetch(1));
                const auto b = aio::create_task(fetch(2));
                alive->push_back(aio::all_tasks().size());
                aio::checkpoint("two");
                co_await a;
                alive->push_back(aio::all_tasks().size());
                aio::checkpoint("one");
                co_await b;
                alive->push_back(aio::all_tasks().size());
                aio::checkpoint("none");
            }
        };
        std::vector<std::size_t> alive;
        const Recording recording = record(Body::main(&alive));
        REQUIRE(recording.checkpoints().size() == 3);
        for (std::size_t i = 0; i < 3; ++i) {
            const auto world = recording.at(recording.checkpoints()[i] + 1);
            CHECK(world.tasks().size() == alive[i]);
            CHECK(world.running() == 1);
        }
        CHECK(recording.loop_time_at(recording.checkpoints()[2]) == 2'000'000'000);
        CHECK(recording.finished());
    }

    TEST_CASE("nothing is left in the last world") {
        const Recording recording = record(program());
        const auto& world = recording.now();
        CHECK(world.tasks().empty());
        CHECK(world.timers().empty());
        CHECK(world.ready().empty());
        CHECK(world.objects().empty());
        CHECK(world.unawaited().empty());
        CHECK(world.phase() == loopscope::LoopPhase::stopped);
    }

    TEST_CASE("two runs of the same program are the same, event for event") {
        const auto run = [] { return timeless(record_slots(program())); };
        const auto first = run();
        const auto second = run();
        REQUIRE(first.size() == second.size());
        CHECK(std::memcmp(first.data(), second.data(), first.size() * sizeof(Event)) == 0);
    }

    TEST_CASE("an await chain lists the coroutines from the innermost out, each with its line") {
        struct Body {
            static aio::Coro<> inner() { co_await aio::sleep(1s); }
            static aio::Coro<> middle() { co_await inner(); }
            static aio::Coro<> main() { co_await middle(); }
        };
        const Recording recording = record(Body::main());
        const auto waits = all_of(recording, EventKind::task_wait);
        REQUIRE(waits.size() == 1);
        const auto chain = recording.at(waits[0] + 1).await_chain(1);
        REQUIRE(chain.size() == 3);
        CHECK(recording.string(recording.site(chain[0].awaited_at).function) == "middle");
        CHECK(recording.string(recording.site(chain[1].awaited_at).function) == "main");
        CHECK(chain[2].awaited_at == 0);
        CHECK(recording.string(recording.site(chain[0].defined_at).function) == "inner");
    }

    TEST_CASE("a coroutine made and never awaited is seen until it is reported") {
        struct Body {
            static aio::Coro<> main() {
                aio::current_loop().set_exception_handler([](const aio::ErrorContext&) {});
                {
                    const auto lost = fetch(1);
                    aio::checkpoint("made");
                }
                co_return;
            }
        };
        const Recording recording = record(Body::main());
        REQUIRE(recording.checkpoints().size() == 1);
        const auto world = recording.at(recording.checkpoints()[0] + 1);
        REQUIRE(world.unawaited().size() == 1);
        CHECK(recording.string(recording.site(world.unawaited()[0].defined_at).function) == "fetch");
        CHECK(all_of(recording, EventKind::coro_never_awaited).size() == 1);
    }

    TEST_CASE("a cancellation is told as asked and as delivered, with who asked and where it struck") {
        struct Body {
            static aio::Coro<> main() {
                auto task = aio::create_task(fetch(10), "victim");
                co_await aio::sleep(1s);
                task.cancel("enough");
                co_await aio::sleep(1s);
            }
        };
        const Recording recording = record(Body::main());
        const auto asked = all_of(recording, EventKind::cancel_request);
        const auto struck = all_of(recording, EventKind::cancel_delivered);
        REQUIRE(asked.size() == 1);
        REQUIRE(struck.size() == 1);
        CHECK(loopscope::low(recording[asked[0]].b) == 1);
        CHECK(recording.string(loopscope::high(recording[asked[0]].b)) == "enough");
        CHECK(recording.string(recording.site(recording[asked[0]].a).function) == "main");
        CHECK(recording.string(recording.site(recording[struck[0]].a).function) == "fetch");
        CHECK(recording.task(2)->outcome == loopscope::Outcome::cancelled);
    }

    TEST_CASE("what a program prints is kept with its task and line") {
        struct Body {
            static aio::Coro<> main() {
                aio::print("value {}", 7);
                co_return;
            }
        };
        const Recording recording = record(Body::main());
        REQUIRE(recording.prints().size() == 1);
        const std::size_t index = recording.prints()[0];
        CHECK(recording.text(index) == "value 7");
        CHECK(recording[index].subject == 1);
        CHECK(recording.site(static_cast<loopscope::SiteId>(recording[index].b)).line > 0);
    }

    TEST_CASE("a gather tells its children, and how each of them ended") {
        struct Body {
            static aio::Coro<int> fails() {
                co_await aio::sleep(0);
                throw std::runtime_error("no");
            }
            static aio::Coro<> main() {
                const auto outcomes = co_await aio::gather(aio::return_exceptions, fetch(1), fails());
                CHECK_FALSE(std::get<1>(outcomes).has_value());
            }
        };
        const Recording recording = record(Body::main());
        const auto ended = all_of(recording, EventKind::object_child_done);
        REQUIRE(ended.size() == 2);
        CHECK(recording[ended[0]].a == 3);
        CHECK(recording[ended[0]].detail == static_cast<std::uint8_t>(loopscope::Outcome::raised));
        CHECK(recording[ended[1]].a == 2);
        CHECK(recording[ended[1]].detail == static_cast<std::uint8_t>(loopscope::Outcome::returned));
        CHECK(all_of(recording, EventKind::object_child).size() == 2);
    }

    TEST_CASE("a coroutine's end tells whether it returned or raised") {
        struct Body {
            static aio::Coro<> raises() {
                throw std::runtime_error("no");
                co_return;
            }
            static aio::Coro<> main() {
                try {
                    co_await raises();
                } catch (const std::runtime_error&) {
                }
            }
        };
        const Recording recording = record(Body::main());
        const auto ends = all_of(recording, EventKind::coro_exit);
        REQUIRE(ends.size() == 2);
        CHECK(recording[ends[0]].detail == static_cast<std::uint8_t>(loopscope::Outcome::raised));
        CHECK(recording[ends[1]].detail == static_cast<std::uint8_t>(loopscope::Outcome::returned));
    }

    TEST_CASE("a new name and a cancelled callback are told") {
        struct Body {
            static aio::Coro<> main() {
                aio::current_task().set_name("renamed");
                auto handle = aio::current_loop().call_soon([] {}, "never");
                handle.cancel();
                co_await aio::sleep(0);
            }
        };
        const Recording recording = record(Body::main());
        CHECK(recording.task_name(1) == "renamed");
        CHECK(all_of(recording, EventKind::callback_cancelled).size() == 1);
        CHECK(recording.now().ready().empty());
    }

    TEST_CASE("an await that passes straight through is told, with what it awaited") {
        struct Body {
            static aio::Coro<> main() {
                const auto task = aio::create_task(fetch(1));
                co_await aio::sleep(2s);
                const int value = co_await task;
                CHECK(value == 1);
            }
        };
        const Recording recording = record(Body::main());
        const auto passed = all_of(recording, EventKind::await_passed);
        REQUIRE(passed.size() == 1);
        CHECK(recording[passed[0]].subject == 1);
        CHECK(recording[passed[0]].b == 2);
        CHECK(recording.site(recording[passed[0]].a).line > 0);
    }

    TEST_CASE("a stepped program's stops are its steps and the polls that wait, in order") {
        const Recording recording = record(program());
        std::vector<std::uint32_t> expected;
        std::size_t polls = 0;
        for (std::uint32_t i = 0; i < recording.size(); ++i) {
            const bool poll = recording[i].kind == EventKind::poll_begin && recording[i].b > 0;
            if (poll || recording[i].kind == EventKind::step_begin) expected.push_back(i);
            polls += poll ? 1 : 0;
        }
        CHECK(polls == 3);  // 2 s, then 1 s and 3 s together
        const auto stops = recording.stops();
        CHECK(std::vector<std::uint32_t>(stops.begin(), stops.end()) == expected);
    }

    TEST_CASE("between two steps a task that is not done is ready, or waits for one thing, never both (S19)") {
        struct Body {
            static aio::Coro<> hold(aio::Lock* lock, aio::Queue<int>* queue) {
                const auto guard = co_await lock->guard();
                co_await aio::sleep(0);
                co_await queue->put(1);
            }
            static aio::Coro<> main() {
                aio::Lock lock("lock");
                aio::Queue<int> queue(1, "queue");
                auto a = aio::create_task(hold(&lock, &queue));
                auto b = aio::create_task(hold(&lock, &queue));
                co_await fetch(1);
                b.cancel();
                co_await aio::wait(a, b);
                co_await queue.get();
            }
        };
        const Recording recording = record(Body::main());
        std::size_t waits = 0;
        for (const std::size_t end : all_of(recording, EventKind::step_end)) {
            const auto world = recording.at(end + 1);
            for (const auto& task : world.tasks()) {
                const bool ready = task.state == loopscope::TaskState::ready;
                const bool waiting = task.state == loopscope::TaskState::waiting;
                CHECK(ready != waiting);
                CHECK(task.queued == ready);
                if (waiting) CHECK(task.wait_reason != loopscope::WaitReason::yield);
                waits += waiting ? 1 : 0;
            }
        }
        CHECK(waits > 5);
    }
}
