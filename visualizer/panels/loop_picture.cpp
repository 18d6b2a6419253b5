#include "panels/loop_picture.hpp"

#include "panels/words.hpp"

#include "monitor/narrate.hpp"
#include "ui/text.hpp"

#include <algorithm>

namespace viz {
using namespace loopscope;

namespace {

constexpr std::size_t kMostUnawaited = 3;

const char* word(const View& view, const char* key) { return view.language->text(key); }

bool any(const World& world, OperationKind kind) {
    const auto all = world.operations();
    return std::ranges::find(all, kind, &OperationNow::kind) != all.end();
}

// What alone can make somebody ready, when nothing in the loop can.
const char* outside_of(const View& view) {
    const bool threads = any(view.world, OperationKind::thread);
    const bool io = any(view.world, OperationKind::io);
    return word(view, !threads ? "loop.outside_io" : io ? "loop.outside_both" : "loop.outside_thread");
}

std::string outside_words(const View& view) {
    const std::size_t known = view.world.operations().size();
    const std::size_t count = std::max<std::size_t>(known, view.world.io_outstanding());
    if (count == 0) return word(view, "loop.no_io");
    return fill(word(view, "loop.io"), {{"operations", counted(*view.language, count, "words.operations")}});
}

std::string poll_sentence(const View& view) {
    const World& world = view.world;
    if (!world.ready().empty() || world.poll_limit() == 0) return word(view, "loop.poll_short_look");
    if (world.poll_limit() == kForever) return fill(word(view, "loop.poll_forever"), {{"what", outside_of(view)}});
    const bool jumps = view.recording.clock() == ClockKind::virtual_time;
    return fill(word(view, jumps ? "loop.poll_jump" : "loop.poll_wait"),
                {{"time", duration_words(world.poll_limit())}});
}

std::string run_sentence(const View& view) {
    const auto ready = view.world.ready();
    // Those of this turn stand in front.
    std::size_t left = 0;
    for (const ReadyEntry& entry : ready) {
        if (!entry.this_turn) break;
        ++left;
    }
    const std::uint32_t batch = view.world.run_batch();
    if (batch == 0) return word(view, "loop.batch_none");
    if (batch == 1) return word(view, "loop.batch_one");
    return fill(word(view, "loop.batch"), {{"count", std::to_string(batch)}, {"left", std::to_string(left)}});
}

// Whether the loop_stop before the cursor tells of an error.
bool has_failed(const View& view) {
    for (std::size_t at = view.cursor; at > view.recording.first() && view.cursor - at < 8; --at) {
        const Event& event = view.recording[at - 1];
        if (event.kind == EventKind::loop_stop) return static_cast<Outcome>(event.detail) != Outcome::returned;
    }
    return false;
}

std::string phase_sentence(const View& view, int& phase) {
    switch (view.world.phase()) {
        case LoopPhase::not_started:
            return word(view, "loop.not_started");
        case LoopPhase::between_turns:
            return view.world.turn() == 0
                       ? std::string(word(view, "loop.first_turn"))
                       : fill(word(view, "loop.between"), {{"turn", std::to_string(view.world.turn())}});
        case LoopPhase::polling:
            phase = 0;
            return poll_sentence(view);
        case LoopPhase::timers:
            phase = 1;
            return word(view, "loop.moving_timers");
        case LoopPhase::running:
            phase = 2;
            return run_sentence(view);
        case LoopPhase::stopped:
            return word(view, has_failed(view) ? "loop.stopped_failed" : "loop.stopped");
    }
    return {};
}

std::string body_of(const View& view, const ReadyEntry& handle) {
    return handle.kind == HandleKind::task ? body_of_nameless(view.recording, handle.id) : std::string();
}

LoopCard running_card(const View& view, const ReadyEntry& handle) {
    LoopCard card{handle.kind, handle.id, handle_words(view, handle), body_of(view, handle), {}, true};
    if (handle.kind != HandleKind::task) {
        card.second = handle_reason(view, handle);
        return card;
    }
    const TaskNow* task = view.world.task(handle.id);
    if (task == nullptr) return card;
    card.second = line_words(view, view.world.running_site());
    if (!card.second.empty()) card.second += " \u00b7 ";
    card.second += fill(view.language->text("transport.step_number"), {{"step", std::to_string(task->steps)}});
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
               : label.empty() ? std::string(word(view, "words.timer")) + " " + std::to_string(timer.id)
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

LoopOperation operation_row(const View& view, const OperationNow& operation) {
    LoopOperation row;
    row.id = operation.id;
    row.kind = operation.kind;
    row.what = operation_words(*view.language, operation.kind, view.recording.string(operation.label));
    const TaskNow* task = view.world.task(operation.task);
    const auto reason = operation.kind == OperationKind::io ? WaitReason::io : WaitReason::thread;
    if (task != nullptr && task->state == TaskState::waiting && task->wait_reason == reason) row.task = task->id;
    row.name = operation.task != 0 ? view.recording.task_name(operation.task) : std::string();
    if (const auto index = view.recording.index_of(operation.since))
        row.since = fill(word(view, "loop.since"), {{"time", seconds_fixed(view.recording.loop_time_at(*index))}});
    return row;
}

std::vector<std::string> unawaited_words(const View& view) {
    std::vector<std::string> all;
    const auto unawaited = view.world.unawaited();
    for (const FrameNow& frame : unawaited.first(kMostUnawaited)) {
        const Site site = view.recording.site(frame.defined_at);
        const std::string function = function_words(view.recording.string(site.function));
        all.push_back(
            fill(word(view, "loop.unawaited"),
                 {{"function", function.empty() ? std::string(word(view, "loop.coroutine")) : function + "()"},
                  {"line", line_words(view, frame.defined_at)}}));
    }
    if (unawaited.size() > kMostUnawaited) {
        const std::string count = std::to_string(unawaited.size() - kMostUnawaited);
        all.push_back(fill(word(view, "loop.more_unawaited"), {{"count", count}}));
    }
    return all;
}

}  // namespace

LoopPicture loop_picture(const View& view, std::size_t most_ready, std::size_t most_timers) {
    LoopPicture picture;
    picture.sentence = phase_sentence(view, picture.phase);
    if (const auto handle = view.world.running_handle()) picture.running = running_card(view, *handle);
    const auto ready = view.world.ready();
    for (const ReadyEntry& entry : ready.first(std::min(ready.size(), most_ready))) {
        picture.ready.push_back({entry.kind, entry.id, handle_words(view, entry), body_of(view, entry),
                                 handle_reason(view, entry), entry.this_turn});
    }
    picture.ready_more = ready.size() - picture.ready.size();
    const auto timers = view.world.timers();
    for (const TimerNow& timer : timers.first(std::min(timers.size(), most_timers))) {
        picture.timers.push_back(timer_row(view, timer));
    }
    picture.timers_more = timers.size() - picture.timers.size();
    const auto operations = view.world.operations();
    for (const OperationNow& operation : operations.first(most_timers))
        picture.operations.push_back(operation_row(view, operation));
    picture.operations_more = operations.size() - picture.operations.size();
    picture.outside = outside_words(view);
    picture.unawaited = unawaited_words(view);
    return picture;
}

}  // namespace viz
