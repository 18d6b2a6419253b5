// Asks a Recording everything that a window would, at many places.
//
// Thread rule: the main thread.
#pragma once
#include "monitor/await_tree.hpp"
#include "monitor/diagnose.hpp"
#include "monitor/explain.hpp"
#include "monitor/export.hpp"
#include "monitor/narrate.hpp"
#include "monitor/perfetto.hpp"
#include "monitor/recording.hpp"
#include "monitor/statistics.hpp"
#include "monitor/svg.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace fuzz {

inline void insist(bool truth) {
    if (!truth) std::abort();
}

// Why everybody stands where he stands, and the tree of them all.
inline void ask_why(const loopscope::Recording& recording, const loopscope::World& world, std::size_t index) {
    for (const loopscope::TaskInfo& task : recording.tasks()) {
        insist(!plain(loopscope::why(recording, world, index, task.id).sentence).empty());
    }
    for (const auto by : {loopscope::TreeBy::awaits, loopscope::TreeBy::creation}) {
        const loopscope::AwaitTree tree = loopscope::await_tree(recording, world, index, by);
        static_cast<void>(loopscope::tree_text(recording, world, index, tree, 80));
        static_cast<void>(loopscope::tree_json(recording, world, index, tree));
    }
    static_cast<void>(loopscope::rings(world));
}

inline void ask_about_all(const loopscope::Recording& recording) {
    for (const loopscope::Finding& finding : loopscope::diagnose(recording)) {
        insist(finding.first <= finding.last && finding.last < recording.size());
        insist(!plain(loopscope::tell(finding, recording).claim).empty());
    }
    const std::size_t middle = recording.size() / 2;
    insist(loopscope::statistics_of(recording, 0, middle).loop.steps <= recording.steps().size());
    static_cast<void>(loopscope::statistics_of(recording, middle, recording.size()));
    static_cast<void>(loopscope::critical_path(recording, 0, recording.size()));
    static_cast<void>(loopscope::telling_moment(recording));
}

inline void ask_everything(const loopscope::Recording& recording) {
    std::ostringstream out;
    loopscope::export_text(recording, out);
    loopscope::export_json(recording, out);
    loopscope::export_perfetto(recording, out);
    for (const auto axis : {loopscope::ExportAxis::step, loopscope::ExportAxis::loop, loopscope::ExportAxis::real}) {
        loopscope::SvgOptions options;
        options.axis = axis;
        loopscope::export_svg(recording, out, options);
    }
    ask_about_all(recording);
    ask_why(recording, recording.now(), recording.size());
    ask_why(recording, recording.at(recording.size() / 3), recording.size() / 3);
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
