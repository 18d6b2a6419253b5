// aio::TaskGroup: children that do not outlive the block that made them.
//
// The block ends when its children have ended. If one fails, the others are cancelled,
// oldest first, and so is the body; when all have ended the failures are raised together,
// as an ExceptionGroup, in the order in which they happened, the body's own last.
// CancelledErrors are not among them. A child that is cancelled by itself disturbs nobody.
//
//   co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
//       group.create_task(fetch(1), "first");
//       group.create_task(fetch(2), "second");
//       co_return;
//   });                          both are done here
//
// What the body returns comes out. The body lives as long as the block does, so it may
// capture. Copies of a TaskGroup are handles to the same group.
//
// Python: async with asyncio.TaskGroup() as group.  Lesson: lessons/07_task_group.
// Thread rule: the loop's thread.
//
//   co_await aio::with_task_group(body)
//   REQUIRES  inside a task; body(group) is awaitable
//   SWITCHES  only if the body does, or a child is not done when the body ends
//   CANCEL    cancels the body or, after it, the children; CancelledError when all have ended. If children
//             fail too, their ExceptionGroup comes first and CancelledError at the next wait
//   WAKES     nobody; who awaits is woken two turns after the last child is done
#pragma once
#include "aio/awaitable.hpp"
#include "aio/block_result.hpp"
#include "aio/exception_group.hpp"
#include "aio/inner.hpp"
#include "aio/task.hpp"
#include "aio/task_group_base.hpp"

#include <exception>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace aio {

class TaskGroup {
public:
    // Starts what co_await takes, in a task of its own that belongs to the group. Also from a child,
    // while the group waits for its end. UsageError when the group is finished or shutting down.
    // WAKES: the new task, last in the ready queue.
    template <class A>
        requires detail::Awaitable<A>
    Task<detail::ResultOf<A>> create_task(A&& thing, std::string_view name = {},
                                          std::source_location where = std::source_location::current()) const {
        detail::Given<A> given(std::forward<A>(thing));  // a coroutine that is turned away is closed
        state_->require_open(where);
        auto coro = detail::as_coro(given.take(), where);
        Task<detail::ResultOf<A>> task(detail::make_task_on(state_->loop(), coro, name, where));
        state_->add(*task.state());
        return task;
    }
    // Cancels the children and the body; the group ends without CancelledError. Any number of times,
    // also when it has ended. Python: TaskGroup.cancel (3.15).
    void cancel(std::source_location where = std::source_location::current()) const { state_->cancel(where); }
    // How many children have not been seen to their end yet.
    std::size_t size() const noexcept { return state_->size(); }

    // For aio itself.
    explicit TaskGroup(detail::Ref<detail::TaskGroupBase> state) noexcept : state_(std::move(state)) {}
    detail::TaskGroupBase& state() const noexcept { return *state_; }

    // A move copies, so that no handle is ever empty.
    TaskGroup(const TaskGroup&) noexcept = default;
    TaskGroup& operator=(const TaskGroup&) noexcept = default;
    ~TaskGroup() = default;

private:
    detail::Ref<detail::TaskGroupBase> state_;
};

namespace detail {

template <class Body>
using GroupResult = ResultOf<std::invoke_result_t<Body&, TaskGroup&>>;

// The whole block. What the body raised waits until the children have ended.
template <class Body>
Inner<GroupResult<Body>> with_task_group(Body body, std::string name, std::source_location where) {
    using T = GroupResult<Body>;
    TaskGroup group(Ref<TaskGroupBase>(new TaskGroupBase(name, where)));
    const TaskGroupEntered entered(group.state());
    BlockResult<T> result;
    try {
        if constexpr (std::is_void_v<T>) {
            co_await body(group);
            result.set();
        } else {
            result.set(co_await body(group));
        }
    } catch (...) {
        group.state().body_raised(std::current_exception());
    }
    group.state().begin_exit();
    while (group.size() > 0) {
        try {
            co_await ChildrenDone(group.state());
        } catch (const CancelledError&) {
            group.state().cancelled_while_waiting(std::current_exception());
        }
    }
    group.state().finish();
    co_return result.take(where, "task_group");
}

}  // namespace detail

// Runs body(group) and waits for every task that the group made. `name` is what recordings show.
template <class Body>
    requires std::is_invocable_v<Body&, TaskGroup&>
detail::Inner<detail::GroupResult<Body>> with_task_group(Body body, std::string_view name = {},
                                                         std::source_location where = std::source_location::current()) {
    return detail::with_task_group<Body>(std::move(body), std::string(name), where);
}

}  // namespace aio
