// aio::Barrier: tasks wait for one another until all of them have come.
//
// The last of the parties to arrive lets all of them go on; then the barrier serves again.
// A new round begins when everybody has left the one before: who comes earlier waits.
// reset() sends those who wait away with BrokenBarrierError; after abort() whoever comes
// gets one too, until reset().
//
//   const int place = co_await barrier.wait();      0 for the first to arrive
//
// Python: asyncio.Barrier.  Lesson: lessons/12_event.
// Thread rule: the loop's thread.
//
//   co_await barrier.wait()   co_await barrier.reset()   co_await barrier.abort()
//   REQUIRES  inside a task of the barrier's loop (UsageError)
//   SWITCHES  wait(): unless it is the last to arrive; any of them for a turn or so while others
//             arrive or leave
//   CANCEL    wait() leaves, and the others wait for one more to come; in a round that is
//             complete it counts as having been there
//   WAKES     those who wait, when the round is complete, aborted or reset; they leave one after the other
#pragma once
#include "aio/condition.hpp"

#include <cstddef>
#include <source_location>
#include <string_view>

namespace aio {

class Barrier;

namespace detail {
struct BarrierWait {
    explicit BarrierWait(Barrier& of) noexcept : barrier(of) {}
    Barrier& barrier;
};
struct BarrierReset {
    explicit BarrierReset(Barrier& of) noexcept : barrier(of) {}
    Barrier& barrier;
};
struct BarrierAbort {
    explicit BarrierAbort(Barrier& of) noexcept : barrier(of) {}
    Barrier& barrier;
};
}  // namespace detail

class Barrier : public detail::Primitive, public detail::Watched {
public:
    // parties: how many must come; fewer than one: std::invalid_argument.
    explicit Barrier(int parties, std::string_view name = {},
                     std::source_location where = std::source_location::current());
    ~Barrier() override;

    // Gives 0 to the first to arrive, parties - 1 to the last. Throws BrokenBarrierError.
    [[nodiscard("nobody waits until this is awaited: co_await it")]] detail::BarrierWait wait() noexcept {
        return detail::BarrierWait(*this);
    }
    [[nodiscard("nothing is reset until this is awaited: co_await it")]] detail::BarrierReset reset() noexcept {
        return detail::BarrierReset(*this);
    }
    [[nodiscard("nothing is aborted until this is awaited: co_await it")]] detail::BarrierAbort abort() noexcept {
        return detail::BarrierAbort(*this);
    }
    int parties() const noexcept { return parties_; }
    int n_waiting() const noexcept { return state_ == State::filling ? inside_ : 0; }
    bool broken() const noexcept { return state_ == State::broken; }

    struct Statistics {
        int parties = 0;
        int n_waiting = 0;  // arrived, and waiting for the others
        int inside = 0;     // the same, and those of a complete round that have not left yet
        bool broken = false;
    };
    Statistics statistics() const noexcept { return {parties_, n_waiting(), inside_, broken()}; }

    // For aio itself.
    detail::Inner<int> start_wait(const std::source_location& where);
    detail::Inner<void> start_reset(const std::source_location& where);
    detail::Inner<void> start_abort(const std::source_location& where);

private:
    enum class State { filling, draining, resetting, broken };
    detail::Inner<int> pass(std::source_location where);
    detail::Inner<void> close(loopscope::CloseKind how, std::source_location where);
    void let_all_go(const std::source_location& where);
    void come_in();
    void leave();
    void tell_start() override;

    Condition changed_;  // its lock is held by whoever comes or leaves
    int parties_;
    int inside_ = 0;
    State state_ = State::filling;
};

namespace detail {

inline ChildAwaiter<InnerPromise<int>> make_awaiter(const BarrierWait& wait, const std::source_location& where) {
    return ChildAwaiter<InnerPromise<int>>(wait.barrier.start_wait(where).release(), where);
}
inline ChildAwaiter<InnerPromise<void>> make_awaiter(const BarrierReset& reset, const std::source_location& where) {
    return ChildAwaiter<InnerPromise<void>>(reset.barrier.start_reset(where).release(), where);
}
inline ChildAwaiter<InnerPromise<void>> make_awaiter(const BarrierAbort& abort, const std::source_location& where) {
    return ChildAwaiter<InnerPromise<void>>(abort.barrier.start_abort(where).release(), where);
}

}  // namespace detail
}  // namespace aio
