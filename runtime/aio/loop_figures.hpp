// What a LoopMonitor says of a program: its tasks, its coroutines and its loop, in figures.
//
// Times and durations are of the loop's clock, so that on virtual time they are the same in every
// run; a step's is real time.
//
// Thread rule: plain values, none.
#pragma once
#include "aio/timer_heap.hpp"
#include "monitor/world_parts.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aio {

using loopscope::TaskState;

struct MonitoredTask {
    loopscope::TaskId id = 0;
    std::string name;
    TaskState state = TaskState::ready;
    Duration start{};               // when it was created
    std::optional<Duration> end{};  // nullopt: it is alive
    Duration duration{};            // from start to end, or until now
    std::string error;              // what it raised, if it failed
};

struct TaskCounts {
    std::size_t ready = 0;
    std::size_t running = 0;
    std::size_t waiting = 0;
    std::size_t done = 0;
    std::size_t failed = 0;
    std::size_t cancelled = 0;
    std::size_t active() const { return ready + running + waiting; }
    std::size_t total() const { return active() + done + failed + cancelled; }
    friend bool operator==(const TaskCounts&, const TaskCounts&) = default;
};

// Of the tasks that returned. Percentiles by the nearest rank.
struct DurationFigures {
    std::size_t count = 0;
    Duration mean{};
    Duration shortest{};
    Duration longest{};
    Duration p50{};
    Duration p90{};
    Duration p99{};
};

// A coroutine on the await chain of a task that is alive.
struct ActiveCoroutine {
    std::string function;
    std::string place;  // of its definition, "bank.cpp:31"
    loopscope::TaskId task = 0;
    Duration start{};  // when it was entered
};

// All coroutines of one function. A generator counts once for each value that it is asked for.
struct CoroutineFigures {
    std::string function;
    std::string place;
    std::size_t active = 0;
    std::size_t succeeded = 0;
    std::size_t failed = 0;
    std::size_t cancelled = 0;
    Duration total{};  // of those that are completed
    std::size_t completed() const { return succeeded + failed + cancelled; }
    Duration mean() const {
        return completed() == 0 ? Duration::zero() : total / static_cast<Duration::rep>(completed());
    }
};

struct LoopFigures {
    std::uint64_t turns = 0;
    std::uint64_t steps = 0;
    std::chrono::nanoseconds longest_step{};  // real time
    std::string longest_step_of;              // the name of its task
};

// How things stood when the loop's clock reached `time`, before what happened then.
struct LoopReport {
    Duration time{};
    TaskCounts tasks;
    std::size_t coroutines = 0;  // active ones
    LoopFigures loop;
};

// "t=2.000 s: 3 tasks active (1 ready, 0 running, 2 waiting), 5 done, 1 failed, 0 cancelled; 4 coroutines"
std::string to_text(const LoopReport& report);

// Everything at the end, for people.
struct LoopSummary {
    TaskCounts counts;
    DurationFigures durations;
    std::vector<MonitoredTask> failed;
    std::vector<MonitoredTask> active;
    std::vector<CoroutineFigures> coroutines;
    LoopFigures loop;
};
std::string to_text(const LoopSummary& summary);  // several lines

}  // namespace aio
