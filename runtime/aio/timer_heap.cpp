#include "aio/timer_heap.hpp"

namespace aio::detail {

void TimerHeap::push(TimerNode& timer) {
    entries_.push_back(Entry{timer.due_, &timer});
    timer.heap_index_ = static_cast<std::uint32_t>(entries_.size() - 1);
    sift_up(entries_.size() - 1);
}

TimerNode& TimerHeap::pop() {
    TimerNode& timer = *entries_.front().timer;
    remove(timer);
    return timer;
}

void TimerHeap::remove(TimerNode& timer) noexcept {
    const std::size_t index = timer.heap_index_;
    timer.heap_index_ = TimerNode::kNotArmed;
    const Entry last = entries_.back();
    entries_.pop_back();
    if (index == entries_.size()) return;
    place(index, last);
    sift_up(index);
    sift_down(last.timer->heap_index_);
}

void TimerHeap::sift_up(std::size_t index) noexcept {
    const Entry moving = entries_[index];
    while (index > 0) {
        const std::size_t parent = (index - 1) / 2;
        if (!moving.before(entries_[parent])) break;
        place(index, entries_[parent]);
        index = parent;
    }
    place(index, moving);
}

void TimerHeap::sift_down(std::size_t index) noexcept {
    const Entry moving = entries_[index];
    for (;;) {
        std::size_t child = 2 * index + 1;
        if (child >= entries_.size()) break;
        if (child + 1 < entries_.size() && entries_[child + 1].before(entries_[child])) ++child;
        if (!entries_[child].before(moving)) break;
        place(index, entries_[child]);
        index = child;
    }
    place(index, moving);
}

}  // namespace aio::detail
