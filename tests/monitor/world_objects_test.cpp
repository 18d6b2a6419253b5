#include "monitor/object_program.hpp"
#include "monitor/recording.hpp"
#include "monitor/stream_builder.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

Recording record(const StreamBuilder& stream) {
    Recording recording;
    REQUIRE(recording.append(stream.slots()));
    return recording;
}

World fold(const StreamBuilder& stream) { return record(stream).now(); }

std::vector<ObjectProgram::Hold> holds(const World& world, ObjectId id) {
    std::vector<ObjectProgram::Hold> all;
    for (const HoldNow& hold : world.holders(id)) all.push_back({hold.task, hold.count});
    return all;
}

std::vector<ObjectProgram::Waiter> waiters(const World& world, ObjectId id) {
    std::vector<ObjectProgram::Waiter> all;
    for (const WaiterNow& waiter : world.waiters(id)) all.push_back({waiter.task, waiter.reason, waiter.woken});
    return all;
}

std::vector<ObjectProgram::Item> items(const World& world, ObjectId id) {
    std::vector<ObjectProgram::Item> all;
    for (const ItemNow& item : world.items(id)) all.push_back({item.number, item.task, item.put});
    return all;
}

std::vector<TaskId> children(const World& world, ObjectId id) {
    std::vector<TaskId> all;
    for (const ChildNow& child : world.children(id)) all.push_back(child.task);
    return all;
}

// Three tasks, and object 1 of a kind.
StreamBuilder with_object(ObjectKind kind) {
    StreamBuilder stream;
    for (TaskId id = 1; id <= 3; ++id) stream.add(EventKind::task_create, id);
    stream.add(EventKind::object_create, 1, {.detail = number(kind), .b = pack(1, stream.site(31))});
    return stream;
}

void wait_for(StreamBuilder& stream, TaskId task, WaitReason reason, std::uint64_t on = 1) {
    stream.add(EventKind::step_begin, task, {.a = 1});
    stream.add(EventKind::task_wait, task, {.detail = number(reason), .b = on});
    stream.add(EventKind::step_end, task);
}

void take(StreamBuilder& stream, TaskId task, std::uint32_t count = 1) {
    stream.add(EventKind::object_take, 1, {.b = pack(task, count)});
}

void give(StreamBuilder& stream, TaskId task, std::uint32_t count = 1) {
    stream.add(EventKind::object_give, 1, {.b = pack(task, count)});
}

using Holds = std::vector<ObjectProgram::Hold>;

}  // namespace

TEST_CASE("after every step a World knows who holds, who waits and what is in it") {
    for (std::uint32_t seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        const ObjectProgram program(seed, 600);
        const Recording recording = record(program.out);
        for (const auto& instant : program.instants) {
            const World world = recording.at(instant.events);
            REQUIRE(world.objects().size() == instant.objects.size());
            for (const auto& [id, object] : instant.objects) {
                REQUIRE(world.object(id) != nullptr);
                REQUIRE(holds(world, id) == object.holds);
                REQUIRE(waiters(world, id) == object.waiters);
                REQUIRE(items(world, id) == object.items);
                REQUIRE(children(world, id) == object.children);
                CHECK(world.object(id)->value == object.value);
                CHECK(world.object(id)->closed == object.closed);
                for (const auto& item : object.items) CHECK(world.item(id, item.number)->put == item.put);
            }
            std::vector<OperationId> operations;
            for (const OperationNow& operation : world.operations()) operations.push_back(operation.id);
            CHECK(operations == instant.operations);
        }
    }
}

