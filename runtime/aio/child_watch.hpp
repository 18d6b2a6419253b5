// ChildWatch: hears that a future is done, a turn later, on behalf of somebody.
//
// What add_done_callback is to programs, this is to aio's own wait, shield and
// as_completed: it lives in whoever watches, so that watching allocates nothing, and
// whoever goes stops watching.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/future_base.hpp"
#include "aio/runnable.hpp"

namespace aio::detail {

class ChildWatch;

class Watcher {
public:
    // A turn after the watch's child is done. May not destroy the watch.
    virtual void child_done(ChildWatch& watch) = 0;

protected:
    ~Watcher() = default;
};

class ChildWatch final : public Runnable {
public:
    ChildWatch() noexcept : Runnable(loopscope::HandleKind::callback) {}
    ~ChildWatch() { stop(); }

    // `owner` and `verb` ("wait") are what the record says of it. `loop` is the one that runs: a child
    // that is done may be of a loop that is gone. REQUIRES: `child` and `watcher` live until it has run
    // or stopped.
    void start(EventLoop& loop, FutureBase& child, Watcher& watcher, loopscope::ObjectId owner, const char* verb);
    // It will not run. What had called it already is taken back.
    void stop() noexcept;
    FutureBase& child() const noexcept { return *child_; }  // REQUIRES: started

    void run(EventLoop& loop) override;
    void tell_ready(EventLoop& loop, loopscope::WakeReason reason, loopscope::Sequence cause) override;

private:
    EventLoop* loop_ = nullptr;
    FutureBase* child_ = nullptr;
    Watcher* watcher_ = nullptr;
    const char* verb_ = nullptr;
    loopscope::ObjectId owner_ = 0;
};

// Tells the record that `owner` has `child`, or with object_child_done how that ended.
void tell_child(EventLoop& loop, loopscope::EventKind kind, loopscope::ObjectId owner, FutureBase& child);
// How it ended. REQUIRES: done.
loopscope::Outcome outcome_of(const FutureBase& child) noexcept;

}  // namespace aio::detail
