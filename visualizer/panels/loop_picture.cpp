#include "panels/loop_picture.hpp"

#include "panels/words.hpp"

#include "monitor/narrate.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostUnawaited = 3;

std::size_t outside_count(const World& world, OperationKind kind) {
    const auto all = world.operations();
    return static_cast<std::size_t>(std::ranges::count(all, kind, &OperationNow::kind));
}

// What alone can make somebody ready, when nothing in the loop can.
std::string outside(const World& world) {
    const bool threads = outside_count(world, OperationKind::thread) > 0;
    const bool io = outside_count(world, OperationKind::io) > 0;
    return !threads ? "I/O" : io ? "I/O or another thread" : "another thread";
}

// "I/O: read (client-1) +2, thread: compress (main)": what goes on outside of the loop.
std::string outside_words(const View& view) {
    const auto operations = view.world.operations();
    const std::uint32_t io = view.world.io_outstanding();
    if (operations.empty()) {
        return io == 0 ? "I/O: nothing outstanding" : "I/O: " + counted(io, "operation") + " outstanding";
    }
    std::string words;
    for (const OperationKind kind : {OperationKind::io, OperationKind::thread}) {
        const auto first = std::ranges::find(operations, kind, &OperationNow::kind);
        if (first == operations.end()) continue;
        if (!words.empty()) words += ", ";
        words += operation_words(kind, view.recording.string(first->label));
        if (first->task != 0) words += " (" + view.recording.task_name(first->task) + ")";
        if (const auto more = outside_count(view.world, kind) - 1; more > 0) words += fmt::format(" +{}", more);
    }
    return words;
}

std::string poll_sentence(const View& view) {
    const World& world = view.world;
    if (!world.ready().empty() || world.poll_limit() == 0) {
        return "Looks for finished I/O, and does not wait: somebody is ready.";
    }
    if (world.poll_limit() == kForever) return "Nobody is ready and no timer is set: waits for " + outside(world) + ".";
    const std::string limit = duration_words(world.poll_limit());
    if (view.recording.clock() == ClockKind::virtual_time) {
        return "Nobody is ready: virtual time jumps " + limit + " ahead, to the next timer.";
    }
    return "Nobody is ready: waits for I/O, at most " + limit + ", for then a timer is due.";
}

std::string run_sentence(const World& world) {
    const auto ready = world.ready();
    const auto left = std::ranges::count_if(ready, [](const ReadyEntry& entry) { return entry.this_turn; });
    const std::uint32_t batch = world.run_batch();
    if (batch == 0) return "Nothing was ready when this turn began.";
    if (batch == 1) return "Only this was ready when the turn began.";
    return fmt::format("{} were ready when this turn began; {} to go.", batch, left);
}

std::string phase_sentence(const View& view, int& phase) {
    switch (view.world.phase()) {
        case LoopPhase::not_started:
            return "The loop has not started yet.";
        case LoopPhase::between_turns:
            return view.world.turn() == 0 ? "The loop has started; its first turn comes next."
                                          : fmt::format("Turn {} is over.", view.world.turn());
        case LoopPhase::polling:
            phase = 0;
            return poll_sentence(view);
        case LoopPhase::timers:
            phase = 1;
            return "Moves the timers that are due into the ready queue.";
        case LoopPhase::running:
            phase = 2;
            return run_sentence(view.world);
        case LoopPhase::stopped:
            return "The loop has stopped: the main task is over.";
    }
    return {};
}

std::string body_of(const View& view, const ReadyEntry& handle) {
    return handle.kind == HandleKind::task ? body_of_nameless(view.recording, handle.id) : std::string();
}

LoopCard running_card(const View& view, const ReadyEntry& handle) {
    LoopCard card{handle.kind, handle.id, handle_words(view.recording, handle), body_of(view, handle), {}, true};
    if (handle.kind != HandleKind::task) {
        card.second = handle_reason(view.recording, handle);
        return card;
    }
    const TaskNow* task = view.world.task(handle.id);
    if (task == nullptr) return card;
    card.second = line_words(view.recording, view.world.running_site());
    if (!card.second.empty()) card.second += " \u00b7 ";
    card.second += nth(task->steps) + " step";
    return card;
}

LoopTimer timer_row(const View& view, const TimerNow& timer) {
    LoopTimer row;
    row.id = timer.id;
    const TaskNow* task = view.world.task(timer.task);
    const bool sleeps = task != nullptr && task->state == TaskState::waiting &&
                        task->wait_reason == WaitReason::sleep && low(task->wait_on) == timer.id;
    const std::string_view label = view.recording.string(timer.label);
    if (sleeps) row.task = timer.task;
    row.name = timer.task != 0 ? view.recording.task_name(timer.task)
               : label.empty() ? fmt::format("timer {}", timer.id)
                               : std::string(label);
    row.due = timer.due;
    const std::uint64_t now = view.world.loop_time();
    row.left = timer.due > now ? timer.due - now : 0;
    const TimerInfo* info = view.recording.timer(timer.id);
    const std::uint64_t armed = info != nullptr ? view.recording.loop_time_at(info->armed) : now;
    const double length = timer.due > armed ? static_cast<double>(timer.due - armed) : 0;
    row.progress =
        length > 0 ? std::clamp(1 - static_cast<float>(static_cast<double>(row.left) / length), 0.0f, 1.0f) : 1;
    return row;
}

}  // namespace

LoopPicture loop_picture(const View& view, std::size_t most_ready, std::size_t most_timers) {
    LoopPicture picture;
    picture.sentence = phase_sentence(view, picture.phase);
    if (const auto handle = view.world.running_handle()) picture.running = running_card(view, *handle);
    const auto ready = view.world.ready();
    for (const ReadyEntry& entry : ready.first(std::min(ready.size(), most_ready))) {
        picture.ready.push_back({entry.kind, entry.id, handle_words(view.recording, entry), body_of(view, entry),
                                 handle_reason(view.recording, entry), entry.this_turn});
    }
    picture.ready_more = ready.size() - picture.ready.size();
    const auto timers = view.world.timers();
    for (const TimerNow& timer : timers.first(std::min(timers.size(), most_timers))) {
        picture.timers.push_back(timer_row(view, timer));
    }
    picture.timers_more = timers.size() - picture.timers.size();
    picture.io = outside_words(view);
    const auto unawaited = view.world.unawaited();
    for (const FrameNow& frame : unawaited.first(std::min(unawaited.size(), kMostUnawaited))) {
        const Site site = view.recording.site(frame.defined_at);
        const std::string function = function_words(view.recording.string(site.function));
        picture.unawaited.push_back(fmt::format("created, not awaited: {}() {}",
                                                function.empty() ? "a coroutine" : function,
                                                line_words(view.recording, frame.defined_at)));
    }
    if (unawaited.size() > kMostUnawaited) {
        picture.unawaited.push_back(fmt::format("+{} more not awaited", unawaited.size() - kMostUnawaited));
    }
    return picture;
}

}  // namespace viz
