#include "monitor/world.hpp"

#include "monitor/recording.hpp"
#include "monitor/stream_builder.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

World fold(const StreamBuilder& stream) {
    Recording recording;
    REQUIRE(recording.append(stream.slots()));
    return recording.now();
}

// main, created and in its first step.
StreamBuilder running_main() {
    StreamBuilder stream;
    stream.add(EventKind::loop_start);
    stream.add(EventKind::task_create, 1, {.a = stream.string("main")});
    stream.add(EventKind::task_ready, 1, {.cause = 2});
    stream.add(EventKind::step_begin, 1, {.a = 1});
    return stream;
}

std::vector<CoroId> coroutines(const std::vector<FrameNow>& chain) {
    std::vector<CoroId> ids;
    for (const FrameNow& frame : chain) ids.push_back(frame.coro);
    return ids;
}

// Each task stands in one line at most, and is found there.
void check_objects(const World& world) {
    for (const TaskNow& task : world.tasks()) {
        if (task.in_line == 0) continue;
        const auto waiters = world.waiters(low(task.wait_on));
        const auto own = std::ranges::find(waiters, task.id, &WaiterNow::task);
        REQUIRE(own != waiters.end());
        CHECK(own->since == task.in_line);
        CHECK(own->reason == task.wait_reason);
        CHECK(std::ranges::is_sorted(waiters, {}, &WaiterNow::since));
    }
    for (const ObjectNow& object : world.objects()) {
        std::set<TaskId> tasks;
        for (const HoldNow& hold : world.holders(object.id)) {
            CHECK(tasks.insert(hold.task).second);
            CHECK(hold.count > 0);
        }
        CHECK(std::ranges::is_sorted(world.holders(object.id), {}, &HoldNow::since));
        CHECK(std::ranges::is_sorted(world.items(object.id), {}, &ItemNow::number));
        if (object.kind == ObjectKind::lock) CHECK(tasks.size() <= 1);
        CHECK(object.children_done <= object.children);
    }
}

void check_invariants(const World& world) {
    std::set<TaskId> in_queue;
    for (const ReadyEntry& entry : world.ready()) {
        if (entry.kind == HandleKind::task) CHECK(in_queue.insert(entry.id).second);
    }
    for (const TaskNow& task : world.tasks()) {
        CHECK(task.queued == in_queue.contains(task.id));
        CHECK((task.state == TaskState::running) == (world.running() == task.id));
        in_queue.erase(task.id);
    }
    CHECK(in_queue.empty());
    CHECK(std::ranges::is_sorted(world.tasks(), {}, &TaskNow::id));
    CHECK(std::ranges::is_sorted(world.objects(), {}, &ObjectNow::id));
    CHECK(std::ranges::is_sorted(world.timers(), {},
                                 [](const TimerNow& timer) { return std::pair(timer.due, timer.id); }));
    if (world.running() != 0) CHECK(world.task(world.running()) != nullptr);
    check_objects(world);
}

}  // namespace

TEST_CASE("at the end of every turn a World says what the program itself was") {
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        const RandomProgram program(seed, 600);
        Recording recording;
        REQUIRE(recording.append(program.out.slots()));
        for (const auto& instant : program.instants) {
            const World world = recording.at(instant.events);
            std::deque<RandomProgram::Handle> ready;
            for (const ReadyEntry& entry : world.ready()) ready.push_back({entry.kind, entry.id});
            CHECK(ready == instant.ready);
            std::vector<std::pair<std::uint64_t, TimerId>> timers, expected;
            for (const TimerNow& timer : world.timers()) timers.emplace_back(timer.due, timer.id);
            for (const auto& timer : instant.timers) expected.emplace_back(timer.due, timer.id);
            CHECK(timers == expected);
            CHECK(world.tasks().size() == instant.tasks.size());
            for (const auto& [id, task] : instant.tasks) {
                REQUIRE(world.task(id) != nullptr);
                CHECK(world.task(id)->steps == task.steps);
                CHECK(world.task(id)->state == (task.waiting ? TaskState::waiting : TaskState::ready));
                CHECK(coroutines(world.await_chain(id)) == std::vector(task.chain.rbegin(), task.chain.rend()));
            }
            std::vector<CoroId> unawaited;
            for (const FrameNow& frame : world.unawaited()) unawaited.push_back(frame.coro);
            CHECK(unawaited == instant.unawaited);
        }
    }
}

