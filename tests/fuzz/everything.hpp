// Asks a Recording everything that a window would, at many places.
//
// Thread rule: the main thread.
#pragma once
#include "monitor/export.hpp"
#include "monitor/narrate.hpp"
#include "monitor/recording.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace fuzz {

inline void insist(bool truth) {
    if (!truth) std::abort();
}

inline void ask_everything(const loopscope::Recording& recording) {
    std::ostringstream out;
    loopscope::export_text(recording, out);
    loopscope::export_json(recording, out);
    const std::size_t stride = recording.size() / 16 + 1;
    for (std::size_t index = 0; index <= recording.size(); index += stride) {
        const loopscope::World world = recording.at(index);
        insist(world == recording.at(index));
        for (const loopscope::TaskNow& task : world.tasks()) {
            insist(world.task(task.id) == &task);
            insist(world.await_chain(task.id).size() <= recording.size());
            insist(!loopscope::describe_wait(recording, world, task).empty());
        }
        insist(world.running() == 0 || world.task(world.running()) != nullptr);
        insist(recording.step_at(index) == world.step());
        insist(recording.loop_time_at(index) == world.loop_time());
        static_cast<void>(recording.real_time_at(index));
        static_cast<void>(recording.running_at(index));
    }
    loopscope::World fold;
    for (std::size_t i = 0; i < recording.size(); ++i) fold.apply(recording[i], recording.sequence(i));
    insist(fold == recording.now());
    for (const loopscope::TaskInfo& task : recording.tasks()) {
        insist(recording.lane(task.id) != nullptr && !recording.task_name(task.id).empty());
    }
}

}  // namespace fuzz
