// LoopPicture: what the event loop panel shows, before it is drawn or said.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "panels/view.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace viz {

struct LoopCard {
    loopscope::HandleKind kind = loopscope::HandleKind::task;
    std::uint32_t id = 0;
    std::string name;
    std::string body;       // of a task without a name: the coroutine that it runs
    std::string second;     // why it is here, or where it runs
    bool this_turn = true;  // of a ready one: runs in this turn, not the next
    std::uint64_t key() const { return std::uint64_t{static_cast<std::uint8_t>(kind)} << 32 | id; }
};

// "Task-1 fetch_data"
inline std::string with_body(const LoopCard& card) {
    return card.body.empty() ? card.name : card.name + " " + card.body;
}

struct LoopTimer {
    loopscope::TimerId id = 0;
    loopscope::TaskId task = 0;  // whose sleep it is, 0 for another timer
    std::string name;
    std::uint64_t due = 0;   // ns
    std::uint64_t left = 0;  // ns
    float progress = 0;      // from armed to due
    std::uint64_t key() const { return task != 0 ? task : std::uint64_t{2} << 32 | id; }
};

// I/O, or a call on another thread, and the task that it is done for.
struct LoopOperation {
    loopscope::OperationId id = 0;
    loopscope::OperationKind kind = loopscope::OperationKind::io;
    loopscope::TaskId task = 0;  // who waits for it, 0 for nobody
    std::string name;            // the task's, or the operation's where it has none
    std::string what;            // "I/O: read"
    std::string since;           // "since 0.300 s"
    std::uint64_t key() const { return task != 0 ? task : std::uint64_t{3} << 32 | id; }
};

struct LoopPicture {
    int phase = -1;  // 0 poll, 1 timers, 2 run; -1 none of them
    std::string sentence;
    std::optional<LoopCard> running;
    std::vector<LoopCard> ready;
    std::size_t ready_more = 0;  // not in `ready`
    std::vector<LoopTimer> timers;
    std::size_t timers_more = 0;
    std::vector<LoopOperation> operations;
    std::size_t operations_more = 0;
    std::string outside;                 // "2 operations outside of the loop", "I/O: nothing outstanding"
    std::vector<std::string> unawaited;  // "created, not awaited: greet() line 12"
};

// At most so many ready handles, and so many timers and operations, are put into words; the rest is counted.
LoopPicture loop_picture(const View& view, std::size_t most_ready, std::size_t most_timers);

}  // namespace viz
