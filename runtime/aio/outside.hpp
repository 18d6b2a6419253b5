// Outside: all that may still come to a loop from elsewhere.
//
// I/O, calls of other threads, functions that other threads run for its tasks, Ctrl-C.
// While something is outstanding, a loop in which every task waits is not given up, and
// virtual time stands still: what is under way takes real time, and jumping over it would
// make every deadline pass first.
//
// For aio's own sources.
// Thread rule: the loop's thread; what other threads use is the Inbox.
#pragma once
#include "aio/inbox.hpp"
#include "aio/reactor.hpp"

#include <chrono>
#include <cstdint>
#include <memory>

namespace aio::detail {

class Interrupts;
class ThreadPool;

class Outside {
public:
    // Nobody knows when these come (a client, a signal): virtual time does not wait for them.
    enum class Kind : std::uint8_t { active, passive };

    Outside();
    ~Outside();  // REQUIRES: closed
    Outside(const Outside&) = delete;
    Outside& operator=(const Outside&) = delete;

    const std::shared_ptr<Inbox>& inbox() const noexcept { return inbox_; }
    // Where operations are started: from now on the loop looks there once a turn.
    Reactor& reactor();
    // Asyncio's default executor; made when it is asked for.
    ThreadPool& default_pool();

    void io_begins(Kind kind) noexcept { ++(kind == Kind::active ? active_ : passive_); }
    void io_ends(Kind kind) noexcept {
        --(kind == Kind::active ? active_ : passive_);
        ++completed_;
    }
    // More, or fewer, streams wait for what is on its way from a task of this loop.
    void under_way(int change) noexcept { under_way_ += change; }
    void thread_begins() noexcept { ++threads_; }
    void thread_ends() noexcept { --threads_; }
    std::uint32_t threads() const noexcept { return threads_; }
    std::uint32_t outstanding() const noexcept { return active_ + passive_; }
    std::uint32_t take_completed() noexcept;  // since the last time
    std::uint32_t next_operation_id() noexcept { return ++last_id_; }

    // --- the loop's poll ---
    bool called() const noexcept { return inbox_->has_calls() || interrupted(); }
    bool silent() const noexcept { return !called() && !in_use_; }
    void set_interrupts(Interrupts* interrupts);
    bool interrupted() const noexcept;
    void deliver_interrupt();  // REQUIRES: interrupted()
    // Takes what has completed, without waiting.
    void look();
    void wait(std::chrono::nanoseconds limit);  // for whatever comes first
    // Steps run, and may start what Asio is not known to have.
    void forget() noexcept {
        if (in_use_) reactor_->forget();
    }
    // Something can still happen that no task here brings about.
    bool may_act() const {
        return threads_ > 0 || outstanding() > 0 || has_other_io() || interrupted() || inbox_->may_get_calls();
    }
    bool threads_hold_time() const { return threads_ > 0 || inbox_->may_get_calls(); }
    bool io_holds_time() const noexcept { return active_ > 0 || under_way_ > 0 || (passive_ == 0 && has_other_io()); }

    // The loop ends: no call is taken any more, and functions that still run are waited for.
    void close();

private:
    bool has_other_io() const noexcept { return in_use_ && reactor_->had_work(); }
    Reactor& made_reactor();

    std::shared_ptr<Inbox> inbox_;
    std::unique_ptr<Reactor> reactor_;
    std::unique_ptr<ThreadPool> default_pool_;
    Interrupts* interrupts_ = nullptr;
    bool in_use_ = false;  // somebody may start operations; without, the reactor only waits
    std::uint32_t active_ = 0;
    std::uint32_t passive_ = 0;
    std::uint32_t completed_ = 0;
    std::uint32_t threads_ = 0;
    int under_way_ = 0;
    std::uint32_t last_id_ = 0;
};

}  // namespace aio::detail
