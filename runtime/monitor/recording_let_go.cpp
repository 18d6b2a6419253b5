// A recording with a limit lets go of its oldest turns, so that a program can be watched for days.
//
// The World at the first instant that is left is kept as a keyframe: whoever lives there has its
// row in every list, whoever was over before then is forgotten.
#include "monitor/recording_data.hpp"

#include <algorithm>
#include <iterator>

namespace loopscope {
namespace {

template <typename Row, typename Member>
void erase_before(std::vector<Row>& rows, std::size_t index, Member member) {
    rows.erase(rows.begin(), std::ranges::lower_bound(rows, index, {}, member));
}

void erase_before(std::vector<std::uint32_t>& indexes, std::size_t index) {
    erase_before(indexes, index, std::identity{});
}

// Ids of which many are asked for.
class Ids {
public:
    void add(std::uint32_t id) { ids_.push_back(id); }
    void sort() { std::ranges::sort(ids_); }
    bool has(std::uint32_t id) const { return std::ranges::binary_search(ids_, id); }

private:
    std::vector<std::uint32_t> ids_;
};

// The callbacks or timers that are in the ready queue or run.
Ids handles(const World& world, HandleKind kind) {
    Ids ids;
    for (const ReadyEntry& entry : world.ready()) {
        if (entry.kind == kind) ids.add(entry.id);
    }
    if (world.running_handle() && world.running_handle()->kind == kind) ids.add(world.running_handle()->id);
    return ids;
}

// The tasks that what lives in a World was made or is held by.
Ids named_by(const World& world) {
    Ids ids;
    for (const ObjectNow& object : world.objects()) {
        ids.add(object.owner);
        for (const ItemNow& item : world.items(object.id)) ids.add(item.task);
        for (const HoldNow& hold : world.holders(object.id)) ids.add(hold.task);
        for (const ChildNow& child : world.children(object.id)) ids.add(child.task);
    }
    for (const OperationNow& operation : world.operations()) ids.add(operation.task);
    return ids;
}

}  // namespace

// At the beginning of a turn; a quarter over the limit, so that it is not done at every turn.
void Recording::Data::let_go() {
    const std::size_t kept = events.size() - first;
    if (limit == kKeepAll || kept <= limit + limit / 4) return;
    const std::size_t oldest = events.size() - limit;
    // The turn that has just begun is kept, whatever its predecessors were like.
    const auto turn = std::ranges::lower_bound(turns, oldest);
    let_go_before(turn == turns.end() ? turns.back() : *turn);
}

void Recording::Data::let_go_before(std::size_t index) {
    const Keyframes::Frame* frame = keyframes.before(index);
    World world = frame ? frame->world : World{};
    for (std::size_t i = frame ? frame->index : first; i < index; ++i) world.apply(events[i], numbering.of(i));

    let_go_of_lists(index);
    let_go_of_things(index, world);
    let_go_of_tasks(index, world);
    first_loop_time = world.loop_time();
    first_turn = world.turn();
    events.let_go_before(index);
    event_texts.let_go_before(index);
    erase_before(texts, index, &TextRow::index);
    relations.let_go_before(index);
    keyframes.let_go_before(index, std::move(world));
    first = index;
}

// The lists of indexes; what they said of the time before is kept as a number.
void Recording::Data::let_go_of_lists(std::size_t index) {
    const auto after = std::ranges::lower_bound(holds, index, {}, &Hold::index);
    const std::uint64_t held = after == holds.begin() ? 0 : std::prev(after)->total;
    const std::uint64_t time = events[index - 1].time;
    first_real_time = time - std::min(time, held);
    if (after != holds.begin()) holds.erase(holds.begin(), std::prev(after));  // totals go on from it

    const std::size_t gone_steps = count_before(steps, index);
    first_step += gone_steps;
    step_ends.erase(step_ends.begin(), step_ends.begin() + static_cast<std::ptrdiff_t>(gone_steps));
    for (std::vector<std::uint32_t>* list : {&steps, &turns, &checkpoints, &prints, &knobs, &stops, &time_moves}) {
        erase_before(*list, index);
    }
    erase_before(wakes, index, &WakeEdge::ready);
    for (WakeEdge& wake : wakes) {
        if (wake.cause < index) wake.cause = kOpen;
    }
}

// Those that were over before then go, but for those of whom something is left that a sentence may name:
// a child, a timer, an item in a queue. A child of one that goes is shown at the root.
void Recording::Data::let_go_of_tasks(std::size_t index, const World& world) {
    Ids named = named_by(world);
    for (const TaskInfo& task : tasks) {
        if (task.created >= index || world.task(task.id) != nullptr) named.add(task.parent);
    }
    for (const TimerInfo& timer : timers) named.add(timer.task);
    named.sort();
    std::vector<TaskInfo> kept;
    std::vector<Life> kept_lives;
    for (std::size_t at = 0; at < tasks.size(); ++at) {
        const TaskInfo& task = tasks[at];
        if (task.created < index && world.task(task.id) == nullptr && !named.has(task.id)) continue;
        Life life = std::move(lives[at]);
        life.children.clear();
        std::erase_if(life.lane.spans, [&](const Span& span) { return span.end <= index; });
        kept.push_back(task);
        kept_lives.push_back(std::move(life));
    }
    tasks = std::move(kept);
    lives = std::move(kept_lives);
    roots.clear();
    for (const TaskInfo& task : tasks) {
        const std::size_t parent = task_place(task.parent);
        (has_task(parent, task.parent) ? lives[parent].children : roots).push_back(task.id);
    }
}

void Recording::Data::let_go_of_things(std::size_t index, const World& world) {
    Ids armed = handles(world, HandleKind::timer);
    for (const TimerNow& timer : world.timers()) armed.add(timer.id);
    armed.sort();
    std::erase_if(timers, [&](const TimerInfo& timer) { return timer.armed < index && !armed.has(timer.id); });
    std::erase_if(objects, [&](const ObjectInfo& object) {
        return object.created < index && world.object(object.id) == nullptr;
    });
    std::erase_if(operations, [&](const OperationInfo& operation) {
        return operation.started < index && world.operation(operation.id) == nullptr;
    });
    let_go_of_the_uncounted(index, world);
}

// Callbacks and coroutines have no index of their own. Their ids count up, so the last one that was
// made before tells.
void Recording::Data::let_go_of_the_uncounted(std::size_t index, const World& world) {
    CallbackId last_callback = 0;
    CoroId last_coroutine = 0;
    for (std::size_t i = first; i < index; ++i) {
        const Event& event = events[i];
        if (event.kind == EventKind::callback_ready) last_callback = std::max(last_callback, event.subject);
        if (event.kind == EventKind::coro_create || event.kind == EventKind::coro_enter) {
            last_coroutine = std::max(last_coroutine, event.subject);
        }
    }
    Ids waiting = handles(world, HandleKind::callback);
    waiting.sort();
    std::erase_if(callbacks, [&](const CallbackInfo& callback) {
        return callback.id <= last_callback && !waiting.has(callback.id);
    });
    Ids living;
    for (const TaskNow& task : world.tasks()) {
        for (const FrameNow& frame : world.await_chain(task.id)) living.add(frame.coro);
    }
    for (const FrameNow& frame : world.unawaited()) living.add(frame.coro);
    living.sort();
    std::erase_if(coroutines, [&](const CoroInfo& coroutine) {
        return coroutine.id <= last_coroutine && !living.has(coroutine.id);
    });
}

}  // namespace loopscope
