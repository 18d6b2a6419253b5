#include "monitor/relations.hpp"

#include <algorithm>

namespace loopscope {
namespace {

// The only one that holds it; 0 if there are several, or none.
TaskId holder(const World& world, ObjectId object) {
    const auto holders = world.holders(object);
    return holders.size() == 1 ? holders.front().task : 0;
}

// Who was woken before has its turn already, or was cancelled and does not want it any more.
TaskId first_in_line(const World& world, ObjectId object) {
    constexpr std::size_t kMost = 64;  // looked at: whoever reads a sentence is told of the one behind very few
    for (const WaiterNow& waiter : world.waiters(object).first(kMost)) {
        if (!waiter.woken && waiter.reason == WaitReason::acquire) return waiter.task;
    }
    return 0;
}

}  // namespace

void Relations::note_some(const Event& event, std::uint32_t index, const World& before) {
    std::uint32_t other = 0;
    if (event.kind == EventKind::task_wait) {
        if (event.detail == static_cast<std::uint8_t>(WaitReason::acquire)) other = holder(before, low(event.b));
    } else if (event.kind == EventKind::object_give) {
        other = first_in_line(before, event.subject);
    } else if (const ItemNow* item = before.item(event.subject, event.a)) {
        other = item->put;
    }
    if (other != 0) rows_.push_back({index, other});
}

std::uint32_t Relations::of(std::size_t index) const {
    const auto at = std::ranges::lower_bound(rows_, index, {}, &Row::index);
    return at != rows_.end() && at->index == index ? at->other : 0;
}

void Relations::let_go_before(std::size_t index) {
    rows_.erase(rows_.begin(), std::ranges::lower_bound(rows_, index, {}, &Row::index));
}

}  // namespace loopscope
