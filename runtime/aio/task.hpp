// aio::Task<T>: a shared handle to a coroutine that the loop runs.
//
// create_task hands a coroutine to the loop: it stands in the ready queue at once
// and starts on a later turn. The loop keeps a task alive until it is done, whether
// or not anybody holds a handle (Python's loop does not: docs/divergences.md).
//
// Python: asyncio.Task.  Lesson: lessons/02_task.
// Thread rule: the loop's thread.
//
//   co_await task
//   REQUIRES  a task of the same loop, and not the one that runs
//   SWITCHES  only if the task is not done
//   CANCEL    cancels the awaited task too; CancelledError arrives when that is done
//   WAKES     nobody; who awaits is woken one turn after the task is done
#pragma once
#include "aio/coro.hpp"
#include "aio/task_base.hpp"

#include <compare>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace aio {

// A task whatever its result. Copies share the same task; comparing tells which.
class AnyTask {
public:
    AnyTask() noexcept = default;  // no task

    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    // All of the following: UsageError if there is no task in the handle.
    bool done() const { return get().done(); }
    bool cancelled() const { return get().cancelled(); }
    // Asks for cancellation: CancelledError is thrown where the task waits, at its next step.
    // False: it is done already. The task may catch the request and go on.
    bool cancel(std::string message = {}, std::source_location where = std::source_location::current()) {
        return get().cancel(message, where);
    }
    int cancelling() const { return get().cancelling(); }  // requests not yet taken back
    int uncancel() { return get().uncancel(); }            // takes one back; how many are left
    // What it raised, nullptr if nothing. Throws InvalidStateError until done, CancelledError if cancelled.
    std::exception_ptr exception() const { return get().exception_or_throw(); }
    std::string name() const { return get().name(); }
    void set_name(std::string name) { get().set_name(std::move(name)); }
    loopscope::TaskId id() const { return get().id(); }

    friend bool operator==(const AnyTask&, const AnyTask&) noexcept = default;

    // For aio itself.
    explicit AnyTask(detail::Ref<detail::TaskBase> state) noexcept : state_(std::move(state)) {}
    const detail::Ref<detail::TaskBase>& state() const noexcept { return state_; }

protected:
    detail::TaskBase& get() const { return state_ ? *state_ : detail::throw_no_task(); }

private:
    detail::Ref<detail::TaskBase> state_;
};

template <class T = void>
class Task : public AnyTask {
public:
    using Result = T;
    Task() noexcept = default;

    // The result. Throws what the task raised, CancelledError, or InvalidStateError until it is done.
    decltype(auto) result() const { return typed().result(); }

    explicit Task(detail::Ref<detail::TaskBase> state) noexcept : AnyTask(std::move(state)) {}

private:
    detail::TaskState<T>& typed() const { return static_cast<detail::TaskState<T>&>(get()); }
};

// Hands a coroutine to the running loop. An empty name becomes "Task-N".
// REQUIRES: a running loop (UsageError). WAKES: the new task, last in the ready queue.
template <class T>
Task<T> create_task(Coro<T> coro, std::string_view name = {},
                    std::source_location where = std::source_location::current()) {
    return Task<T>(detail::make_task(coro, name, where));
}

// The task whose step runs now; no task outside of one.
AnyTask current_task() noexcept;
// Those that are not done, oldest first.
std::vector<AnyTask> all_tasks();

namespace detail {

// Awaits any future: a task, a gather. kTake: who awaits is the only one to see the result,
// so it is moved out.
template <class Future, bool kTake = false>
class FutureAwaiter {
public:
    explicit FutureAwaiter(Ref<Future> future) : future_(std::move(future)) {}
    bool await_ready() const noexcept { return future_->done(); }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        PromiseBase& promise = handle.promise();
        TaskBase& task = *promise.task();
        task.suspend_on(promise, *future_, future_->wait_reason(), future_->wait_id());
        future_->add_waiter(task);
        suspended_ = &task;
    }
    decltype(auto) await_resume() {
        if (suspended_ != nullptr) suspended_->resumed();
        if constexpr (kTake) {
            return future_->take();
        } else {
            return future_->await_result();
        }
    }

private:
    Ref<Future> future_;
    TaskBase* suspended_ = nullptr;
};

// An await of something done passes straight through: the record says so.
void tell_if_passed(const FutureBase& future, loopscope::WaitReason reason, std::uint64_t what,
                    const std::source_location& where);
[[noreturn]] void throw_bad_await(const TaskBase* task, const std::source_location& where);
bool may_await(const TaskBase* task) noexcept;

template <class T, bool kTake = false>
FutureAwaiter<TaskState<T>, kTake> await_task(const Task<T>& task, const std::source_location& where) {
    if (!may_await(task.state().get())) throw_bad_await(task.state().get(), where);
    tell_if_passed(*task.state(), loopscope::WaitReason::task, task.id(), where);
    return FutureAwaiter<TaskState<T>, kTake>(Ref<TaskState<T>>(static_cast<TaskState<T>*>(task.state().get())));
}

template <class T>
auto make_awaiter(const Task<T>& task, const std::source_location& where) {
    return await_task<T>(task, where);
}
// A temporary handle to a result that cannot be copied: nothing would keep a reference alive.
template <class T>
    requires(!std::is_void_v<T> && !std::is_copy_constructible_v<T>)
auto make_awaiter(Task<T>&& task, const std::source_location& where) {
    return await_task<T, true>(task, where);
}

}  // namespace detail

using detail::make_awaiter;  // where argument-dependent lookup for a Task finds it

}  // namespace aio
