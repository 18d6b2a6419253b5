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
#include "aio/living_loops.hpp"
#include "aio/run_options.hpp"
#include "aio/task.hpp"
#include "aio/timer_heap.hpp"
#include "monitor/recorder.hpp"

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <random>
#include <source_location>
#include <span>
#include <string>
#include <thread>

namespace aio {

struct ErrorContext;
class KeepAlive;
class RemoteLoop;

namespace detail {
class Outside;
// The one thread-local of aio: asyncio's shape needs a current loop (docs/design.md). Here, so that
// asking for it costs one instruction: every use of a primitive does.
inline constinit thread_local EventLoop* this_threads_loop = nullptr;
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
    AnyFuture future{};            // the task or future that it is about, if any
    loopscope::ReportKind kind = loopscope::ReportKind::other;
};
using ExceptionHandler = std::function<void(const ErrorContext&)>;

class EventLoop {
public:
    explicit EventLoop(RunOptions options = {});
    // Tasks that are left are destroyed where they stand. REQUIRES: it does not run; the program ends
    // with a message otherwise, because what runs has nowhere to go back to.
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    // Since the loop was made; virtual or real, as the options say.
    Duration time() const noexcept;
    // Runs `function` on the next turn, after what is ready now.
    Handle call_soon(std::function<void()> function, std::string_view label = "callback");
    // Runs it when `delay` has passed, at the earliest on the next turn, even for 0.
    TimerHandle call_later(Duration delay, std::function<void()> function, std::string_view label = "callback");
    TimerHandle call_at(Duration when, std::function<void()> function, std::string_view label = "callback");
    // Any thread: runs `function` on the next turn, and wakes the loop for it. In the order in which
    // calls arrive. UsageError if the loop is ending; who may call later than that holds a remote().
    void call_soon_threadsafe(std::function<void()> function, std::string_view label = "callback",
                              std::source_location where = std::source_location::current());
    RemoteLoop remote() noexcept;  // this loop, for other threads to hold (threadsafe.hpp)
    KeepAlive expect_calls();      // the loop waits for calls while this lives, and does not give up

    template <class T>
    Task<T> create_task(Coro<T> coro, std::string_view name = {},
                        std::source_location where = std::source_location::current()) {
        require_thread(where);
        return Task<T>(detail::make_task_on(*this, coro, name, where));
    }
    // Runs turns until the task or future is done. DeadlockError if nothing is left that could finish it,
    // UsageError if stop() came first.
    void run_until_done(const AnyFuture& future, std::source_location where = std::source_location::current());
    // Runs turns until stop(). The turn in which stop() is called runs to its end.
    void run_forever(std::source_location where = std::source_location::current());
    void stop() {
        require_thread({});
        stopping_ = true;
    }
    // Cancels every task that is left, oldest first, and runs until they are done; then those
    // that these made meanwhile.
    void cancel_all();
    // Runs until every function that other threads run for it has ended.
    void join_threads();
    bool is_running() const noexcept { return running_; }

    // How the run ended, for the record: by nothing (nullptr), by a cancellation, or by an error.
    void ends_with(const std::exception_ptr& error);

    // Default: a warning in the log.
    void set_exception_handler(ExceptionHandler handler) { exception_handler_ = std::move(handler); }
    void report(const ErrorContext& context) noexcept;
    std::vector<AnyTask> tasks() const;
    std::uint64_t turn() const noexcept { return turn_; }
    // Seeded by the options: what the program leaves to chance is the same in every run of one seed.
    std::mt19937_64& random() noexcept { return random_; }

    static EventLoop* running_on_this_thread() noexcept { return detail::this_threads_loop; }
    // Counted from 1, never used again: tells loops apart even when one is gone.
    std::uint64_t number() const noexcept { return number_; }
    static bool lives(std::uint64_t number);  // from any thread
    std::uint16_t short_number() const noexcept { return detail::short_number_of(number_); }
    // UsageError if it runs on another thread.
    void require_thread(const std::source_location& where) const {
        if (running_on_this_thread() != this) [[unlikely]]
            refuse_other_thread(where);
    }
    bool is_of_this_thread() const noexcept { return thread_ == std::this_thread::get_id(); }

