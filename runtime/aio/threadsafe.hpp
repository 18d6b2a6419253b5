// How other threads reach a loop: RemoteLoop, KeepAlive, run_coroutine_threadsafe.
//
// Nearly everything of aio is for its loop's thread alone. From elsewhere, hand the loop
// a function or a coroutine: it takes them in the order in which they arrive. A loop in
// which every task waits gives up (DeadlockError) unless it knows that a call may come:
// whoever is going to call holds a KeepAlive.
//
//   aio::KeepAlive keep = loop.expect_calls();         on the loop's thread
//   std::jthread other([keep = std::move(keep)] {
//       keep.loop().call_soon([] { event.set(); });
//       int answer = aio::run_coroutine_threadsafe(ask(), keep.loop()).get();
//   });
//
// Python: loop.call_soon_threadsafe, asyncio.run_coroutine_threadsafe.
// Lesson: lessons/03_event_loop.
// Thread rule: any thread. A RemoteLoop may outlive its loop; an EventLoop& may not.
#pragma once
#include "aio/coro.hpp"
#include "aio/errors.hpp"
#include "aio/loop.hpp"
#include "aio/task.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>

namespace aio {

namespace detail {
class Inbox;
}

// A loop as other threads may hold it. Copies are of the same loop.
class RemoteLoop {
public:
    RemoteLoop(EventLoop& loop) noexcept;
    // A move copies, so that none is ever empty.
    RemoteLoop(const RemoteLoop&) noexcept = default;
    RemoteLoop& operator=(const RemoteLoop&) noexcept = default;
    // The loop runs `function` on its own thread, on its next turn. False: the loop has ended, and
    // never will. What the function holds is destroyed on the loop's thread.
    bool call_soon(std::function<void()> function, std::string_view label = "callback") const;
    bool alive() const;
    bool runs_here() const noexcept;  // on this very thread

private:
    friend class KeepAlive;
    std::shared_ptr<detail::Inbox> inbox_;
};

// While it lives, its loop expects calls: it waits for them instead of giving its tasks up, and
// its virtual time stands still.
class KeepAlive {
public:
    explicit KeepAlive(RemoteLoop loop);
    KeepAlive(KeepAlive&& other) noexcept : loop_(other.loop_), holds_(std::exchange(other.holds_, false)) {}
    KeepAlive& operator=(KeepAlive&& other) noexcept;
    ~KeepAlive() { release(); }
    const RemoteLoop& loop() const noexcept { return loop_; }
    void release() noexcept;  // earlier than at its end

private:
    RemoteLoop loop_;
    bool holds_ = true;
};

namespace detail {

// What both threads share, whatever the result.
class RemoteState : public std::enable_shared_from_this<RemoteState> {
public:
    explicit RemoteState(RemoteLoop loop) noexcept : loop_(std::move(loop)) {}
    virtual ~RemoteState() = default;

    // --- any thread ---
    bool done() const;
    bool cancelled() const;
    bool cancel();
    void wait(const std::source_location& where) const;
    bool wait_for(std::chrono::nanoseconds span) const;
    void take_or_throw(const std::source_location& where);  // returns if there is a result

    // --- the loop's thread ---
    void begin(AnyTask task);
    void task_done(const AnyFuture& task);
    void end() noexcept;  // nothing more will come

protected:
    virtual void take_result(FutureBase& task) = 0;

private:
    enum class Standing : std::uint8_t { pending, finished, cancelled };
    void cancel_task();
    void finish(Standing standing, std::exception_ptr error) noexcept;

    RemoteLoop loop_;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    Standing standing_ = Standing::pending;
    bool taken_ = false;
    std::exception_ptr error_;
    AnyTask task_;  // the loop's thread only
};

template <class T>
class RemoteResult final : public RemoteState {
public:
    using RemoteState::RemoteState;
    T take() {
        if constexpr (!std::is_void_v<T>) return std::move(*value_);
    }

private:
    void take_result(FutureBase& task) override {
        if constexpr (std::is_void_v<T>) {
            take_value<T>(task, 1);
        } else {
            value_.emplace(take_value<T>(task, 1));
        }
    }
    std::optional<std::conditional_t<std::is_void_v<T>, bool, T>> value_;
};

// A coroutine on its way to its loop, and its end there: on the loop's thread, whatever happens.
template <class T>
class RemoteRun {
public:
    RemoteRun(Coro<T> coro, std::shared_ptr<RemoteResult<T>> state)
        : coro_(std::move(coro)), state_(std::move(state)) {}
    RemoteRun(const RemoteRun&) = delete;
    RemoteRun& operator=(const RemoteRun&) = delete;
    ~RemoteRun() { state_->end(); }

    static void start(const std::shared_ptr<RemoteRun>& self, const std::source_location& where) {
        Task<T> task = create_task(std::move(self->coro_), {}, where);
        task.add_done_callback([self](const AnyFuture& done) { self->state_->task_done(done); },
                               "tell the thread that waits");
        self->state_->begin(task);
    }

private:
    Coro<T> coro_;
    std::shared_ptr<RemoteResult<T>> state_;
};

[[noreturn]] void throw_loop_ended(const std::source_location& where);
[[noreturn]] void throw_empty_remote(const std::source_location& where);

}  // namespace detail

// What a coroutine on another thread's loop will return. Python: concurrent.futures.Future.
// Moved from, it is empty, and every function is a UsageError.
template <class T>
class RemoteFuture {
public:
    // Waits for the result and moves it out, once. Throws what the coroutine raised; CancelledError if
    // it was cancelled, or its loop ended first. UsageError on the loop's own thread, which would wait for itself.
    T get(std::source_location where = std::source_location::current()) {
        state(where).take_or_throw(where);
        return state_->take();
    }
    void wait(std::source_location where = std::source_location::current()) const { state(where).wait(where); }
    // False: not done yet.
    bool wait_for(std::chrono::nanoseconds span, std::source_location where = std::source_location::current()) const {
        return state(where).wait_for(span);
    }
    bool done(std::source_location where = std::source_location::current()) const { return state(where).done(); }
    bool cancelled(std::source_location where = std::source_location::current()) const {
        return state(where).cancelled();
    }
    // Cancelled from here on; the task there is asked to stop. False: it is done already.
    bool cancel(std::source_location where = std::source_location::current()) { return state(where).cancel(); }

    explicit RemoteFuture(std::shared_ptr<detail::RemoteResult<T>> state) noexcept : state_(std::move(state)) {}

private:
    detail::RemoteResult<T>& state(const std::source_location& where) const {
        if (state_ == nullptr) detail::throw_empty_remote(where);
        return *state_;
    }
    std::shared_ptr<detail::RemoteResult<T>> state_;
};

// Makes `coro` a task of `loop`, from another thread. UsageError if the loop has ended.
template <class T>
RemoteFuture<T> run_coroutine_threadsafe(Coro<T> coro, const RemoteLoop& loop,
                                         std::source_location where = std::source_location::current()) {
    auto state = std::make_shared<detail::RemoteResult<T>>(loop);
    auto run = std::make_shared<detail::RemoteRun<T>>(std::move(coro), state);
    if (!loop.call_soon([run = std::move(run), where] { detail::RemoteRun<T>::start(run, where); },
                        "run_coroutine_threadsafe")) {
        detail::throw_loop_ended(where);
    }
    return RemoteFuture<T>(std::move(state));
}

}  // namespace aio
