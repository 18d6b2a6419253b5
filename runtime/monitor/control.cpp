#include "monitor/control.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace loopscope {
namespace {

using Clock = std::chrono::steady_clock;

// A pace comes over a link, so it may be anything. These keep the sums below in range.
constexpr std::uint64_t kLongestStep = 3'600'000'000'000;  // an hour
constexpr double kLargestScale = 1e6;
constexpr double kLongestWait = 86'400e9;  // a day; the rest is waited for afterwards

Pace sane(Pace pace) {
    pace.step_ns = std::min(pace.step_ns, kLongestStep);
    if (!std::isfinite(pace.time_scale) || pace.time_scale < 0) pace.time_scale = 0;
    pace.time_scale = std::min(pace.time_scale, kLargestScale);
    return pace;
}

}  // namespace

void Control::pause() {
    const std::lock_guard lock(mutex_);
    until_ = Until::forever;
    stop_at_checkpoint_ = false;
    held_ = true;
    changed_.notify_all();
}

void Control::go_on(bool stop_at_checkpoint) {
    const std::lock_guard lock(mutex_);
    move(Until::forever);
    stop_at_checkpoint_ = stop_at_checkpoint;
}

void Control::step(std::uint32_t count) {
    if (count == 0) return pause();
    const std::lock_guard lock(mutex_);
    if (until_ == Until::steps && !standing_) {
        steps_left_ += count;
    } else {
        // Paused and not yet at the gate: the steps count from that gate, so that it makes no
        // difference whether the program has come to it when the word arrives.
        const bool on_its_way = held_ && !standing_;
        steps_left_ = std::uint64_t{count} + (on_its_way ? 1 : 0);
    }
    move(Until::steps);
}

void Control::run_to_checkpoint() {
    const std::lock_guard lock(mutex_);
    move(Until::checkpoint);
}

void Control::set_pace(Pace pace) {
    const std::lock_guard lock(mutex_);
    pace_ = sane(pace);
    changed_.notify_all();
}

void Control::release() {
    const std::lock_guard lock(mutex_);
    released_ = true;
    standing_ = false;
    changed_.notify_all();
}

bool Control::standing() const {
    const std::lock_guard lock(mutex_);
    return standing_;
}

std::uint32_t Control::moves_heeded() const {
    const std::lock_guard lock(mutex_);
    return moves_heeded_;
}

void Control::on_standing(std::function<void(bool)> callback) { on_standing_ = std::move(callback); }

bool Control::at_step() {
    std::unique_lock lock(mutex_);
    bool held = false;
    count_gate();
    while (!released_) {
        if (held_) {
            held = true;
            stand(lock);
            break;
        }
        const auto due = last_step_ + std::chrono::nanoseconds(pace_.step_ns);
        if (until_ != Until::forever || Clock::now() >= due) break;
        held = true;
        changed_.wait_until(lock, due);  // any word wakes it, and is then looked at above
    }
    last_step_ = Clock::now();
    return held;
}

bool Control::at_checkpoint() {
    std::unique_lock lock(mutex_);
    if (released_ || (until_ != Until::checkpoint && !stop_at_checkpoint_)) return false;
    until_ = Until::forever;
    stop_at_checkpoint_ = false;
    held_ = true;
    stand(lock);
    return true;
}

// A pause stops the clock where it is: the program stands here, and what is left
// of the wait is waited for after go_on.
bool Control::before_time_moves(std::chrono::nanoseconds by) {
    std::unique_lock lock(mutex_);
    bool held = false;
    double left = static_cast<double>(by.count());  // virtual ns
    count_gate();
    while (!released_ && left > 0) {
        if (held_) {
            held = true;
            stand(lock);
            continue;
        }
        if (until_ != Until::forever || pace_.time_scale <= 0) break;
        held = true;
        const double scale = pace_.time_scale;
        const auto began = Clock::now();
        const auto wait = std::chrono::nanoseconds(std::llround(std::min(left * scale, kLongestWait)));
        const bool whole = changed_.wait_until(lock, began + wait) == std::cv_status::timeout;
        const std::chrono::nanoseconds waited =
            whole ? wait : std::min<std::chrono::nanoseconds>(Clock::now() - began, wait);
        left -= static_cast<double>(waited.count()) / scale;
        if (left < 1) break;  // less than a nanosecond is a rounding of the division
    }
    return held;
}

// REQUIRES: the lock. The program has come to a gate: perhaps the last of the steps asked for.
void Control::count_gate() {
    if (until_ != Until::steps || --steps_left_ > 0) return;
    until_ = Until::forever;
    held_ = true;
}

// REQUIRES: the lock. Leaves the gate, if the program stands at one.
void Control::move(Until until) {
    ++moves_;
    until_ = until;
    stop_at_checkpoint_ = false;
    held_ = false;
    standing_ = false;
    changed_.notify_all();
}

// Waits until one move has been made since. A pause that follows that move at once
// holds the next gate, not this one: every move moves the program.
void Control::stand(std::unique_lock<std::mutex>& lock) {
    standing_ = true;
    moves_heeded_ = moves_;
    if (on_standing_) {
        lock.unlock();
        on_standing_(true);
        lock.lock();
    }
    changed_.wait(lock, [this] { return !standing_; });
    if (on_standing_) {
        lock.unlock();
        on_standing_(false);
        lock.lock();
    }
}

}  // namespace loopscope
