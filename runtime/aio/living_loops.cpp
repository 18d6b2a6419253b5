#include "aio/living_loops.hpp"

#include <algorithm>
#include <mutex>
#include <vector>

namespace aio::detail {
namespace {

struct LivingLoop {
    const EventLoop* loop;
    std::uint64_t number;
    std::thread::id runs_on;  // no thread: it does not run
};

struct Living {
    std::mutex mutex;
    std::vector<LivingLoop> loops;
    std::uint64_t last = 0;
};

Living& living() {
    static Living all;
    return all;
}

}  // namespace

std::uint64_t loop_begins(const EventLoop* loop) {
    Living& all = living();
    const std::lock_guard lock(all.mutex);
    all.loops.push_back({loop, all.last + 1, {}});
    return ++all.last;
}

void loop_ends(const EventLoop* loop) noexcept {
    const std::lock_guard lock(living().mutex);
    std::erase_if(living().loops, [loop](const LivingLoop& entry) { return entry.loop == loop; });
}

void loop_runs_on(const EventLoop* loop, std::thread::id thread) noexcept {
    const std::lock_guard lock(living().mutex);
    const auto found = std::ranges::find(living().loops, loop, &LivingLoop::loop);
    if (found != living().loops.end()) found->runs_on = thread;
}

bool loop_lives(std::uint64_t number) noexcept {
    const std::lock_guard lock(living().mutex);
    return std::ranges::find(living().loops, number, &LivingLoop::number) != living().loops.end();
}

LoopStanding standing_of(const EventLoop* address, std::uint16_t short_number) noexcept {
    const std::lock_guard lock(living().mutex);
    const auto found = std::ranges::find(living().loops, address, &LivingLoop::loop);
    if (found == living().loops.end() || short_number_of(found->number) != short_number) return LoopStanding::gone;
    const bool elsewhere = found->runs_on != std::thread::id() && found->runs_on != std::this_thread::get_id();
    return elsewhere ? LoopStanding::on_another_thread : LoopStanding::usable;
}

}  // namespace aio::detail
