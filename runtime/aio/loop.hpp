// EventLoop: runs tasks, callbacks and timers, one at a time, in turns.
//
// A turn: (1) poll for I/O, waiting if nothing is ready; (2) move the timers that
// are due to the ready queue; (3) run exactly those handles that are ready now.
// What becomes ready meanwhile runs on the next turn. A step runs one task from
// where it resumes to where it suspends.
//
// Programs rarely touch it: aio::run() makes one, and create_task, sleep and gather
// find it. Python: the event loop of asyncio.  docs/design.md tells more.
// Thread rule: one loop, one thread; it is that thread's running loop while it runs.
#pragma once
#include "aio/handle.hpp"
#include "aio/run_options.hpp"
#include "aio/task.hpp"
#include "aio/timer_heap.hpp"
#include "monitor/recorder.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <source_location>
#include <string>

namespace aio {

struct ErrorContext;

namespace detail {
class Reactor;
// Tells the loop that runs on this thread, or the log where there is none.
void report_anywhere(const ErrorContext& context) noexcept;
void refuse_nested_run(const std::source_location& where);  // UsageError
// cancel_all, for who has a result or an error to give already: a failure here is only reported.
void clean_up(EventLoop& loop) noexcept;
}  // namespace detail

// What went wrong where no task could be told: a callback that threw, an exception
// that nobody looked at, a coroutine that nobody awaited.
struct ErrorContext {
    std::string message;           // one sentence
    std::exception_ptr exception;  // nullptr if there is none
};
using ExceptionHandler = std::function<void(const ErrorContext&)>;

class EventLoop {
public:
    explicit EventLoop(RunOptions options = {});
    ~EventLoop();  // REQUIRES: not running. Tasks that are left are destroyed where they stand.
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    // Since the loop was made; virtual or real, as the options say.
    Duration time() const noexcept;
    // Runs `function` on the next turn, after what is ready now.
    Handle call_soon(std::function<void()> function, std::string_view label = "callback");
    // Runs it when `delay` has passed, at the earliest on the next turn, even for 0.
    TimerHandle call_later(Duration delay, std::function<void()> function, std::string_view label = "callback");
    TimerHandle call_at(Duration when, std::function<void()> function, std::string_view label = "callback");

    template <class T>
    Task<T> create_task(Coro<T> coro, std::string_view name = {},
                        std::source_location where = std::source_location::current()) {
        return Task<T>(detail::make_task_on(*this, coro, name, where));
    }
    // Runs turns until the task is done. DeadlockError if nothing is left that could finish it,
    // UsageError if stop() came first.
    void run_until_done(const AnyTask& task);
    // Runs turns until stop(). The turn in which stop() is called runs to its end.
    void run_forever();
    void stop() noexcept { stopping_ = true; }
    // Cancels every task that is left, oldest first, and runs until they are done; then those
    // that these made meanwhile.
    void cancel_all();
    bool is_running() const noexcept { return running_; }

    // Default: a warning in the log.
    void set_exception_handler(ExceptionHandler handler) { exception_handler_ = std::move(handler); }
    void report(const ErrorContext& context) noexcept;
    std::vector<AnyTask> tasks() const;
    std::uint64_t turn() const noexcept { return turn_; }

    static EventLoop* running_on_this_thread() noexcept;

    // --- for aio itself: what awaiters and tasks use ---
    loopscope::Recorder* recorder() const noexcept { return recorder_; }
    loopscope::Control* control() const noexcept { return options_.control; }
    detail::TaskBase* current() const noexcept { return current_; }
    loopscope::TaskId current_id() const noexcept { return current_ != nullptr ? current_->id() : 0; }
    // The event of the step or callback that runs now: the cause of what it does.
    loopscope::Sequence activity() const noexcept { return activity_; }
    void set_activity(loopscope::Sequence sequence) noexcept { activity_ = sequence; }
    // Puts `node` last into the ready queue. REQUIRES: it stands nowhere.
    void make_ready(detail::Runnable& node, loopscope::WakeReason reason, loopscope::Sequence cause) {
        ready_[collecting_].push_back(node, collecting_place());
        ++ready_count_;
        if (recorder_ != nullptr) [[unlikely]]
            node.tell_ready(*this, reason, cause);
    }
    // Takes it out of whatever list it stands in.
    void unlink(detail::Runnable& node) noexcept;
    void arm(detail::TimerNode& timer, Duration due, std::string_view label);
    void disarm(detail::TimerNode& timer) noexcept;  // also when it is due and waits in the ready queue
    void adopt(detail::TaskBase& task);              // a new task: keeps it alive until it is done
    void forget(detail::TaskBase& task) noexcept;    // it is done
    void begin_step(detail::TaskBase& task) noexcept { current_ = &task; }  // until something else runs
    std::uint32_t next_task_id() noexcept { return ++last_task_id_; }
    std::uint32_t next_object_id() noexcept { return ++last_object_id_; }
    std::uint32_t next_coro_id() noexcept { return ++last_coro_id_; }
    std::uint32_t next_callback_id() noexcept { return ++last_callback_id_; }
    std::uint32_t next_default_number() noexcept { return ++last_default_number_; }

private:
    class Running;
    detail::Runnable::Place collecting_place() const noexcept {
        return collecting_ == 0 ? detail::Runnable::Place::ready_even : detail::Runnable::Place::ready_odd;
    }
    void cancel_once();
    void run_turn();
    void poll();
    void hold_time(Duration span, loopscope::Sequence cause);
    void fire_due_timers();
    void run_ready();
    void run_callback(detail::Runnable& node);
    void tell_time();
    [[noreturn]] void give_up();
    bool nothing_can_happen() const noexcept { return ready_[collecting_].empty() && timers_.empty() && !stopping_; }

    RunOptions options_;
    loopscope::Recorder* recorder_;
    std::unique_ptr<detail::Reactor> reactor_;  // made at the first wait in real time
    detail::RunnableList ready_[2];
    unsigned collecting_ = 0;        // which of the two collects what becomes ready
    std::uint32_t ready_count_ = 0;  // in that one
    detail::TimerHeap timers_;
    detail::TaskBase* current_ = nullptr;
    loopscope::Sequence activity_ = 0;
    bool stopping_ = false;
    bool running_ = false;
    std::uint64_t turn_ = 0;
    Duration virtual_time_{};
    Duration told_time_{-1};
    std::chrono::steady_clock::time_point start_;
    detail::Link tasks_;  // the living, oldest first
    std::uint32_t last_task_id_ = 0;
    std::uint32_t last_object_id_ = 0;
    std::uint32_t last_coro_id_ = 0;
    std::uint32_t last_callback_id_ = 0;
    std::uint32_t last_timer_id_ = 0;
    std::uint32_t last_default_number_ = 0;
    ExceptionHandler exception_handler_;
};

// The loop that runs on this thread. UsageError outside of aio::run().
EventLoop& current_loop(std::source_location where = std::source_location::current());

}  // namespace aio