TEST_CASE("the World at every index equals a fresh fold with locks and queues") {
    for (std::uint32_t seed = 100; seed < 120; ++seed) {
        CAPTURE(seed);
        const Recording recording = record(ObjectProgram(seed, 500).out);
        World fold;
        for (std::size_t i = 0; i < recording.size(); ++i) {
            fold.apply(recording[i], recording.sequence(i));
            REQUIRE(recording.at(i + 1) == fold);
        }
    }
    // Long enough for keyframes, with much that has not changed between them.
    const Recording recording = record(ObjectProgram(7, 12'000).out);
    World fold;
    for (std::size_t i = 0; i < recording.size(); ++i) {
        fold.apply(recording[i], recording.sequence(i));
        if (i % 1024 < 3 || i % 97 == 0) REQUIRE(recording.at(i + 1) == fold);
    }
}

TEST_CASE("a hold ends when its task gives back as much as it took") {
    StreamBuilder stream = with_object(ObjectKind::semaphore);
    take(stream, 1, 2);
    take(stream, 2);
    take(stream, 1);
    CHECK(holds(fold(stream), 1) == Holds{{1, 3}, {2, 1}});
    give(stream, 1);
    CHECK(holds(fold(stream), 1) == Holds{{1, 2}, {2, 1}});
    give(stream, 1, 2);
    CHECK(holds(fold(stream), 1) == Holds{{2, 1}});
    give(stream, 2);
    CHECK(fold(stream).holders(1).empty());
}

TEST_CASE("who gives back what another took ends the oldest hold, and nobody stays a holder for ever") {
    StreamBuilder stream = with_object(ObjectKind::semaphore);
    take(stream, 2);
    take(stream, 1);
    give(stream, 3);
    CHECK(holds(fold(stream), 1) == Holds{{1, 1}});
    give(stream, 3, 5);  // more than is held
    CHECK(fold(stream).holders(1).empty());
    give(stream, 3);
    CHECK(fold(stream).holders(1).empty());
    take(stream, 2);
    CHECK(holds(fold(stream), 1) == Holds{{2, 1}});
}

TEST_CASE("a lock has one holder, also where a release was lost") {
    StreamBuilder stream = with_object(ObjectKind::lock);
    take(stream, 1);
    stream.drop(3);
    take(stream, 2);
    CHECK(holds(fold(stream), 1) == Holds{{2, 1}});
    give(stream, 2);
    CHECK(fold(stream).holders(1).empty());
}

TEST_CASE("a hold outlives its task: what nobody can give back any more is seen") {
    StreamBuilder stream = with_object(ObjectKind::lock);
    take(stream, 1);
    stream.add(EventKind::task_done, 1);
    CHECK(holds(fold(stream), 1) == Holds{{1, 1}});
}

TEST_CASE("so many permits that their number overflows stay a number") {
    StreamBuilder stream = with_object(ObjectKind::semaphore);
    take(stream, 1, std::numeric_limits<std::uint32_t>::max());
    take(stream, 1, 5);
    CHECK(fold(stream).holders(1).front().count == std::numeric_limits<std::uint32_t>::max());
}

TEST_CASE("a waiter keeps its place until it runs, also when its turn has come or it was cancelled") {
    using Waiters = std::vector<ObjectProgram::Waiter>;
    StreamBuilder stream = with_object(ObjectKind::lock);
    for (const TaskId task : {3u, 1u, 2u}) wait_for(stream, task, WaitReason::acquire);
    const auto line = [](bool third, bool first, bool second) {
        return Waiters{
            {3, WaitReason::acquire, third}, {1, WaitReason::acquire, first}, {2, WaitReason::acquire, second}};
    };
    CHECK(waiters(fold(stream), 1) == line(false, false, false));
    stream.add(EventKind::task_ready, 3, {.detail = number(WakeReason::object)});
    stream.add(EventKind::task_ready, 2, {.detail = number(WakeReason::cancelled)});
    CHECK(waiters(fold(stream), 1) == line(true, false, true));
    stream.add(EventKind::step_begin, 3, {.a = 2});
    CHECK(waiters(fold(stream), 1) == Waiters{{1, WaitReason::acquire, false}, {2, WaitReason::acquire, true}});
    stream.add(EventKind::task_done, 2);
    CHECK(waiters(fold(stream), 1) == Waiters{{1, WaitReason::acquire, false}});
}

TEST_CASE("a task stands in one line at a time, and in none for other things") {
    StreamBuilder stream = with_object(ObjectKind::lock);
    stream.add(EventKind::task_wait, 1, {.detail = number(WaitReason::get), .b = 5});
    CHECK(fold(stream).waiters(5).size() == 1);
    stream.add(EventKind::task_wait, 1, {.detail = number(WaitReason::put), .b = 1});
    CHECK(fold(stream).waiters(5).empty());
    CHECK(fold(stream).waiters(1).front().reason == WaitReason::put);
    for (const WaitReason reason : {WaitReason::sleep, WaitReason::task, WaitReason::io, WaitReason::thread}) {
        stream.add(EventKind::task_wait, 1, {.detail = number(reason), .b = 1});
        CHECK(fold(stream).waiters(1).empty());
    }
}

TEST_CASE("a wait of a kind that this version does not know is for nothing in particular") {
    StreamBuilder stream = with_object(ObjectKind::lock);
    stream.add(EventKind::task_wait, 1, {.detail = 77, .b = 1});
    const World world = fold(stream);
    CHECK(world.task(1)->wait_reason == WaitReason::object);
    CHECK(world.task(1)->wait_on == 0);
    CHECK(world.waiters(1).empty());
}

TEST_CASE("items are there from put to get, whichever goes first, and not beyond a shutdown at once") {
    StreamBuilder stream = with_object(ObjectKind::priority_queue);
    for (std::uint32_t item = 1; item <= 4; ++item) {
        stream.add_text(EventKind::object_put, 1, {.a = item, .b = pack(2, stream.site(7))}, "letter");
    }
    stream.add(EventKind::object_get, 1, {.a = 3, .b = 1});
    stream.add(EventKind::object_get, 1, {.a = 9, .b = 1});  // never heard of
    const Recording recording = record(stream);
    const auto left = recording.now().items(1);
    REQUIRE(left.size() == 3);
    CHECK(left[0].number == 1);
    CHECK(left[1].number == 2);
    CHECK(left[2].number == 4);
    CHECK(left[2].task == 2);
    CHECK(recording.site(left[2].site).line == 7);
    CHECK(recording.text(*recording.index_of(left[2].put)) == "letter");
    CHECK(recording.now().item(1, 3) == nullptr);
    CHECK(recording.put_of(recording.size() - 2) == recording.index_of(recording.at(8).item(1, 3)->put));
    CHECK_FALSE(recording.put_of(recording.size() - 1));
    CHECK_FALSE(recording.put_of(0));
    stream.add(EventKind::object_close, 1, {.detail = number(CloseKind::at_once)});
    CHECK(fold(stream).items(1).empty());
}

TEST_CASE("what is put is unfinished until the queue says how many are left") {
    StreamBuilder stream = with_object(ObjectKind::queue);
    for (std::uint32_t item = 1; item <= 3; ++item) stream.add(EventKind::object_put, 1, {.a = item});
    stream.add(EventKind::object_get, 1, {.a = 1});
    CHECK(fold(stream).object(1)->unfinished == 3);
    stream.add(EventKind::object_value, 1, {.detail = number(ValueKind::unfinished), .b = 2});
    CHECK(fold(stream).object(1)->unfinished == 2);
}

TEST_CASE("what an object's numbers mean is told by their kind") {
    StreamBuilder stream = with_object(ObjectKind::queue);
    const World before = fold(stream);
    CHECK_FALSE(before.object(1)->value);
    CHECK_FALSE(before.object(1)->capacity);
    CHECK(before.object(1)->deadline == -1);
    const auto value = [&](ValueKind kind, std::int64_t number_of) {
        stream.add(EventKind::object_value, 1, {.detail = number(kind), .b = static_cast<std::uint64_t>(number_of)});
    };
    value(ValueKind::value, -3);
    value(ValueKind::capacity, 8);
    value(ValueKind::unfinished, 5);
    value(ValueKind::deadline, 7'000);
    stream.add(EventKind::object_value, 1, {.detail = 99, .b = 1});  // a newer version's
    const World world = fold(stream);
    CHECK(world.object(1)->value == -3);
    CHECK(world.object(1)->capacity == 8);
    CHECK(world.object(1)->unfinished == 5);
    CHECK(world.object(1)->deadline == 7'000);
    value(ValueKind::unfinished, -1);
    value(ValueKind::deadline, -1);
    CHECK(fold(stream).object(1)->unfinished == 0);
    CHECK(fold(stream).object(1)->deadline == -1);
}

TEST_CASE("an object is closed until it is reset") {
    StreamBuilder stream = with_object(ObjectKind::barrier);
    CHECK_FALSE(fold(stream).object(1)->closed);
    stream.add(EventKind::object_close, 1, {.detail = number(CloseKind::aborted)});
    CHECK(fold(stream).object(1)->closed == CloseKind::aborted);
    stream.add(EventKind::object_close, 1, {.detail = number(CloseKind::reset)});
    CHECK_FALSE(fold(stream).object(1)->closed);
    stream.add(EventKind::object_close, 1, {.detail = 200});
    CHECK(fold(stream).object(1)->closed == CloseKind::shut_down);
}

TEST_CASE("children may be tasks or objects, and leave when they are done") {
    StreamBuilder stream = with_object(ObjectKind::gather);
    stream.add(EventKind::object_child, 1, {.a = 2, .b = 9});
    stream.add(EventKind::object_child, 1, {.b = 2});
    stream.add(EventKind::object_child, 1, {.a = 3});
    const World world = fold(stream);
    REQUIRE(world.children(1).size() == 3);
    CHECK(world.children(1)[0].other == 2);
    CHECK(world.children(1)[1].task == 2);
    CHECK(world.children(1)[1].other == 0);
    stream.add(EventKind::object_child_done, 1, {.b = 2});
    stream.add(EventKind::object_child_done, 1, {.a = 3});
    CHECK(children(fold(stream), 1) == std::vector<TaskId>{2});
    CHECK(fold(stream).object(1)->children_done == 2);
}

TEST_CASE("with an object goes what was known of it") {
    StreamBuilder stream = with_object(ObjectKind::queue);
    const std::size_t before = fold(stream).footprint();
    take(stream, 1);
    stream.add(EventKind::object_child, 1, {.a = 2});
    for (std::uint32_t item = 1; item <= 1'000; ++item) stream.add(EventKind::object_put, 1, {.a = item});
    stream.add(EventKind::object_destroy, 1);
    stream.add(EventKind::object_create, 1, {.b = pack(1, 1)});
    const World world = fold(stream);
    CHECK(world.holders(1).empty());
    CHECK(world.items(1).empty());
    CHECK(world.children(1).empty());
    CHECK(world.footprint() == before);
}

TEST_CASE("events about an object that nobody made change nothing") {
    StreamBuilder stream;
    stream.add(EventKind::task_create, 1);
    const World before = fold(stream);
    for (int kind = 81; kind <= 92; ++kind) stream.add(static_cast<EventKind>(kind), 1, {.a = 1, .b = pack(1, 1)});
    stream.add(EventKind::io_done, 1);
    stream.add(EventKind::thread_done, 1);
    CHECK(fold(stream) == before);
}

TEST_CASE("an operation goes on from its start to its end, and is remembered") {
    StreamBuilder stream;
    const SiteId where = stream.site(12);
    const Sequence started = stream.add(EventKind::io_start, 1, {.a = stream.string("read"), .b = pack(2, where)});
    stream.add(EventKind::thread_start, 2, {.a = stream.string("compress"), .b = pack(3, where)});
    stream.add(EventKind::thread_start, 2, {.b = 9});  // told twice
    const World during = fold(stream);
    REQUIRE(during.operations().size() == 2);
    CHECK(during.operation(1)->kind == OperationKind::io);
    CHECK(during.operation(1)->since == started);
    CHECK(during.operation(1)->task == 2);
    CHECK(during.operation(2)->kind == OperationKind::thread);
    CHECK(during.operation(2)->task == 3);
    CHECK(during.operation(3) == nullptr);
    stream.add(EventKind::io_done, 1, {.detail = number(Outcome::raised), .a = stream.string("end of file")});
    const Recording recording = record(stream);
    CHECK(recording.now().operation(1) == nullptr);
    const OperationInfo& info = *recording.operation(1);
    CHECK(recording.string(info.label) == "read");
    CHECK(info.task == 2);
    CHECK(info.site == where);
    CHECK(info.started == 0);
    CHECK(info.finished == 3);
    CHECK(info.outcome == Outcome::raised);
    CHECK(recording.string(info.error) == "end of file");
    CHECK_FALSE(recording.operation(2)->finished);
    CHECK(recording.operation(7) == nullptr);
}

TEST_CASE("the handle that was chosen stands first in the ready queue") {
    StreamBuilder stream;
    for (CallbackId id = 1; id <= 3; ++id) stream.add(EventKind::callback_ready, id);
    stream.add(EventKind::run_begin, 0, {.a = 3});
    stream.add(EventKind::choice, 3, {.detail = number(HandleKind::callback), .a = 2, .b = 3});
    const World world = fold(stream);
    CHECK(world.ready()[0].id == 3);
    CHECK(world.ready()[0].this_turn);
    CHECK(world.ready()[1].id == 1);
    CHECK(world.ready()[2].id == 2);
    stream.add(EventKind::choice, 9, {.detail = number(HandleKind::task)});
    CHECK(fold(stream).ready().size() == 3);
}

TEST_CASE("a lock's line names who held it and who is next") {
    StreamBuilder stream = with_object(ObjectKind::lock);
    take(stream, 1);                               // index 4
    wait_for(stream, 2, WaitReason::acquire);      // 5, 6, 7
    wait_for(stream, 3, WaitReason::acquire);      // 8, 9, 10
    give(stream, 1);                               // 11
    stream.add(EventKind::task_ready, 2);          // 12
    give(stream, 1);                               // 13
    wait_for(stream, 1, WaitReason::signal);       // 14, 15, 16
    wait_for(stream, 1, WaitReason::acquire, 55);  // 17, 18, 19
    const Recording recording = record(stream);
    CHECK(recording.counterpart(6) == 1);
    CHECK(recording.counterpart(9) == 1);
    CHECK(recording.counterpart(11) == 2);
    CHECK(recording.counterpart(13) == 3);  // 2 has its turn already
    CHECK(recording.counterpart(15) == 0);
    CHECK(recording.counterpart(18) == 0);
    CHECK(recording.counterpart(4) == 0);
    CHECK(recording.counterpart(99) == 0);
}

TEST_CASE("a World with very many holders, waiters and items is cheap to keep and to ask") {
    constexpr std::uint32_t kMany = 20'000;
    StreamBuilder stream;
    for (ObjectId id = 1; id <= 3; ++id) {
        stream.add(EventKind::object_create, id, {.detail = number(ObjectKind::semaphore)});
    }
    for (TaskId id = 1; id <= kMany; ++id) {
        stream.add(EventKind::task_create, id);
        stream.add(EventKind::object_take, 1, {.b = pack(id, 1)});
        stream.add(EventKind::task_wait, id, {.detail = number(WaitReason::acquire), .b = 2});
        stream.add(EventKind::object_put, 3, {.a = id, .b = id});
    }
    // Given back by nobody who took it, and got from the end.
    for (TaskId id = kMany; id > 0; --id) {
        stream.add(EventKind::object_give, 1, {.b = pack(kMany + 1, 1)});
        stream.add(EventKind::object_get, 3, {.a = id});
        stream.add(EventKind::step_begin, id, {.a = 1});
    }
    const Recording recording = record(stream);
    const World middle = recording.at(3 + 4 * kMany);
    CHECK(middle.holders(1).size() == kMany);
    CHECK(middle.waiters(2).size() == kMany);
    CHECK(middle.items(3).size() == kMany);
    CHECK(middle.waiters(1).empty());
    CHECK(middle.items(3)[kMany - 1].number == kMany);
    CHECK(middle.holders(1).first(3).size() == 3);
    CHECK(recording.now().holders(1).empty());
    CHECK(recording.now().waiters(2).empty());
    CHECK(recording.now().items(3).empty());
}
