// Inbox: how other threads reach a loop, and learn that it is gone.
//
// The loop and everybody who may call it share one. A call goes to the end of a list
// and wakes the loop if that waits. A turn in which nobody called costs one relaxed load.
//
// For aio's own sources; programs use threadsafe.hpp.
// Thread rule: as each function says.
#pragma once
#include "aio/context_ref.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace aio::detail {

class Reactor;

class Inbox {
public:
    struct Call {
        std::function<void()> function;
        std::string label;
        bool in_poll = false;  // runs while the loop polls, as completions do; not by way of the ready queue
        ContextRef context = capture_context();  // of the thread that calls
    };

    // --- any thread ---
    // False, and `call` keeps what it has: the loop is gone.
    bool put(Call& call);
    // Calls may come until release(): the loop waits for them, and does not give its tasks up.
    void expect();
    void release() noexcept;
    bool open() const;

    // --- the loop's thread ---
    bool has_calls() const noexcept { return has_calls_.load(std::memory_order_relaxed); }
    std::vector<Call> take();
    // Somebody called, or said that he may.
    bool may_get_calls() const;
    // From here to end_wait() a call wakes `reactor`. False: somebody called already, do not wait.
    bool begin_wait(Reactor& reactor);
    void end_wait();
    // Nobody calls any more; what was left.
    std::vector<Call> close();

private:
    void wake() noexcept;

    std::atomic<bool> has_calls_{false};
    mutable std::mutex mutex_;
    std::vector<Call> calls_;
    std::size_t expected_ = 0;
    Reactor* waiting_ = nullptr;
    bool open_ = true;
};

}  // namespace aio::detail
