// What every coroutine of aio carries in its frame, whatever it returns.
//
// A PromiseBase knows the coroutine that awaits it, the task that both run in, and
// the line of the co_await at which it stands. Following `outer` from a task's
// innermost coroutine gives its await chain, with lines, at any time and for free.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/frame_pool.hpp"
#include "monitor/event.hpp"

#include <coroutine>
#include <exception>
#include <source_location>
#include <utility>

// Symmetric transfer resumes the next coroutine by a tail call. GCC makes that a tail
// call only when it optimizes and no sanitizer is on; there the step's driver resumes
// the next coroutine in a loop instead (a trampoline), so that no stack grows either way.
#if defined(__clang__)
#define AIO_SYMMETRIC_TRANSFER 1
#elif defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define AIO_SYMMETRIC_TRANSFER 1
#else
#define AIO_SYMMETRIC_TRANSFER 0
#endif

namespace aio::detail {

class TaskBase;
class PromiseBase;

// Leaves the running coroutine for another one of the same task.
std::coroutine_handle<> transfer(PromiseBase& to) noexcept;

class PromiseBase {
public:
    // `defined_at` is the coroutine's own place: the default argument is evaluated there.
    explicit PromiseBase(std::source_location defined_at) noexcept : site_(defined_at) {}
    PromiseBase(const PromiseBase&) = delete;
    PromiseBase& operator=(const PromiseBase&) = delete;

    static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
    static void operator delete(void* frame, std::size_t bytes) noexcept { free_frame(frame, bytes); }

    std::suspend_always initial_suspend() const noexcept { return {}; }

    struct FinalAwaiter {
        PromiseBase& promise;
        explicit FinalAwaiter(PromiseBase& of) noexcept : promise(of) {}
        bool await_ready() const noexcept { return false; }
        std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept { return promise.finish(); }
        void await_resume() const noexcept {}
    };
    FinalAwaiter final_suspend() noexcept { return FinalAwaiter(*this); }
    void unhandled_exception() noexcept { exception_ = std::current_exception(); }

    std::coroutine_handle<> self() const noexcept { return self_; }
    TaskBase* task() const noexcept { return task_; }
    PromiseBase* outer() const noexcept { return outer_; }  // nullptr: the task's root
    // The co_await where it stands; before its first one, the place where it is defined.
    const std::source_location& site() const noexcept { return site_; }
    void stand_at(const std::source_location& where) noexcept { site_ = where; }
    const std::exception_ptr& exception() const noexcept { return exception_; }
    bool started() const noexcept { return task_ != nullptr; }
    loopscope::CoroId coro_id() const noexcept { return coro_id_; }

    // A task's first coroutine begins to belong to it.
    void start_as_root(TaskBase& task) noexcept { task_ = &task; }
    // `outer` awaits this coroutine and keeps its handle in `owner`, which is emptied if
    // the frame goes first (when a task is destroyed from the inside out).
    void start_inside(PromiseBase& outer, std::coroutine_handle<>* owner) noexcept;
    // Nobody awaited it and nobody ever will.
    void report_never_awaited() noexcept;

    // Frees this frame and empties the handle of whoever owns it.
    void destroy() noexcept {
        if (owner_ != nullptr) *owner_ = nullptr;
        self_.destroy();
    }

protected:
    ~PromiseBase() = default;
    void created(std::coroutine_handle<> self) noexcept;
    // The record does not tell of it, and it stands where it is awaited.
    void keep_unseen() noexcept { unseen_ = true; }

private:
    std::coroutine_handle<> finish() noexcept;

    std::coroutine_handle<> self_;
    PromiseBase* outer_ = nullptr;
    TaskBase* task_ = nullptr;
    std::coroutine_handle<>* owner_ = nullptr;
    std::source_location site_;
    std::exception_ptr exception_;
    loopscope::CoroId coro_id_ = 0;  // 0: made while nobody recorded
    bool unseen_ = false;
};

}  // namespace aio::detail
