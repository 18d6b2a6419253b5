// What a World holds: one plain struct for each thing that is alive at an instant.
//
// Thread rule: plain data, none.
#pragma once
#include "monitor/event.hpp"

#include <cstdint>
#include <optional>

namespace loopscope {

enum class TaskState : std::uint8_t { ready, running, waiting, done, failed, cancelled };
enum class LoopPhase : std::uint8_t { not_started, between_turns, polling, timers, running, stopped };

// A live task.
struct TaskNow {
    TaskId id = 0;
    TaskState state = TaskState::ready;
    WaitReason wait_reason = WaitReason::yield;    // meaningful while waiting
    WakeReason wake_reason = WakeReason::created;  // why it last became ready
    std::uint8_t cancel_requests = 0;              // asked for and not yet delivered
    bool queued = false;                           // it has a place in the ready queue
    std::uint32_t steps = 0;                       // begun so far
    SiteId site = 0;                               // where it is suspended, or last was; 0 before its first wait
    std::uint64_t wait_on = 0;                     // TimerId, TaskId, ObjectId or OperationId, by wait_reason
    Sequence since = 0;                            // the event that brought it into this state
    Sequence ready_cause = 0;                      // what put it into the ready queue last
    std::int32_t top_frame = -1;                   // its innermost coroutine, index into frames; -1: none
    Sequence in_line = 0;  // the task_wait by which it is among an object's waiters; 0: it is not
};

// One coroutine on a task's await chain.
struct FrameNow {
    CoroId coro = 0;
    SiteId awaited_at = 0;  // the co_await that entered it, 0 for a task's root
    SiteId defined_at = 0;
    std::int32_t outer = -1;  // the frame that awaits it, index into frames; -1: root, -2: free slot
};

struct ReadyEntry {
    HandleKind kind = HandleKind::task;
    std::uint32_t id = 0;
    Sequence since = 0;      // the event that put it here
    bool this_turn = false;  // was there when the turn's run phase began
};

struct TimerNow {
    std::uint64_t due = 0;  // loop time, ns
    TimerId id = 0;
    StringId label = 0;
    TaskId task = 0;  // who armed it (the running task), 0 for none
    Sequence since = 0;
};

struct ObjectNow {
    ObjectId id = 0;
    ObjectKind kind = ObjectKind::unknown;
    bool done = false;
    std::optional<CloseKind> closed;  // shut down or aborted; a reset opens it again
    StringId name = 0;
    SiteId site = 0;
    TaskId owner = 0;            // the task that made it
    std::uint32_t children = 0;  // the tasks of a gather, a group ...
    std::uint32_t children_done = 0;
    std::uint32_t unfinished = 0;          // a queue's items for which task_done() is still to come
    std::optional<std::int64_t> value;     // free permits, arrivals ..., see ValueKind; nullopt: not told
    std::optional<std::int64_t> capacity;  // likewise
    std::int64_t deadline = -1;            // loop time in ns; -1: none
};

// What a task holds of an object: a lock, or so many permits.
struct HoldNow {
    ObjectId object = 0;
    TaskId task = 0;  // 0: a callback of the loop took it
    std::uint32_t count = 0;
    SiteId site = 0;     // where it last took of it
    Sequence since = 0;  // its first object_take
};

// A task in an object's line. It keeps its place until it runs: once it is woken its turn
// has come, or it was cancelled (its wake_reason tells which).
struct WaiterNow {
    ObjectId object = 0;
    TaskId task = 0;
    Sequence since = 0;  // its task_wait
    WaitReason reason = WaitReason::object;
    bool woken = false;
};

// An item in a queue. The event `put` has its text: Recording::text(index_of(put)).
struct ItemNow {
    ObjectId object = 0;
    std::uint32_t number = 0;  // items of a queue count up in the order in which they were put
    TaskId task = 0;           // that put it
    SiteId site = 0;
    Sequence put = 0;
};

// A child of a gather, a group ... that is not done yet: a task, or an object where task is 0.
struct ChildNow {
    ObjectId object = 0;
    TaskId task = 0;
    ObjectId other = 0;
};

// The latest value of something that a task shows. The event `shown` has it: Recording::text(index_of(shown)).
struct WatchNow {
    TaskId task = 0;
    StringId name = 0;
    SiteId site = 0;
    WatchKind kind = WatchKind::text;
    Sequence shown = 0;
};

enum class OperationKind : std::uint8_t { io, thread };

// What goes on outside of the loop for a task.
struct OperationNow {
    OperationId id = 0;
    OperationKind kind = OperationKind::io;
    StringId label = 0;
    TaskId task = 0;
    SiteId site = 0;
    Sequence since = 0;
};

}  // namespace loopscope
