// TaskBase: a coroutine on its way through the loop, whatever it returns.
//
// It is a Runnable (its next step stands in the ready queue), a future (others wait
// until it is done) and the owner of its coroutine's frames. asyncio's invariant
// holds: a task that is not done is either in the ready queue, or running, or waits
// on exactly one Waitable.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/context_ref.hpp"
#include "aio/coro.hpp"
#include "aio/future_base.hpp"
#include "aio/ref.hpp"

#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>

namespace loopscope {
class Recorder;
}

namespace aio {
struct ErrorContext;
}

namespace aio::detail {

// Its place among the loop's living tasks, apart from the place in a queue.
struct LivingTask {
    Link in_loop;
};

class TaskBase : public Runnable, public FutureBase, public LivingTask {
public:
    TaskBase(EventLoop& loop, PromiseBase& root, std::string_view name);

    static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
    static void operator delete(void* block, std::size_t bytes) noexcept { free_frame(block, bytes); }

    loopscope::TaskId id() const noexcept { return id_; }
    std::string name() const;
    bool has_own_name() const noexcept { return extras_ && !extras_->name.empty(); }
    void set_name(std::string name);
    bool cancel(const std::string& message, const std::source_location& where) override;
    int cancelling() const noexcept { return cancelling_; }
    int uncancel() noexcept;
    std::exception_ptr exception() const noexcept override;
    bool raised() const noexcept override { return extras_ && extras_->exception != nullptr; }
    // A request stands that nothing took over yet: it is met at the next suspension.
    bool cancel_pending() const noexcept { return (flags_ & kMustCancel) != 0; }
    std::string describe() const override { return "task '" + name() + "'"; }
    std::uint32_t steps() const noexcept { return steps_; }             // begun so far
    bool has_run() const noexcept { return (flags_ & kStarted) != 0; }  // its first step began
    // The innermost coroutine; follow outer() for the await chain. nullptr: done. REQUIRES: its step does not run now.
    const PromiseBase* innermost() const noexcept { return innermost_; }

    // --- awaiters ---
    // The coroutine of `promise`, the innermost, gives way until `on` is done or gives up.
    void suspend_on(PromiseBase& promise, Waitable& on, loopscope::WaitReason reason, std::uint64_t what);
    // Once suspended: the next step asks waits_again() of what it waits on before it resumes.
    void ask_before_resuming() noexcept { flags_ |= kAskFirst; }
    // Where it stood. REQUIRES: inside waits_again().
    void suspend_again(Waitable& on, loopscope::WaitReason reason, std::uint64_t what) {
        suspend_on(*innermost_, on, reason, what);
    }
    // It gives way once and stays ready.
    void yield(PromiseBase& promise);
    // First thing after any suspension: throws CancelledError if the task was cancelled meanwhile.
    void resumed() {
        if (must_deliver()) [[unlikely]]
            throw_cancelled();
    }
    bool must_deliver() const noexcept { return (flags_ & kDeliver) != 0; }
    [[noreturn]] void throw_cancelled();
    // Whoever resumes throws a CancelledError of its own.
    void take_delivery();
    void set_cancel_message(const std::string& message);
    const ContextRef& context() const noexcept;
    ContextRef& own_context() { return extras().context; }
    const std::string& cancel_message() const noexcept override;

    // --- a request to cancel on its way (cancel_path.hpp) ---
    // It arrives here. What it goes on to; nullptr: this task has it.
    Waitable* cancel_begins(const std::string& message, const std::source_location& where);
    // It comes back. Not taken: it stands until the next step.
    void cancel_ends(bool taken, const std::string& message);

