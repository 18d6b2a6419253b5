// Who waits for whom: the graph that a World spans between tasks and what they wait for.
//
// A waiting task leads to what it waits for: another task, an object, a timer, an operation.
// An object leads to those that can end the wait: a lock to who holds it, a gather or a group
// to its children, a shield to what it protects. A task needs *all* of a lock's one holder or a
// gather's children, but *any* of a semaphore's holders, and perhaps any child of a wait or an
// as_completed; a queue, an event, a condition and a timer may be served by anybody, so they lead
// nowhere and close no ring.
//
// Thread rule: one thread, the World's.
#pragma once
#include "monitor/event.hpp"
#include "monitor/world.hpp"

#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace loopscope {

struct WaitNode {
    enum class Kind : std::uint8_t { task, object, timer, operation };
    Kind kind = Kind::task;
    std::uint32_t id = 0;
    friend auto operator<=>(const WaitNode&, const WaitNode&) = default;
};

struct WaitEdge {
    enum class Kind : std::uint8_t {
        waits,    // from a task to what it waits for
        held_by,  // from an object to a task that holds (of) it, which may be gone by now
        child,    // from an object to a task or object that it waits for in turn
    };
    WaitNode from;
    WaitNode to;
    Kind kind = Kind::waits;
    WaitReason reason = WaitReason::object;  // of `waits`
    SiteId site = 0;                         // waits: the co_await; held_by: where it was taken
    // held_by: the first object_take; waits: the task_wait where it stands in an object's line, else the
    // end of the step that led to it; child: 0.
    Sequence since = 0;

    friend bool operator==(const WaitEdge&, const WaitEdge&) = default;
};

// Every edge of the living, by `from`. Costs by what is alive.
std::vector<WaitEdge> wait_edges(const World& world);
// Those that begin at one node.
std::vector<WaitEdge> wait_edges_from(const World& world, WaitNode node);

// The shortest ring of edges through a waiting task that nobody in it can open, beginning with the task's
// own wait; empty if there is none. A ring with a task in it that a timeout will wake is none, and one
// through a semaphore only if all its permits are held by those who are stuck behind it. A task that
// waits for a permit of a semaphore that it has taken empty itself is in a ring only when the whole
// program stands still: until then somebody else may give one, as those do who signal by a semaphore.
std::vector<WaitEdge> ring_through(const World& world, TaskId task);
// The same for whoever asks often and knows which timeouts there are, by who made them: to look for them costs
// by all that lives. Those that are gone may be among them.
using TimeoutsOf = std::unordered_map<TaskId, std::unordered_set<ObjectId>>;
std::vector<WaitEdge> ring_through(const World& world, TaskId task, const TimeoutsOf& timeouts);
// Whether the edges from a waiting task lead back to it, though somebody may still open that ring. Not
// followed are those through a semaphore with many holders of which one is seen to move.
bool leads_back(const World& world, TaskId task);
// One for each knot of tasks that wait for each other, beginning at the smallest task in it.
std::vector<std::vector<WaitEdge>> rings(const World& world);

// Whether anything that is under way can still wake that task: it or somebody it waits for is ready or
// runs, sleeps, has a timeout, or waits for I/O or a thread; or waits for something that anybody may do while
// there is such a task. A task that is gone can.
bool may_go_on(const World& world, TaskId task);
// Nobody is ready or runs, no timer is set, and no I/O or thread is under way.
bool stands_still(const World& world);

}  // namespace loopscope
