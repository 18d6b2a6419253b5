// The await chains of a World. Frames live in one list, beside each other however deep
// their chains; a slot that is given back is used again.
#include "monitor/world.hpp"

#include <algorithm>
#include <tuple>

namespace loopscope {
namespace {

constexpr std::int32_t kFree = -2;

auto fields(const TaskNow& task) {
    return std::tie(task.id, task.state, task.wait_reason, task.wake_reason, task.cancel_requests, task.queued,
                    task.steps, task.site, task.wait_on, task.since, task.ready_cause, task.in_line);
}
auto fields(const ReadyEntry& entry) { return std::tie(entry.kind, entry.id, entry.since, entry.this_turn); }
auto fields(const TimerNow& timer) { return std::tie(timer.due, timer.id, timer.label, timer.task, timer.since); }
auto fields(const ObjectNow& object) {
    return std::tie(object.id, object.kind, object.name, object.site, object.owner, object.children,
                    object.children_done, object.done, object.closed, object.unfinished, object.value, object.capacity,
                    object.deadline);
}
auto fields(const HoldNow& hold) { return std::tie(hold.object, hold.task, hold.count, hold.site, hold.since); }
auto fields(const WaiterNow& waiter) {
    return std::tie(waiter.object, waiter.task, waiter.since, waiter.reason, waiter.woken);
}
auto fields(const ItemNow& item) { return std::tie(item.object, item.number, item.task, item.site, item.put); }
auto fields(const ChildNow& child) { return std::tie(child.object, child.task, child.other); }
auto fields(const OperationNow& operation) {
    return std::tie(operation.id, operation.kind, operation.label, operation.task, operation.site, operation.since);
}
auto fields(const WatchNow& watch) { return std::tie(watch.task, watch.name, watch.site, watch.kind, watch.shown); }
auto fields(const FrameNow& frame) { return std::tie(frame.coro, frame.awaited_at, frame.defined_at); }

constexpr auto kSame = [](const auto& left, const auto& right) { return fields(left) == fields(right); };

}  // namespace

std::int32_t World::new_frame() {
    if (first_free_frame_ < 0) {
        frames_.push_back({});
        return static_cast<std::int32_t>(frames_.size() - 1);
    }
    const std::int32_t at = first_free_frame_;
    first_free_frame_ = static_cast<std::int32_t>(frame(at).coro);
    --free_frames_;
    return at;
}

// A free slot keeps the number of the next one where its coroutine was.
void World::free_frame(std::int32_t at) {
    if (static_cast<std::size_t>(at) + 1 == frames_.size()) {
        frames_.pop_back();
        return;
    }
    edit_frame(at) = FrameNow{static_cast<CoroId>(first_free_frame_), 0, 0, kFree};
    first_free_frame_ = at;
    ++free_frames_;
}

// Squeezes free slots out once they are most of the vector, so that a deep chain
// that is over does not make every later copy dear.
void World::pack_frames() {
    const std::size_t live = frames_.size() - free_frames_;
    if (live == 0) {
        frames_.clear();
        first_free_frame_ = -1;
        free_frames_ = 0;
        return;
    }
    if (free_frames_ < 64 || free_frames_ < live || free_frames_ < tasks_.size()) return;
    std::vector<FrameNow> packed;
    packed.reserve(live);
    for (auto place = tasks_.place(0); tasks_.holds(place); place = tasks_.after(place)) {
        std::int32_t at = tasks_[place].top_frame;
        if (at >= 0) tasks_.edit(place).top_frame = static_cast<std::int32_t>(packed.size());
        while (at >= 0) {
            packed.push_back(frame(at));
            at = packed.back().outer;
            if (at >= 0) packed.back().outer = static_cast<std::int32_t>(packed.size());
        }
    }
    frames_.clear();
    for (const FrameNow& one : packed) frames_.push_back(one);
    first_free_frame_ = -1;
    free_frames_ = 0;
}

void World::forget_unawaited(CoroId coro) {
    const auto at = unawaited_.find_number(&FrameNow::coro, coro);
    if (unawaited_.holds(at) && unawaited_[at].coro == coro) unawaited_.erase(at);
}

void World::enter_coroutine(const Event& event) {
    forget_unawaited(event.subject);
    TaskNow* task = edit_task(low(event.b));
    if (!task) return;
    const std::int32_t at = new_frame();
    edit_frame(at) = FrameNow{event.subject, event.a, high(event.b), task->top_frame};
    task->top_frame = at;
    reached(task->id, event.a);
    reached(task->id, high(event.b));
}

void World::exit_coroutine(const Event& event) {
    TaskNow* task = edit_task(low(event.b));
    if (!task) return;
    std::int32_t found = task->top_frame;
    while (found >= 0 && frame(found).coro != event.subject) found = frame(found).outer;
    if (found < 0) return;
    const FrameNow left = frame(found);
    while (task->top_frame != left.outer) {
        const std::int32_t inner = task->top_frame;
        task->top_frame = frame(inner).outer;
        free_frame(inner);
    }
    reached(task->id, left.awaited_at);
    pack_frames();
}

std::vector<FrameNow> World::await_chain(TaskId id) const {
    std::vector<FrameNow> chain;
    const TaskNow* at_task = task(id);
    for (std::int32_t at = at_task ? at_task->top_frame : -1; at >= 0; at = chain.back().outer) {
        chain.push_back(frame(at));
    }
    return chain;
}

bool operator==(const World& left, const World& right) {
    const auto scalars = [](const World& world) {
        return std::tie(world.running_, world.running_site_, world.phase_, world.turn_, world.step_, world.loop_time_,
                        world.poll_limit_, world.io_outstanding_, world.run_batch_, world.dropped_);
    };
    const auto same_handle = [&] {
        if (left.running_handle_.has_value() != right.running_handle_.has_value()) return false;
        return !left.running_handle_ || kSame(*left.running_handle_, *right.running_handle_);
    };
    const auto same_chain = [&](const TaskNow& a, const TaskNow& b) {
        return std::ranges::equal(left.await_chain(a.id), right.await_chain(b.id), kSame);
    };
    return scalars(left) == scalars(right) && same_handle() && std::ranges::equal(left.tasks(), right.tasks(), kSame) &&
           std::ranges::equal(left.tasks(), right.tasks(), same_chain) &&
           std::ranges::equal(left.ready(), right.ready(), kSame) &&
           std::ranges::equal(left.timers(), right.timers(), kSame) &&
           std::ranges::equal(left.objects(), right.objects(), kSame) &&
           std::ranges::equal(left.holds_.view(), right.holds_.view(), kSame) &&
           std::ranges::equal(left.waiters_.view(), right.waiters_.view(), kSame) &&
           std::ranges::equal(left.items_.view(), right.items_.view(), kSame) &&
           std::ranges::equal(left.children_.view(), right.children_.view(), kSame) &&
           std::ranges::equal(left.operations(), right.operations(), kSame) &&
           std::ranges::equal(left.watches_.view(), right.watches_.view(), kSame) &&
           std::ranges::equal(left.unawaited(), right.unawaited(), kSame);
}

}  // namespace loopscope
