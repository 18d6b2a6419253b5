// TimerHeap: the loop's own timers, earliest first.
//
// A binary heap ordered by (due, order of arming), so that equal deadlines fire in
// the order in which they were armed: asyncio leaves that to chance
// (docs/divergences.md, S05). A timer knows its place, so that it can leave at once.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/runnable.hpp"

#include <chrono>
#include <cstdint>
#include <vector>

namespace aio {

using Duration = std::chrono::nanoseconds;

namespace detail {

// now + delay, or the end of time where that would overflow.
constexpr Duration deadline(Duration now, Duration delay) noexcept {
    return delay > Duration::max() - now ? Duration::max() : now + delay;
}

class TimerNode : public Runnable {
public:
    static constexpr std::uint32_t kNotArmed = 0xffffffff;
    explicit TimerNode(loopscope::HandleKind kind = loopscope::HandleKind::timer) noexcept : Runnable(kind) {}

    bool armed() const noexcept { return heap_index_ != kNotArmed; }
    Duration due() const noexcept { return due_; }
    loopscope::TimerId id() const noexcept { return id_; }
    void tell_ready(EventLoop& loop, loopscope::WakeReason reason, loopscope::Sequence cause) override;

protected:
    ~TimerNode() = default;
    Duration due_{};

private:
    friend class TimerHeap;
    friend class aio::EventLoop;
    std::uint32_t heap_index_ = kNotArmed;
};

// A timer that calls a function of whoever it is a part of: Alarm<Timeout, &Timeout::expire>.
template <class Owner, void (Owner::*kDue)()>
class Alarm final : public TimerNode {
public:
    explicit Alarm(Owner& owner) noexcept : owner_(owner) {}
    void run(EventLoop&) override { (owner_.*kDue)(); }

private:
    Owner& owner_;
};

class TimerHeap {
public:
    bool empty() const noexcept { return entries_.empty(); }
    std::size_t size() const noexcept { return entries_.size(); }
    Duration earliest() const noexcept { return entries_.front().due; }  // REQUIRES: not empty

    void push(TimerNode& timer);
    TimerNode& pop();                        // the earliest. REQUIRES: not empty
    void remove(TimerNode& timer) noexcept;  // REQUIRES: armed

private:
    struct Entry {
        Duration due;  // as the timer's, nearer at hand
        TimerNode* timer;
        bool before(const Entry& other) const noexcept {
            if (due != other.due) return due < other.due;
            // Ids count up; the difference survives the counter's wrap.
            return static_cast<std::int32_t>(timer->id_ - other.timer->id_) < 0;
        }
    };
    void place(std::size_t index, const Entry& entry) noexcept {
        entries_[index] = entry;
        entry.timer->heap_index_ = static_cast<std::uint32_t>(index);
    }
    void sift_up(std::size_t index) noexcept;
    void sift_down(std::size_t index) noexcept;

    std::vector<Entry> entries_;
};

}  // namespace detail
}  // namespace aio
