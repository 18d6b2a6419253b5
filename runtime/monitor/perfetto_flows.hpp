// What perfetto.cpp draws on and between the lanes of tasks, by the indexes of events.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/lanes.hpp"
#include "monitor/recording.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace loopscope {

// The spans of tasks as they are drawn: a task may be done before its last step is over, and whom it wakes
// in between it wakes in that step. So the last span lasts as long as the step.
class DrawnLanes {
public:
    explicit DrawnLanes(const Recording& recording);

    std::size_t end_of(const TaskInfo& task, const Span& span) const;  // index; the recording's size while it lasts
    std::size_t begin_of(const TaskInfo& task) const;                  // of its whole life
    std::size_t end_of(const TaskInfo& task) const;
    // An event in a step of that task: this one, or the last one of its last step if it came later.
    std::optional<std::size_t> in_step(TaskId task, std::size_t index) const;
    // Where the task's next step begins after that event; without one, where it became ready for it.
    std::optional<std::size_t> next_step(TaskId task, std::size_t index) const;

private:
    const Recording& recording_;
    std::vector<std::uint32_t> last_step_end_;  // beside Recording::tasks(); 0: none
};

struct Flow {
    const char* name = "";  // "spawn", "wake", "await", "cancel"
    std::size_t from = 0;   // indexes of events, from < to
    std::size_t to = 0;
    TaskId from_task = 0;  // in whose step it begins; 0: on the loop's lane
    TaskId to_task = 0;
};

// Every arrow that begins and ends on a lane that is drawn.
std::vector<Flow> plan_flows(const Recording& recording, const DrawnLanes& lanes);

}  // namespace loopscope
