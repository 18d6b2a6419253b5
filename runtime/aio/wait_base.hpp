// WaitBase: one task's wait for several futures, whatever they return.
//
// What aio::wait is made of. Hop for hop as asyncio's: each child's end runs a callback
// on the next turn; the one that is enough wakes the task, which runs a turn later.
// It cancels nobody, and changes nothing about the children.
//
// For aio's own sources. It lives in the awaiter, in the task's own frame.
// Thread rule: the loop's thread.
#pragma once
#include "aio/child_watch.hpp"
#include "aio/ref.hpp"
#include "aio/task_base.hpp"
#include "aio/time_limit.hpp"

#include <memory>
#include <optional>
#include <source_location>
#include <vector>

namespace aio {

enum class ReturnWhen : std::uint8_t { all_completed, first_completed, first_exception };
inline constexpr ReturnWhen all_completed = ReturnWhen::all_completed;
inline constexpr ReturnWhen first_completed = ReturnWhen::first_completed;
inline constexpr ReturnWhen first_exception = ReturnWhen::first_exception;

namespace detail {

class WaitBase final : public Waitable, private Watcher {
public:
    // `verb`: what the record calls it. REQUIRES: at least one child, none twice.
    WaitBase(std::vector<Ref<FutureBase>> children, ReturnWhen when, const TimeLimit& timeout, const char* verb,
             const std::source_location& where);
    ~WaitBase() { stop(); }
    WaitBase(const WaitBase&) = delete;
    WaitBase& operator=(const WaitBase&) = delete;

    FutureBase& child(std::size_t index) const noexcept { return *children_[index]; }
    // The coroutine of `promise` gives way.
    void start(PromiseBase& promise);
    // First thing when its task runs again: watches nobody any more, throws if the task was cancelled.
    void resume();
    bool cancel_wait(const std::string& message) override;

private:
    enum class State : std::uint8_t { idle, waiting, woken, cancelled };

    void child_done(ChildWatch& watch) override;
    void wake(loopscope::WakeReason reason);
    void time_is_over() { wake(loopscope::WakeReason::timer); }
    loopscope::Sequence tell_done(loopscope::Outcome how) const;
    void tell_start() const;
    void tell_deadline(Duration due) const;
    void stop() noexcept;

    std::vector<Ref<FutureBase>> children_;
    std::unique_ptr<ChildWatch[]> watches_;
    Alarm<WaitBase, &WaitBase::time_is_over> alarm_{*this};
    TimeLimit timeout_;
    const char* verb_;
    std::source_location where_;
    std::size_t missing_;
    EventLoop* loop_ = nullptr;
    TaskBase* task_ = nullptr;
    loopscope::ObjectId id_ = 0;
    ReturnWhen when_;
    State state_ = State::idle;
};

// The places of those that did not come before.
std::vector<std::size_t> distinct(const std::vector<Ref<FutureBase>>& futures);

template <class H>
std::vector<Ref<FutureBase>> futures_of(const std::vector<H>& handles) {
    std::vector<Ref<FutureBase>> futures;
    futures.reserve(handles.size());
    for (const H& handle : handles) futures.push_back(handle.future_state());
    return futures;
}

}  // namespace detail
}  // namespace aio
