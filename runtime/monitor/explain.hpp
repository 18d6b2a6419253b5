// Why a task stands where it stands: one sentence, and the chain behind it.
//
// "worker-2 waits for the lock db (bank.cpp:31), held by worker-1, which sleeps until
// t=0.300 s (bank.cpp:27)". The chain goes from the task down to the timer, the operation or
// the object that it hangs on in the end, or around a ring of tasks that wait for each other.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/narrate.hpp"
#include "monitor/recording.hpp"
#include "monitor/sentence.hpp"
#include "monitor/wait_graph.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace loopscope {

// A coroutine on a task's await chain, with the line where it stands now.
struct StackLine {
    StringId function = 0;
    SiteId defined_at = 0;
    SiteId stands_at = 0;  // 0: not known
};

// One task on the way down.
struct WhyLink {
    TaskId task = 0;
    std::optional<TaskState> state;  // nullopt: not created yet
    Sentence sentence;               // "worker-1 holds it (bank.cpp:25) and sleeps until t=0.300 s (bank.cpp:27)"
    std::vector<StackLine> stack;    // from the innermost coroutine outwards
    SiteId site = 0;                 // where it is suspended, or runs
    WaitNode on;                     // what it waits for; meaningful while it waits
};

struct Explanation {
    TaskId task = 0;
    Sentence sentence;  // the whole story in one sentence, without a full stop
    std::vector<WhyLink> chain;
    bool ring = false;  // the last link waits for one that stands before it
};

// `index` is the cursor of which `world` is the state. Of a lock with several holders, a group with
// several children ... the first one that still keeps the task waiting is followed; the sentence counts the others.
Explanation why(const Recording& recording, const World& world, std::size_t index, TaskId task,
                const Phrases& phrases = english());

// Every coroutine of a task and the line where each stands, from the innermost outwards.
std::vector<StackLine> async_stack(const Recording& recording, const World& world, TaskId task);

}  // namespace loopscope
