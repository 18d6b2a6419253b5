// Lanes: a task's life as spans, and who woke whom, ready to be drawn.
//
// Kept by a Recording as events arrive, in event indexes, so that any of the
// three time axes can place them.
//
// Thread rule: plain data, none.
#pragma once
#include "monitor/event.hpp"
#include "monitor/world.hpp"

#include <cstdint>
#include <vector>

namespace loopscope {

inline constexpr std::uint32_t kOpen = 0xffffffff;

struct Span {
    std::uint32_t begin = 0;             // index of the event that began it
    std::uint32_t end = kOpen;           // index of the event that ended it; kOpen while it lasts
    TaskState state = TaskState::ready;  // ready, running or waiting
    WaitReason wait_reason = WaitReason::yield;
    SiteId site = 0;            // where it waits; for running, where the step began
    std::uint64_t wait_on = 0;  // as b of task_wait
};

struct Lane {
    std::vector<Span> spans;  // by begin, never overlapping

    // Event `index` may have changed the task: ends the open span and begins one if the
    // state is another. `now` is the task after that event, nullptr once it is done.
    void follow(const TaskNow* now, std::uint32_t index);
};

// A wake-up: `cause` made `task` ready.
struct WakeEdge {
    std::uint32_t cause = kOpen;  // index of the causing event; kOpen: unknown
    std::uint32_t ready = 0;      // index of the task_ready
    TaskId by = 0;                // the task in whose step it happened, 0: the loop (a timer)
    TaskId task = 0;
    WakeReason reason = WakeReason::created;
};

}  // namespace loopscope
