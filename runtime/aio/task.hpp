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
#include "aio/future.hpp"
#include "aio/task_base.hpp"

#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace aio {

namespace detail {

// What a handle to a task has beside what any future has.
template <class Base>
class TaskHandle : public Base {
public:
    TaskHandle() noexcept = default;  // no task

    // All of the following: UsageError if there is no task in the handle.
    int cancelling() const { return task().cancelling(); }  // requests not yet taken back
    int uncancel() { return task().uncancel(); }            // takes one back; how many are left
    std::string name() const { return task().name(); }
    void set_name(std::string name) { task().set_name(std::move(name)); }
    loopscope::TaskId id() const { return task().id(); }

    // For aio itself.
    explicit TaskHandle(Ref<TaskBase> state) noexcept : Base(std::move(state)) {}
    TaskBase* state() const noexcept { return static_cast<TaskBase*>(this->future_state().get()); }

private:
    TaskBase& task() const { return static_cast<TaskBase&>(this->get()); }
};

}  // namespace detail

// A task whatever its result. Copies share the same task; comparing tells which.
class AnyTask : public detail::TaskHandle<AnyFuture> {
public:
    using TaskHandle::TaskHandle;
};

template <class T = void>
class Task : public detail::TaskHandle<FutureOf<T>> {
public:
    using detail::TaskHandle<FutureOf<T>>::TaskHandle;
    operator AnyTask() const { return AnyTask(detail::Ref<detail::TaskBase>(this->state())); }
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

}  // namespace aio
