// Who waits for whom: the graph that a World spans between tasks and what they wait for.
//
// A waiting task leads to what it waits for: another task, an object, a timer, an operation.
// An object leads to those that can end the wait: a lock to who holds it, a gather or a group
// to its children, a shield to what it protects. A task needs *all* of a lock's one holder or a gather's
// children, but *any* of a semaphore's holders; a queue, an event, a condition and a timer may
// be served by anybody, so they lead nowhere and close no ring.
//
// Thread rule: one thread, the World's.
#pragma once
#include "monitor/event.hpp"
#include "monitor/world.hpp"

#include <cstdint>
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
        held_by,  // from an object to a task that holds (of) it
        child,    // from an object to a task or object that it waits for in turn
    };
    WaitNode from;
    WaitNode to;
    Kind kind = Kind::waits;
    WaitReason reason = WaitReason::object;  // of `waits`
    SiteId site = 0;                         // waits: the co_await; held_by: where it was taken
    Sequence since = 0;                      // likewise: the event

    friend bool operator==(const WaitEdge&, const WaitEdge&) = default;
};

// Every edge of the living, by `from`. Costs by what is alive.
std::vector<WaitEdge> wait_edges(const World& world);
// Those that begin at one node.
std::vector<WaitEdge> wait_edges_from(const World& world, WaitNode node);

// The ring of edges through a waiting task that nobody in it can open, beginning with the task's own
// wait; empty if there is none. A ring with a task in it that a timeout will
// wake is none, and one through a semaphore only if all its holders are stuck behind it.
std::vector<WaitEdge> ring_through(const World& world, TaskId task);
// All of them, each once, by the smallest task in it.
std::vector<std::vector<WaitEdge>> rings(const World& world);

// Whether anything that is under way can still wake that task: it or somebody it waits for is ready or
// runs, sleeps, or waits for I/O or a thread; or waits for something that any living such task may do.
bool may_go_on(const World& world, TaskId task);

}  // namespace loopscope