TEST_CASE("a task that waits runs on until its step ends") {
    StreamBuilder stream = running_main();
    stream.add(EventKind::timer_arm, 7, {.b = 3'000});
    stream.add(EventKind::task_wait, 1, {.detail = number(WaitReason::sleep), .a = stream.site(12), .b = 7});
    const World before = fold(stream);
    CHECK(before.task(1)->state == TaskState::running);
    CHECK(before.running() == 1);
    CHECK(before.running_site() == 1);
    CHECK(before.timers()[0].task == 1);

    stream.add(EventKind::step_end, 1);
    const World after = fold(stream);
    CHECK(after.task(1)->state == TaskState::waiting);
    CHECK(after.task(1)->wait_reason == WaitReason::sleep);
    CHECK(after.task(1)->wait_on == 7);
    CHECK(after.task(1)->site == 1);
    CHECK(after.task(1)->since == stream.last());
    CHECK(after.running() == 0);
    CHECK_FALSE(after.running_handle());
}

TEST_CASE("a task that yields is ready at the end of its step, and keeps its place in the queue") {
    StreamBuilder stream = running_main();
    stream.add(EventKind::task_wait, 1, {.detail = number(WaitReason::yield)});
    const Sequence ready = stream.add(EventKind::task_ready, 1, {.detail = number(WakeReason::yielded)});
    stream.add(EventKind::callback_ready, 3);
    CHECK(fold(stream).task(1)->state == TaskState::running);
    stream.add(EventKind::step_end, 1);
    const World world = fold(stream);
    CHECK(world.task(1)->state == TaskState::ready);
    CHECK(world.task(1)->wake_reason == WakeReason::yielded);
    REQUIRE(world.ready().size() == 2);
    CHECK(world.ready()[0].since == ready);
    CHECK(world.ready()[1].kind == HandleKind::callback);
}

TEST_CASE("only handles that were ready when the turn's run phase began belong to this turn") {
    StreamBuilder stream;
    stream.add(EventKind::callback_ready, 1);
    stream.add(EventKind::callback_ready, 2);
    stream.add(EventKind::callback_ready, 3);
    stream.add(EventKind::run_begin, 0, {.a = 2});
    stream.add(EventKind::callback_begin, 1, {.detail = number(HandleKind::callback)});
    stream.add(EventKind::callback_ready, 4);
    const World world = fold(stream);
    CHECK(world.running_handle()->id == 1);
    CHECK(world.running_handle()->this_turn);
    REQUIRE(world.ready().size() == 3);
    CHECK(world.ready()[0].this_turn);
    CHECK_FALSE(world.ready()[1].this_turn);
    CHECK_FALSE(world.ready()[2].this_turn);
    CHECK(world.run_batch() == 2);
}

TEST_CASE("a due timer stands in the ready queue until it runs or is cancelled") {
    StreamBuilder stream;
    for (TimerId id = 1; id <= 3; ++id) stream.add(EventKind::timer_arm, id, {.b = 100});
    for (TimerId id = 1; id <= 2; ++id) stream.add(EventKind::timer_fire, id, {.b = 100});
    CHECK(fold(stream).ready().size() == 2);
    CHECK(fold(stream).timers().size() == 1);
    stream.add(EventKind::timer_cancel, 2, {.b = 100});
    stream.add(EventKind::callback_begin, 1, {.detail = number(HandleKind::timer)});
    CHECK(fold(stream).ready().empty());
    CHECK(fold(stream).running_handle()->kind == HandleKind::timer);
    stream.add(EventKind::callback_end, 1, {.detail = number(HandleKind::timer)});
    CHECK_FALSE(fold(stream).running_handle());
}

TEST_CASE("timers that are due at one time stand in the order in which they were made") {
    StreamBuilder stream;
    for (TimerId id = 1; id <= 50; ++id) stream.add(EventKind::timer_arm, id, {.b = id % 2 == 0 ? 200u : 100u});
    const World world = fold(stream);
    CHECK(world.timers()[0].id == 1);
    CHECK(world.timers()[24].id == 49);
    CHECK(world.timers()[25].id == 2);
}

TEST_CASE("a task is over with whichever comes first, its end or the end of its last step") {
    for (const bool done_first : {true, false}) {
        StreamBuilder stream = running_main();
        stream.add(EventKind::coro_enter, 1, {.b = pack(1, 0)});
        if (done_first) stream.add(EventKind::task_done, 1);
        if (!done_first) stream.add(EventKind::step_end, 1, {.detail = number(StepResult::finished)});
        CHECK(fold(stream).tasks().empty());
        CHECK(fold(stream).running() == 0);
        if (done_first) stream.add(EventKind::step_end, 1, {.detail = number(StepResult::finished)});
        if (!done_first) stream.add(EventKind::task_done, 1);
        CHECK(fold(stream).tasks().empty());
        CHECK_FALSE(fold(stream).running_handle());
        CHECK(fold(stream).await_chain(1).empty());
    }
}

TEST_CASE("the await chain follows coroutines in and out, also when several are left at once") {
    StreamBuilder stream = running_main();
    for (CoroId id = 1; id <= 5; ++id) {
        stream.add(EventKind::coro_create, id);
        stream.add(EventKind::coro_enter, id, {.a = id > 1 ? stream.site(id) : 0, .b = pack(1, stream.site(100 + id))});
    }
    CHECK(coroutines(fold(stream).await_chain(1)) == std::vector<CoroId>{5, 4, 3, 2, 1});
    CHECK(fold(stream).unawaited().empty());
    stream.add(EventKind::coro_exit, 3, {.b = 1});
    const World world = fold(stream);
    CHECK(coroutines(world.await_chain(1)) == std::vector<CoroId>{2, 1});
    CHECK(world.running_site() == stream.site(3));  // back in the coroutine that awaited it
}

TEST_CASE("a deep await chain that is over does not make later copies dear") {
    StreamBuilder stream = running_main();
    stream.add(EventKind::task_create, 2, {.b = 1});
    const std::size_t before = fold(stream).footprint();
    for (CoroId id = 1; id <= 100'000; ++id) stream.add(EventKind::coro_enter, id, {.b = 1});
    for (CoroId id = 100'001; id <= 100'003; ++id) stream.add(EventKind::coro_enter, id, {.b = 2});
    CHECK(fold(stream).await_chain(1).size() == 100'000);
    stream.add(EventKind::coro_exit, 2, {.b = 1});
    CHECK(coroutines(fold(stream).await_chain(1)) == std::vector<CoroId>{1});
    CHECK(coroutines(fold(stream).await_chain(2)) == std::vector<CoroId>{100'003, 100'002, 100'001});
    CHECK(fold(stream).footprint() < before + 1000);
}

TEST_CASE("a task's first line is that of its coroutine") {
    StreamBuilder stream;
    stream.add(EventKind::task_create, 1);
    stream.add(EventKind::coro_enter, 1, {.b = pack(1, stream.site(30))});
    CHECK(fold(stream).running_site() == 0);
    stream.add(EventKind::step_begin, 1, {.a = 1});
    CHECK(fold(stream).running_site() == stream.site(30));
}

TEST_CASE("the running line follows what the running task says") {
    StreamBuilder stream = running_main();
    CHECK(fold(stream).running_site() == 0);
    stream.add_text(EventKind::print, 1, {.b = stream.site(5)}, "hello");
    CHECK(fold(stream).running_site() == stream.site(5));
    stream.add(EventKind::checkpoint, 1, {.b = stream.site(6)});
    CHECK(fold(stream).running_site() == stream.site(6));
    stream.add(EventKind::task_create, 2, {.b = pack(1, stream.site(7))});
    CHECK(fold(stream).running_site() == stream.site(7));
    stream.add(EventKind::checkpoint, 2, {.b = stream.site(8)});  // not the one that runs
    CHECK(fold(stream).running_site() == stream.site(7));
}

TEST_CASE("a gather counts its children and which of them are done") {
    StreamBuilder stream = running_main();
    stream.add(EventKind::object_create, 1, {.detail = number(ObjectKind::gather), .b = pack(1, stream.site(9))});
    for (TaskId child = 2; child <= 4; ++child) stream.add(EventKind::object_child, 1, {.a = child});
    stream.add(EventKind::object_child_done, 1, {.a = 3});
    const World world = fold(stream);
    CHECK(world.object(1)->kind == ObjectKind::gather);
    CHECK(world.object(1)->children == 3);
    CHECK(world.object(1)->children_done == 1);
    CHECK_FALSE(world.object(1)->done);
    stream.add(EventKind::object_done, 1);
    CHECK(fold(stream).object(1)->done);
    stream.add(EventKind::object_destroy, 1);
    CHECK(fold(stream).object(1) == nullptr);
}

TEST_CASE("cancel requests count until one is delivered") {
    StreamBuilder stream = running_main();
    for (int i = 0; i < 300; ++i) stream.add(EventKind::cancel_request, 1);
    CHECK(fold(stream).task(1)->cancel_requests == 255);
    stream.add(EventKind::cancel_delivered, 1);
    CHECK(fold(stream).task(1)->cancel_requests == 0);
}

TEST_CASE("two Worlds are equal when they say the same, however they came to it") {
    StreamBuilder direct = running_main();
    StreamBuilder detour = running_main();
    detour.add(EventKind::coro_enter, 8, {.b = pack(1, 0)});
    detour.add(EventKind::coro_enter, 9, {.b = pack(1, 0)});
    detour.add(EventKind::coro_exit, 8, {.b = 1});
    for (CallbackId id = 1; id <= 200; ++id) detour.add(EventKind::callback_ready, id);
    for (CallbackId id = 1; id <= 200; ++id) detour.add(EventKind::callback_cancelled, id);
    CHECK(fold(direct) == fold(detour));
    detour.add(EventKind::coro_enter, 10, {.b = pack(1, 0)});
    CHECK_FALSE(fold(direct) == fold(detour));
}

TEST_CASE("random events never break a World, and none makes it grow by more than one entry") {
    std::mt19937 engine(7);
    const auto random = [&] { return static_cast<std::uint32_t>(engine()); };
    for (int round = 0; round < 200; ++round) {
        World world;
        for (Sequence i = 1; i < 300; ++i) {
            Event event{};
            const auto group = random() % 8;
            event.kind = static_cast<EventKind>(group * 16 + random() % 13);
            event.subject = random() % 5 == 0 ? random() : random() % 6;
            event.detail = static_cast<std::uint8_t>(random() % 4 == 0 ? random() : random() % 4);
            event.a = random() % 3 == 0 ? random() : random() % 6;
            event.b = random() % 3 == 0 ? pack(random(), random()) : pack(random() % 6, random() % 6);
            const std::size_t before = world.footprint();
            world.apply(event, i);
            CHECK(world.footprint() <= before + sizeof(ObjectNow) + 16);
        }
        check_invariants(world);
        CHECK(world == World(world));
    }
}

TEST_CASE("every state and phase has a name") {
    for (int i = 0; i <= static_cast<int>(TaskState::cancelled); ++i) {
        CHECK(std::string(to_string(static_cast<TaskState>(i))) != "unknown");
    }
    for (int i = 0; i <= static_cast<int>(LoopPhase::stopped); ++i) {
        CHECK(std::string(to_string(static_cast<LoopPhase>(i))) != "unknown");
    }
}
