// Who waits for whom, in streams written by hand.
#include "monitor/wait_graph.hpp"

#include "monitor/object_program.hpp"
#include "monitor/recording.hpp"
#include "monitor/stream_builder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

constexpr WaitNode task(TaskId id) { return {WaitNode::Kind::task, id}; }
constexpr WaitNode object(ObjectId id) { return {WaitNode::Kind::object, id}; }

// Writes the few events that these tests are about. Tasks 1 to `tasks`, the first of them ready.
struct Story {
    explicit Story(TaskId tasks) {
        out.add(EventKind::loop_start);
        for (TaskId id = 1; id <= tasks; ++id) out.add(EventKind::task_create, id, {.b = pack(id == 1 ? 0 : 1, 0)});
    }
    Story& make(ObjectId id, ObjectKind kind, std::int64_t capacity = 0, TaskId owner = 1) {
        out.add(EventKind::object_create, id, {.detail = number(kind), .b = pack(owner, 0)});
        if (capacity != 0) value(id, ValueKind::capacity, capacity);
        return *this;
    }
    Story& value(ObjectId id, ValueKind kind, std::int64_t number_of) {
        out.add(EventKind::object_value, id, {.detail = number(kind), .b = static_cast<std::uint64_t>(number_of)});
        return *this;
    }
    Story& take(ObjectId id, TaskId by, std::uint32_t count = 1) {
        out.add(EventKind::object_take, id, {.a = out.site(10 * id), .b = pack(by, count)});
        return *this;
    }
    Story& child(ObjectId id, TaskId child, ObjectId other = 0) {
        out.add(EventKind::object_child, id, {.a = child, .b = other});
        return *this;
    }
    Story& wait(TaskId by, WaitReason reason, std::uint64_t on) {
        out.add(EventKind::step_begin, by, {.a = 1});
        out.add(EventKind::task_wait, by, {.detail = number(reason), .a = out.site(100 + by), .b = on});
        out.add(EventKind::step_end, by, {.detail = number(StepResult::suspended)});
        return *this;
    }
    Story& done(TaskId id) {
        out.add(EventKind::task_done, id);
        return *this;
    }
    World world() const {
        Recording recording;
        REQUIRE(recording.append(out.slots()));
        return recording.now();
    }
    StreamBuilder out;
};

std::vector<WaitNode> nodes(const std::vector<WaitEdge>& ring) {
    std::vector<WaitNode> all;
    for (const WaitEdge& edge : ring) all.push_back(edge.from);
    return all;
}

Story crosswise() {
    Story story(3);
    story.make(1, ObjectKind::lock).make(2, ObjectKind::lock).take(1, 2).take(2, 3);
    story.wait(2, WaitReason::acquire, 2).wait(3, WaitReason::acquire, 1);
    return story;
}

// Every edge leads on to the next, and the last one back.
void check_ring(const World& world, const std::vector<WaitEdge>& ring) {
    REQUIRE(!ring.empty());
    for (std::size_t at = 0; at < ring.size(); ++at) {
        CHECK(ring[at].to == ring[(at + 1) % ring.size()].from);
        const auto from = wait_edges_from(world, ring[at].from);
        CHECK(std::ranges::find(from, ring[at]) != from.end());
    }
}

// The same question asked in the plainest way: whether a task can be reached from itself, if all edges count.
bool reaches_itself(const World& world, TaskId id) {
    std::set<WaitNode> seen;
    std::vector<WaitNode> open{task(id)};
    while (!open.empty()) {
        const WaitNode node = open.back();
        open.pop_back();
        for (const WaitEdge& edge : wait_edges_from(world, node)) {
            if (edge.to == task(id)) return true;
            if (seen.insert(edge.to).second) open.push_back(edge.to);
        }
    }
    return false;
}

}  // namespace

