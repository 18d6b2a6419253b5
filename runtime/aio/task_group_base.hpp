// TaskGroupBase: what a TaskGroup knows of its children and of the block around them.
//
// Hop for hop as asyncio's: each child's end runs a callback on the next turn, the last
// callback wakes the task that waits at the end of the block. That task is the parent. A child
// that fails cancels the parent, to get it out of the block's body; the request is taken
// back at the end, so that the parent's count of requests is what it was.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/errors.hpp"
#include "aio/primitive.hpp"
#include "aio/task_base.hpp"

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aio::detail {

class TaskGroupBase final : public Primitive {
public:
    TaskGroupBase(std::string_view name, const std::source_location& where);

    void add_ref() noexcept { ++references_; }
    void drop_ref() noexcept {
        if (--references_ == 0) delete this;
    }

    std::size_t size() const noexcept { return size_; }
    void require_open(const std::source_location& where);  // UsageError: it takes no more children
    void add(TaskBase& task);
    void cancel(const std::source_location& where);

    // --- the block, in this order ---
    void body_raised(std::exception_ptr error);
    void begin_exit();
    void cancelled_while_waiting(std::exception_ptr error);
    void finish();  // throws what comes out of the block, if anything does

private:
    friend class TaskGroupEntered;
    friend class ChildrenAwaiter;
    class Child;

    ~TaskGroupBase() override;
    void child_done(Child& child);
    void forget(Child& child) noexcept;
    void abort(const std::source_location& where);
    void cancel_parent(const std::source_location& where);
    void tell_done(loopscope::Outcome how);

    std::source_location where_;
    Child* oldest_ = nullptr;
    Child* newest_ = nullptr;
    std::size_t size_ = 0;
    WaiterList line_;             // the parent, at the end of the block
    TaskBase* parent_ = nullptr;  // nullptr: the block is over
    std::vector<std::exception_ptr> errors_;
    std::exception_ptr body_error_;  // no CancelledError
    std::exception_ptr cancelled_;   // the CancelledError to pass on, unless the group took it back
    std::exception_ptr latest_cancelled_;
    std::uint32_t references_ = 0;
    bool exiting_ = false;
    bool aborting_ = false;
    bool parent_cancelled_ = false;  // by this group
};

// The block, from its beginning to its end, whichever way that comes.
class TaskGroupEntered {
public:
    explicit TaskGroupEntered(TaskGroupBase& group);
    ~TaskGroupEntered() { group_.parent_ = nullptr; }
    TaskGroupEntered(const TaskGroupEntered&) = delete;
    TaskGroupEntered& operator=(const TaskGroupEntered&) = delete;

private:
    TaskGroupBase& group_;
};

// Until no child is left, or the parent is cancelled.
struct ChildrenDone {
    explicit ChildrenDone(TaskGroupBase& of) noexcept : group(of) {}
    TaskGroupBase& group;
};

class ChildrenAwaiter {
public:
    explicit ChildrenAwaiter(TaskGroupBase& group) noexcept : group_(group) {}
    bool await_ready() const noexcept { return group_.size() == 0; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        waiter_.wait(handle.promise(), group_.line_, group_, loopscope::WaitReason::object);
    }
    void await_resume() {
        if (waiter_.has_waited() && waiter_.leave()) waiter_.rethrow();
    }

private:
    TaskGroupBase& group_;
    Waiter waiter_;
};

inline ChildrenAwaiter make_awaiter(const ChildrenDone& done, const std::source_location&) {
    return ChildrenAwaiter(done.group);
}

// An awaitable on its way into a task. If it does not get there, a coroutine is closed: nobody
// forgot to await it.
template <class A>
class Given {
public:
    explicit Given(A&& thing) noexcept : thing_(thing) {}
    ~Given() {
        if constexpr (requires(A& thing) { thing.release().destroy(); }) {
            if (taken_) return;
            if (const auto handle = thing_.release()) handle.destroy();
        }
    }
    Given(const Given&) = delete;
    Given& operator=(const Given&) = delete;
    A&& take() noexcept {
        taken_ = true;
        return std::forward<A>(thing_);
    }

private:
    std::remove_reference_t<A>& thing_;
    bool taken_ = false;
};

}  // namespace aio::detail
