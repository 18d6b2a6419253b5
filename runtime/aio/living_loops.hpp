// The loops that there are, of all threads.
//
// A future, a lock or a handle may outlive its loop, and a later loop may stand at the same
// address; or the loop runs on another thread. Here one asks before touching it.
//
// For aio's own sources.
// Thread rule: any thread.
#pragma once
#include <cstdint>
#include <thread>

namespace aio {
class EventLoop;
}

namespace aio::detail {

enum class LoopStanding : std::uint8_t { usable, gone, on_another_thread };

// Counted from 1, never used again.
std::uint64_t loop_begins(const EventLoop* loop);
void loop_ends(const EventLoop* loop) noexcept;
// No thread: it does not run any more.
void loop_runs_on(const EventLoop* loop, std::thread::id thread) noexcept;

bool loop_lives(std::uint64_t number) noexcept;

// What of the number futures keep: with the address it tells loops apart, in two bytes.
constexpr std::uint16_t short_number_of(std::uint64_t number) noexcept {
    return static_cast<std::uint16_t>(number & 0xFFFF);
}
// Whether this thread may use it: a loop that does not run is used by one thread at a time, as any object.
LoopStanding standing_of(const EventLoop* address, std::uint16_t short_number) noexcept;

}  // namespace aio::detail
