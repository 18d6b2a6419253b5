// Why a task stands where it stands: one sentence, and the chain behind it.
//
// "worker-2 waits for the lock db (bank.cpp:31), held by worker-1, which sleeps until
// t=0.300 s (bank.cpp:27)". The chain goes from the task down to the timer, the operation or
// the object that it hangs on in the end, or around a ring of tasks that wait for each other.
// The words come from assets/language/en_explain.toml.
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

// A longer chain is cut there, and says so.
inline constexpr std::size_t kMostWhyLinks = 12;

// A coroutine on a task's await chain, with the line where it stands now.
struct StackLine {
    StringId function = 0;
    SiteId defined_at = 0;
    SiteId stands_at = 0;  // 0: not known
};

// One task, or one gather within another, on the way down.
struct WhyLink {
    TaskId task = 0;                 // 0: an object, `object`
    ObjectId object = 0;             // of a link that is no task
    std::optional<TaskState> state;  // of a task; nullopt: not created yet
    Sentence sentence;               // "worker-1 sleeps until t=0.300 s (bank.cpp:27)", without a full stop
    std::vector<StackLine> stack;    // from the innermost coroutine outwards
    SiteId site = 0;                 // where it is suspended, or runs
    std::optional<WaitNode> on;      // what it waits for, while it waits
};

struct Explanation {
    TaskId task = 0;
    std::optional<TaskState> state;  // nullopt: not created yet
    Sentence sentence;               // the whole story in one sentence, without a full stop
    std::vector<WhyLink> chain;
    bool ring = false;  // they wait for each other, and nobody in the ring can go on
    bool cut = false;   // there is more behind the last link
    Sentence status;    // "waiting, 3 steps, for 2 turns and 0.5 s"
    // What else a newcomer may want to know, with full stops: its place in line, which children are
    // still to come, what a sleep means, who created it, who woke it last.
    std::vector<Sentence> more;
};

// `index` is the cursor of which `world` is the state. Of a lock with several holders, a group with
// several children ... the first one that still keeps the task waiting is followed; the sentence counts the others.
Explanation why(const Recording& recording, const World& world, std::size_t index, TaskId task,
                const Phrases& phrases = english());

// Every coroutine of a task and the line where each stands, from the innermost outwards.
std::vector<StackLine> async_stack(const Recording& recording, const World& world, TaskId task);

// How many steps a task has made in all that is recorded; 0 if nobody told.
std::uint64_t steps_made(const Recording& recording, TaskId task);
// "fetch()"; "a coroutine" where nobody told its name.
std::string coroutine_name(const Recording& recording, const StackLine& line, const Phrases& phrases = english());
// What a task waits for, as a thing: "the lock db", "the timer t=0.300 s", "I/O: read", "fetch-2".
Sentence name_of(const Recording& recording, WaitNode node, const Phrases& phrases = english());
// What a task waits for; nullopt: it does not wait, or only gives way.
std::optional<WaitNode> waits_on(const World& world, TaskId task);

}  // namespace loopscope
