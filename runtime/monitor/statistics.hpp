// Statistics: where the time of a run, or of a part of it, went.
//
// Everything is asked of a range of events [from, to) of a Recording. Two clocks are kept apart:
// steps run in real time (a virtual clock stands still meanwhile), waits pass in loop time.
// Time in which the program was held at its gate counts for nobody.
//
// Thread rule: one thread, the Recording's. A pure function: nothing is kept.
#pragma once
#include "monitor/event.hpp"
#include "monitor/recording.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace loopscope {

// Of many durations in ns. Buckets by powers of two: bucket k counts those of [2^k, 2^(k+1)) ns, 0 ns in bucket 0.
class Histogram {
public:
    void add(std::uint64_t ns);
    std::uint64_t count() const { return count_; }
    std::uint64_t sum() const { return sum_; }
    std::uint64_t least() const { return count_ == 0 ? 0 : least_; }
    std::uint64_t most() const { return most_; }
    double mean() const { return count_ == 0 ? 0.0 : static_cast<double>(sum_) / static_cast<double>(count_); }
    const std::array<std::uint64_t, 64>& buckets() const { return buckets_; }

private:
    std::array<std::uint64_t, 64> buckets_{};
    std::uint64_t count_ = 0;
    std::uint64_t sum_ = 0;
    std::uint64_t least_ = ~std::uint64_t{0};
    std::uint64_t most_ = 0;
};

inline constexpr std::size_t kWaitReasons = 11;

struct TaskStatistics {
    TaskId task = 0;
    std::uint64_t steps = 0;
    std::uint64_t run_ns = 0;                           // real time
    std::uint64_t ready_ns = 0;                         // real time in the ready queue
    std::array<std::uint64_t, kWaitReasons> wait_ns{};  // loop time, by WaitReason
    std::array<std::uint64_t, kWaitReasons> waits{};    // how often
    std::optional<std::uint64_t> lived_ns;              // loop time from creation to end; nullopt: still alive
};

// A line where tasks are suspended.
struct SiteStatistics {
    SiteId site = 0;
    WaitReason reason = WaitReason::object;  // of most of its waits
    std::uint64_t waits = 0;
    std::uint64_t passed = 0;  // went straight on
    Histogram wait;            // loop time
    Histogram step;            // real time of the steps that began here
};

struct LoopStatistics {
    std::uint64_t turns = 0;
    std::uint64_t steps = 0;
    std::uint64_t callbacks = 0;
    std::uint64_t loop_ns = 0;  // loop time passed
    std::uint64_t real_ns = 0;  // real time passed, without holds
    std::uint64_t run_ns = 0;   // real time in steps and callbacks
    std::uint64_t poll_ns = 0;  // real time in polls that waited
    std::uint64_t longest_step_ns = 0;
    std::size_t longest_step = 0;  // index of its step_begin; meaningful where steps > 0
    Histogram step;                // real time
    Histogram lag;                 // real time from task_ready to its step
    Histogram turn;                // real time
    double utilisation() const {
        return real_ns == 0 ? 0.0 : static_cast<double>(run_ns) / static_cast<double>(real_ns);
    }
};

// How many are alive, ready and waiting as time passes; weighted by loop time, and by steps where none passes.
struct Concurrency {
    std::uint32_t most_alive = 0;
    std::uint32_t most_ready = 0;
    double mean_alive = 0;
    std::size_t most_alive_at = 0;  // index
};

// The chain of waits and wake-ups that decided when the range ended: its length is what would have
// to shrink for the program to finish earlier.
struct CriticalLink {
    TaskId task = 0;
    std::size_t begin = 0;  // events [begin, end)
    std::size_t end = 0;
    TaskState state = TaskState::running;
    WaitReason reason = WaitReason::yield;  // while waiting
    SiteId site = 0;
    std::uint64_t loop_ns = 0;
};

struct Statistics {
    std::size_t from = 0;
    std::size_t to = 0;
    LoopStatistics loop;
    Concurrency concurrency;
    std::vector<TaskStatistics> tasks;  // by id
    std::vector<SiteStatistics> sites;  // by loop time waited, most first
};

Statistics statistics_of(const Recording& recording, std::size_t from, std::size_t to);
std::vector<CriticalLink> critical_path(const Recording& recording, std::size_t from, std::size_t to);
// The p-th percentile of some durations, 0 <= p <= 100, by the nearest rank. REQUIRES: sorted. 0 of none.
std::uint64_t percentile(const std::vector<std::uint64_t>& sorted, double p);

}  // namespace loopscope