TEST_SUITE("wait_graph") {
    TEST_CASE("a waiting task leads to what it waits for, a lock to its holder, each with its line and event") {
        Story story(2);
        story.make(1, ObjectKind::lock).take(1, 2);
        const Sequence taken = story.out.last();
        story.wait(1, WaitReason::acquire, 1);
        const World world = story.world();
        const auto waits = wait_edges_from(world, task(1));
        REQUIRE(waits.size() == 1);
        CHECK(waits[0].to == object(1));
        CHECK(waits[0].kind == WaitEdge::Kind::waits);
        CHECK(waits[0].reason == WaitReason::acquire);
        CHECK(waits[0].site == story.out.site(101));
        CHECK(waits[0].since == story.out.last() - 1);  // its task_wait
        const auto held = wait_edges_from(world, object(1));
        REQUIRE(held.size() == 1);
        CHECK(held[0].to == task(2));
        CHECK(held[0].kind == WaitEdge::Kind::held_by);
        CHECK(held[0].site == story.out.site(10));
        CHECK(held[0].since == taken);
        CHECK(wait_edges(world) == std::vector<WaitEdge>{waits[0], held[0]});
        CHECK(wait_edges_from(world, task(2)).empty());
        CHECK(wait_edges_from(world, task(77)).empty());
        CHECK(wait_edges_from(world, object(77)).empty());
    }

    TEST_CASE("sleep, I/O and a thread lead to a timer and an operation, where the way ends") {
        Story story(3);
        story.wait(1, WaitReason::sleep, 5).wait(2, WaitReason::io, 6).wait(3, WaitReason::thread, 7);
        const World world = story.world();
        CHECK(wait_edges_from(world, task(1))[0].to == WaitNode{WaitNode::Kind::timer, 5});
        CHECK(wait_edges_from(world, task(2))[0].to == WaitNode{WaitNode::Kind::operation, 6});
        CHECK(wait_edges_from(world, task(3))[0].to == WaitNode{WaitNode::Kind::operation, 7});
        for (const TaskId id : {1, 2, 3}) CHECK(may_go_on(world, id));
    }

    TEST_CASE("two locks taken crosswise are a ring, from whichever of its tasks one looks") {
        const World world = crosswise().world();
        CHECK(nodes(ring_through(world, 2)) == std::vector<WaitNode>{task(2), object(2), task(3), object(1)});
        CHECK(nodes(ring_through(world, 3)) == std::vector<WaitNode>{task(3), object(1), task(2), object(2)});
        CHECK(ring_through(world, 1).empty());
        const auto all = rings(world);
        REQUIRE(all.size() == 1);
        CHECK(all[0] == ring_through(world, 2));
        check_ring(world, all[0]);
        CHECK_FALSE(may_go_on(world, 2));
    }

    TEST_CASE("whoever waits behind a ring is in none, and can not go on either") {
        Story story = crosswise();
        story.wait(1, WaitReason::acquire, 1);
        CHECK(ring_through(story.world(), 1).empty());
        CHECK_FALSE(leads_back(story.world(), 1));
        CHECK_FALSE(may_go_on(story.world(), 1));
        CHECK(rings(story.world()).size() == 1);
    }

    TEST_CASE("a timeout of one of its tasks opens a ring, until it is switched off") {
        Story story = crosswise();
        story.make(3, ObjectKind::timeout, 0, 3).value(3, ValueKind::deadline, 1'000);
        CHECK(ring_through(story.world(), 2).empty());
        CHECK(leads_back(story.world(), 2));
        CHECK(may_go_on(story.world(), 2));
        story.value(3, ValueKind::deadline, -1);
        CHECK(ring_through(story.world(), 2).size() == 4);
    }

    TEST_CASE("a gather needs all of its children, a wait any of them") {
        for (const ObjectKind kind : {ObjectKind::gather, ObjectKind::task_group, ObjectKind::wait}) {
            Story story(3);
            story.make(1, ObjectKind::lock).take(1, 1).make(2, kind).child(2, 2).child(2, 3);
            story.wait(1, WaitReason::object, 2).wait(2, WaitReason::acquire, 1);
            const bool is_wait = kind == ObjectKind::wait;
            CHECK(ring_through(story.world(), 2).empty() == is_wait);
            story.wait(3, WaitReason::acquire, 1);
            CHECK(ring_through(story.world(), 3).size() == 4);
            CHECK(rings(story.world()).size() == 1);  // one knot
            story.value(2, ValueKind::deadline, 1'000);
            CHECK(ring_through(story.world(), 2).empty());  // it wakes by itself
        }
    }

    TEST_CASE("a child that is done and not yet taken note of may open it") {
        Story story(3);
        story.make(1, ObjectKind::lock).take(1, 1).make(2, ObjectKind::gather).child(2, 2).child(2, 3);
        story.wait(1, WaitReason::object, 2).wait(2, WaitReason::acquire, 1).done(3);
        CHECK(ring_through(story.world(), 2).empty());
        story.out.add(EventKind::object_child_done, 2, {.a = 3});
        CHECK(ring_through(story.world(), 2).size() == 4);
    }

    TEST_CASE("a ring leads through a gather in a gather, and through a shield") {
        Story story(2);
        story.make(1, ObjectKind::gather).make(2, ObjectKind::shield).child(1, 0, 2).child(2, 2);
        story.wait(1, WaitReason::object, 1).wait(2, WaitReason::task, 1);
        CHECK(nodes(ring_through(story.world(), 2)) == std::vector<WaitNode>{task(2), task(1), object(1), object(2)});
    }

    TEST_CASE("of a semaphore all permits must be with those who are stuck behind it") {
        Story story(3);
        story.make(1, ObjectKind::semaphore, 2).make(2, ObjectKind::lock).take(2, 1).take(1, 2).take(1, 3);
        story.wait(1, WaitReason::acquire, 1).wait(2, WaitReason::acquire, 2);
        CHECK(ring_through(story.world(), 1).empty());  // task 3 works
        CHECK(leads_back(story.world(), 1));
        Story stuck = story;
        stuck.wait(3, WaitReason::acquire, 2);
        CHECK(ring_through(stuck.world(), 1).size() == 4);
        Story gone = story;
        gone.done(3);
        CHECK(ring_through(gone.world(), 1).size() == 4);  // and took its permit with it
        Story third = story;
        third.value(1, ValueKind::capacity, 3).wait(3, WaitReason::acquire, 2);
        CHECK(ring_through(third.world(), 1).empty());  // a permit is on its way
    }

    TEST_CASE("who waits for a semaphore that it has taken empty is in a ring when all else stands still") {
        Story story(2);
        story.make(1, ObjectKind::semaphore, 1).take(1, 1).wait(1, WaitReason::acquire, 1);
        story.out.add(EventKind::task_ready, 2);
        CHECK(ring_through(story.world(), 1).empty());
        CHECK(may_go_on(story.world(), 1));
        story.wait(2, WaitReason::signal, 9);
        CHECK(stands_still(story.world()));
        CHECK(nodes(ring_through(story.world(), 1)) == std::vector<WaitNode>{task(1), object(1)});
    }

    TEST_CASE("an event, a queue and a condition lead nowhere, and who waits for them goes on if anybody does") {
        Story story(2);
        story.make(1, ObjectKind::event).make(2, ObjectKind::queue);
        story.wait(1, WaitReason::signal, 1).wait(2, WaitReason::get, 2);
        CHECK(wait_edges_from(story.world(), object(1)).empty());
        CHECK(rings(story.world()).empty());
        CHECK_FALSE(may_go_on(story.world(), 1));
        story.out.add(EventKind::timer_arm, 1, {.b = 5});
        CHECK(may_go_on(story.world(), 1));
    }

    TEST_CASE("a lock whose holder is gone comes from nobody") {
        Story story(3);
        story.make(1, ObjectKind::lock).take(1, 2).done(2).wait(1, WaitReason::acquire, 1);
        story.out.add(EventKind::task_ready, 3);
        CHECK(wait_edges_from(story.world(), object(1)).size() == 1);
        CHECK_FALSE(may_go_on(story.world(), 1));
        CHECK(may_go_on(story.world(), 2));  // it is gone
        CHECK(ring_through(story.world(), 1).empty());
    }

    TEST_CASE("a long chain of tasks is walked without recursion") {
        constexpr TaskId kMany = 100'000;
        Story story(kMany);
        for (TaskId id = 1; id < kMany; ++id) story.wait(id, WaitReason::task, id + 1);
        CHECK(may_go_on(story.world(), 1));
        story.wait(kMany, WaitReason::task, 1);
        CHECK(ring_through(story.world(), 1).size() == kMany);
        CHECK(rings(story.world()).size() == 1);
    }

    TEST_CASE("in random programs a ring is one, and nobody in it can go on") {
        std::size_t found = 0;
        for (std::uint32_t seed = 1; seed <= 60; ++seed) {
            CAPTURE(seed);
            const ObjectProgram program(seed, 600);
            Recording recording;
            REQUIRE(recording.append(program.out.slots()));
            for (std::size_t index = 0; index <= recording.size(); index += 7) {
                const World world = recording.at(index);
                const auto all = rings(world);
                found += all.size();
                std::set<TaskId> in_rings;
                for (const auto& ring : all) {
                    check_ring(world, ring);
                    for (const WaitNode& node : nodes(ring)) {
                        if (node.kind == WaitNode::Kind::task) CHECK(in_rings.insert(node.id).second);
                    }
                }
                for (const TaskNow& now : world.tasks()) {
                    const auto ring = ring_through(world, now.id);
                    if (ring.empty()) continue;
                    check_ring(world, ring);
                    CHECK(ring.front().from == task(now.id));
                    CHECK(reaches_itself(world, now.id));
                    CHECK(leads_back(world, now.id));
                    CHECK_FALSE(all.empty());
                }
            }
        }
        CHECK(found > 0);
    }
}
