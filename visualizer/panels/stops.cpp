#include "panels/stops.hpp"

#include "monitor/narrate.hpp"
#include "ui/text.hpp"
#include "ui/widgets.hpp"

#include <algorithm>

namespace viz {
namespace {

// The greatest index + 1 below `cursor`, of ascending indexes.
std::size_t last_before(std::span<const std::uint32_t> indexes, std::size_t cursor) {
    const auto end = std::partition_point(indexes.begin(), indexes.end(),
                                          [cursor](std::uint32_t index) { return index + 1 < cursor; });
    return end == indexes.begin() ? 0 : *(end - 1) + std::size_t{1};
}

std::string name_of(const loopscope::Recording& recording, const loopscope::ReadyEntry& entry, const Text& text) {
    if (entry.kind == loopscope::HandleKind::task) return recording.task_name(entry.id);
    return text("next.callback");
}

}  // namespace

std::size_t stop_before(const loopscope::Recording& recording, std::size_t cursor) {
    return std::max(last_before(recording.stops(), cursor), last_before(recording.checkpoints(), cursor));
}

std::string what_comes_next(const View& view, const Text& text) {
    const loopscope::World& world = view.world;
    if (world.phase() == loopscope::LoopPhase::stopped) return text("next.over");
    // Cut short, or the program was killed: what stands ready here never ran.
    const bool no_more = view.mode == Mode::ended || view.mode == Mode::lost;
    if (no_more && view.cursor >= view.recording.size()) return text("next.cut_short");
    if (!world.ready().empty()) {
        const loopscope::ReadyEntry& entry = world.ready().front();
        const std::string name = name_of(view.recording, entry, text);
        const loopscope::TaskNow* task = entry.kind == loopscope::HandleKind::task ? world.task(entry.id) : nullptr;
        if (task != nullptr && task->steps == 0) return fill(text("next.starts"), {{"task", name}});
        const loopscope::Site site = task != nullptr ? view.recording.site(task->site) : loopscope::Site{};
        if (site.line == 0) return fill(text("next.runs"), {{"task", name}});
        return fill(text("next.resumes"), {{"task", name}, {"line", std::to_string(site.line)}});
    }
    if (!world.timers().empty()) {
        const loopscope::TimerNow& timer = world.timers().front();
        const std::string time = loopscope::format_loop_time(timer.due);
        if (timer.task == 0) return fill(text("next.timer"), {{"time", time}});
        return fill(text("next.wakes"), {{"time", time}, {"task", view.recording.task_name(timer.task)}});
    }
    if (world.phase() == loopscope::LoopPhase::not_started) return text("next.start");
    const auto outside = world.operations();
    const bool thread =
        std::ranges::find(outside, loopscope::OperationKind::thread, &loopscope::OperationNow::kind) != outside.end();
    if (world.io_outstanding() > 0 || outside.size() > 0) return text(thread ? "next.thread" : "next.io");
    return world.running() != 0 ? text("next.only_this") : text("next.nothing");
}

bool prediction_is_open(const View& view) {
    if (view.lesson == nullptr || view.lesson_step >= view.lesson->steps.size()) return false;
    const auto& prediction = view.lesson->steps[view.lesson_step].prediction;
    if (!prediction) return false;
    if (view.guesses == nullptr) return true;
    const auto found = view.guesses->find(prediction->id);
    return found == view.guesses->end() || !found->second.committed;
}

bool open_answer_is_told(const View& view) {
    if (!prediction_is_open(view) || view.answers == nullptr) return false;
    return view.answers->contains(view.lesson->steps[view.lesson_step].prediction->id);
}

}  // namespace viz