    // --- for aio itself: what awaiters and tasks use ---
    detail::Outside& outside() noexcept { return *outside_; }
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
        if (recorder_ != nullptr) [[unlikely]] {
            tell_arrival();
            node.tell_ready(*this, reason, cause);
        }
    }
    // Something comes from outside: before the first that is told of it after a wait, the record must
    // have the time that the wait took. REQUIRES: a recorder.
    void tell_arrival() {
        if (waited_) [[unlikely]]
            tell_wait();
    }
    // Takes it out of whatever list it stands in.
    void unlink(detail::Runnable& node) noexcept;
    void arm(detail::TimerNode& timer, Duration due, std::string_view label);
    void disarm(detail::TimerNode& timer) noexcept;  // also when it is due and waits in the ready queue
    void adopt(detail::TaskBase& task);              // a new task: keeps it alive until it is done
    void forget(detail::TaskBase& task) noexcept;    // it is done
    // Those that were begun and have not ended, oldest first.
    detail::Link& generators() noexcept { return generators_; }
    void begin_step(detail::TaskBase& task) noexcept { current_ = &task; }  // until something else runs
    std::uint32_t next_task_id() noexcept { return ++last_task_id_; }
    std::uint32_t next_object_id() noexcept { return ++last_object_id_; }
    std::uint32_t next_coro_id() noexcept { return ++last_coro_id_; }
    std::uint32_t next_callback_id() noexcept { return ++last_callback_id_; }
    std::uint64_t next_done_callback() noexcept { return ++last_done_callback_; }
    std::uint32_t next_default_number() noexcept { return ++last_default_number_; }

private:
    class Running;
    void refuse_other_thread(const std::source_location& where) const;
    detail::Runnable::Place collecting_place() const noexcept {
        return collecting_ == 0 ? detail::Runnable::Place::ready_even : detail::Runnable::Place::ready_odd;
    }
    void cancel_once();
    void tell_report(const ErrorContext& context);
    void tell_end();
    void run_turn();
    void poll();
    Duration time_to_timer() const noexcept;
    bool must_go_on() const noexcept;
    void wait_really();
    void wait_virtually(loopscope::Sequence begun);
    void hold_time(Duration span, loopscope::Sequence cause);
    void deliver_interrupt();
    void take_calls();
    bool outside_may_act() const;
    void fire_due_timers();
    void run_ready();
    detail::Runnable& take_next(detail::RunnableList& batch);
    std::size_t choose(std::span<const Candidate> candidates, detail::RunnableList& batch);
    void run_callback(detail::Runnable& node);
    void tell_time();
    void tell_wait();
    void tell_busy_time();
    [[noreturn]] void give_up();
    bool nothing_can_happen() const {
        return ready_[collecting_].empty() && timers_.empty() && !stopping_ && !outside_may_act();
    }

    RunOptions options_;
    std::uint64_t number_;
    std::thread::id thread_;  // that runs it; until then, that made it
    loopscope::Recorder* recorder_;
    std::unique_ptr<detail::Outside> outside_;
    detail::RunnableList ready_[2];
    unsigned collecting_ = 0;        // which of the two collects what becomes ready
    std::uint32_t ready_count_ = 0;  // in that one
    detail::TimerHeap timers_;
    detail::TaskBase* current_ = nullptr;
    loopscope::Sequence activity_ = 0;
    bool stopping_ = false;
    bool running_ = false;
    loopscope::Outcome outcome_ = loopscope::Outcome::returned;
    loopscope::StringId error_ = 0;  // its text
    std::uint64_t turn_ = 0;
    std::mt19937_64 random_;
    Duration virtual_time_{};
    Duration told_time_{-1};
    std::uint64_t told_at_ = 0;  // by the recorder's clock
    bool waited_ = false;        // this poll has, and nothing was told since
    std::chrono::steady_clock::time_point start_;
    detail::Link tasks_;  // the living, oldest first
    detail::Link generators_;
    std::uint32_t last_task_id_ = 0;
    std::uint64_t last_done_callback_ = 0;
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
