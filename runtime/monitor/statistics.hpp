// Statistics: where the time of a run, or of a part of it, went.
//
// Everything is asked of a range of events [from, to) of a Recording. Two clocks are kept apart:
// steps run in real time (a virtual clock stands still meanwhile), waits pass in loop time.
// Time in which the program was held at its gate counts for nobody.
//
// Sums and counts take of each step and wait only the part inside the range. A Histogram takes each one
// where it ends, at its whole length. So both of two neighbouring ranges add up to those of the
// two together.
//
// Thread rule: one thread, the Recording's. Pure functions: nothing is kept.
#pragma once
#include "monitor/event.hpp"
#include "monitor/histogram.hpp"
#include "monitor/recording.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace loopscope {

inline constexpr std::size_t kWaitReasons = 11;

struct TaskStatistics {
    TaskId task = 0;
    std::uint64_t steps = 0;                            // begun
    std::uint64_t run_ns = 0;                           // real time
    std::uint64_t ready_ns = 0;                         // real time in the ready queue
    std::array<std::uint64_t, kWaitReasons> wait_ns{};  // loop time, by WaitReason
    std::array<std::uint64_t, kWaitReasons> waits{};    // how often, begun
    std::optional<std::uint64_t> lived_ns;  // loop time from creation to end; nullopt: alive at the range's end
    std::uint64_t waited() const;           // all of wait_ns
};

// A line where tasks are suspended, or where a coroutine begins.
struct SiteStatistics {
    SiteId site = 0;
    WaitReason reason = WaitReason::yield;  // that took most time, or came most often where none took any
    std::uint64_t waits = 0;                // begun
    std::uint64_t passed = 0;               // went straight on
    std::uint64_t wait_ns = 0;              // loop time
    Histogram wait;                         // loop time of the waits that ended
    Histogram step;                         // real time of the steps that began here
};

struct LoopStatistics {
    std::uint64_t turns = 0;
    std::uint64_t steps = 0;
    std::uint64_t callbacks = 0;    // of the loop, with those of timers
    std::uint64_t loop_ns = 0;      // loop time passed
    std::uint64_t real_ns = 0;      // real time passed, without holds
    std::uint64_t run_ns = 0;       // real time in steps
    std::uint64_t callback_ns = 0;  // real time in callbacks
    std::uint64_t poll_ns = 0;      // real time in polls that waited
    std::uint64_t longest_step_ns = 0;
    std::size_t longest_step = 0;  // index of its step_begin; meaningful where one ended
    SiteId longest_step_site = 0;  // where it began
    Histogram step;                // real time
    Histogram lag;                 // real time from when a task is ready to when it runs
    Histogram turn;                // real time in which a turn ran its handles
    double utilisation() const {   // 0 to 1
        return real_ns == 0 ? 0.0 : static_cast<double>(run_ns + callback_ns) / static_cast<double>(real_ns);
    }
};

// How many are alive, ready and waiting as time passes. Means are weighted by loop time, or by steps where none passes.
struct Concurrency {
    std::uint32_t most_alive = 0;
    std::uint32_t most_ready = 0;
    std::uint32_t most_waiting = 0;
    std::size_t most_alive_at = 0;  // index of the event that made it so many; `from` if they were from the start
    std::size_t most_ready_at = 0;
    std::size_t most_waiting_at = 0;
    double mean_alive = 0;
    double mean_waiting = 0;
};

struct Statistics {
    std::size_t from = 0;
    std::size_t to = 0;
    LoopStatistics loop;
    Concurrency concurrency;
    std::vector<TaskStatistics> tasks;  // that lived in the range, by id
    std::vector<SiteStatistics> sites;  // by loop time waited, most first
};

// One pass over the range and over the tasks alive at its beginning, whatever lies before it. Of what the
// Recording has let go of nothing is known: then the range begins at first(), and what was under
// way there counts from there. REQUIRES: from <= to <= size()
Statistics statistics_of(const Recording& recording, std::size_t from, std::size_t to);

// A part of the chain of waits and wake-ups that decided when the range ended: what would have
// to shrink for the program to finish earlier. Either a task that ran, or was about to, or
// a wait that nobody could have ended earlier (a sleep, a timer, I/O, a thread).
struct CriticalLink {
    TaskId task = 0;
    std::size_t begin = 0;  // events [begin, end); one link ends where the next begins
    std::size_t end = 0;
    TaskState state = TaskState::running;   // running or waiting
    WaitReason reason = WaitReason::yield;  // while waiting
    SiteId site = 0;                        // where it waited, or where it ran on from
    std::uint64_t loop_ns = 0;
    std::uint64_t real_ns = 0;
};

// In the order in which it happened. It begins at `from` where nothing that is needed to follow it was lost.
std::vector<CriticalLink> critical_path(const Recording& recording, std::size_t from, std::size_t to);

}  // namespace loopscope