    // --- the loop ---
    void run(EventLoop& loop) override;
    void tell_ready(EventLoop& loop, loopscope::WakeReason reason, loopscope::Sequence cause) override;
    std::size_t cancel_targets() const noexcept override { return 1; }
    FutureBase* cancel_target(std::size_t) noexcept override { return this; }
    TaskBase* as_task() noexcept override { return this; }
    loopscope::WakeReason wake_reason() const noexcept override { return loopscope::WakeReason::task_done; }
    loopscope::WaitReason wait_reason() const noexcept override { return loopscope::WaitReason::task; }
    std::uint64_t wait_id() const noexcept override { return id_; }
    // The root coroutine reached its end: its result is taken, its frame freed after the step.
    void root_finished(PromiseBase& root) noexcept {
        innermost_ = &root;
        flags_ |= kFinished;
    }
    // Its name as the recorder knows it.
    loopscope::StringId name_to_tell(loopscope::Recorder& recorder) const;
    // Tells the recorder which coroutine it runs.
    void tell_root(loopscope::Recorder& recorder) const;
    // Frees the frames from the innermost outwards, without recursion, and leaves the loop.
    void destroy_pending();
    ErrorContext pending_context();  // how that is reported
#if !AIO_SYMMETRIC_TRANSFER
    void resume_next(std::coroutine_handle<> coroutine) noexcept { next_ = coroutine; }
#endif

protected:
    ~TaskBase() override;
    // Takes the root's result over.
    virtual void take_result(PromiseBase& root) = 0;

private:
    static constexpr std::uint8_t kMustCancel = 1;  // a request stands, to be delivered at the next step
    static constexpr std::uint8_t kDeliver = 2;     // ... in this very step
    static constexpr std::uint8_t kFinished = 4;    // the root coroutine ended in this step
    static constexpr std::uint8_t kSuspended = 8;   // an awaiter took note of the suspension
    static constexpr std::uint8_t kLost = 16;       // the compiler lost the body
    static constexpr std::uint8_t kStarted = 32;    // its first step began
    static constexpr std::uint8_t kOnPath = 64;     // a cancellation is on its way through it
    static constexpr std::uint8_t kAskFirst = 128;  // ask what it waits on before the next step resumes it

    void run_recorded(EventLoop& loop);
    void step();
    void after_step();
    void finish();
    void end(State state);
    void lost();

    // What few tasks have, so that the many do not carry it.
    struct Extras {
        std::string name;            // "": Task-N
        std::string cancel_message;  // of the last request
        std::exception_ptr exception;
        ContextRef context;  // what its creator had set, and what it sets itself
    };
    Extras& extras();

    bool forward_cancel(const std::string& message);
    void cancel_out_of_ring(const std::string& message);
    void tell_cancel(const std::string& message, const std::source_location& where) const;

    std::uint32_t steps_ = 0;
    PromiseBase* innermost_;  // where the next step resumes: the root at first
    Waitable* waiting_on_ = nullptr;
    std::unique_ptr<Extras> extras_;
    std::uint32_t default_number_ = 0;  // the N
    std::int32_t cancelling_ = 0;
#if !AIO_SYMMETRIC_TRANSFER
    std::coroutine_handle<> next_;
#endif
};

template <class T>
class TaskState final : public TaskBase {
public:
    using TaskBase::TaskBase;
    void* value() override { return &*value_; }

private:
    void take_result(PromiseBase& root) override { value_.emplace(static_cast<Promise<T>&>(root).take()); }
    std::optional<T> value_;
};

template <>
class TaskState<void> final : public TaskBase {
public:
    using TaskBase::TaskBase;
    void* value() override { return nullptr; }

private:
    void take_result(PromiseBase&) override {}
};

inline TaskBase& task_of(Link& in_loop) noexcept {
    static_assert(std::is_standard_layout_v<LivingTask>, "a link and its LivingTask share an address");
    return static_cast<TaskBase&>(reinterpret_cast<LivingTask&>(in_loop));
}

EventLoop& running_loop(const std::source_location& where, const char* what);  // UsageError if there is none
void start_task(TaskBase& task, const std::source_location& where);
[[noreturn]] void throw_empty_coro(const std::source_location& where);
FutureBase& throw_no_future();  // never returns

template <class T>
Ref<TaskBase> make_task_on(EventLoop& loop, Coro<T>& coro, std::string_view name, const std::source_location& where) {
    const auto handle = coro.release();
    if (!handle) throw_empty_coro(where);
    Ref<TaskBase> task(new TaskState<T>(loop, handle.promise(), name));
    start_task(*task, where);
    return task;
}

template <class T>
Ref<TaskBase> make_task(Coro<T>& coro, std::string_view name, const std::source_location& where) {
    return make_task_on(running_loop(where, "create_task"), coro, name, where);
}

}  // namespace aio::detail
