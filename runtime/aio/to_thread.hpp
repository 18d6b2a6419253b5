// aio::to_thread: runs a function on another thread, while the loop goes on.
//
// For what would hold the loop up: long computations, calls that wait by themselves. The
// function and its arguments are moved to the thread, and it sees the context variables
// of the task that awaits it. Everything else of aio stays on the loop's thread: from the
// function, go back by RemoteLoop::call_soon.
//
//   std::string text = co_await aio::to_thread(read_file, "notes.txt");
//   aio::Executor pool(4);                   threads of one's own
//   int sum = co_await pool.run(add_up, std::move(numbers));
//
// to_thread's threads are the loop's default executor: min(32, cores + 4) of them, made
// when they are first needed. run() ends when all functions have ended.
//
// Python: asyncio.to_thread, loop.run_in_executor.  Lesson: lessons/03_event_loop.
// Thread rule: the loop's thread; the function runs on another one.
//
//   co_await aio::to_thread(f, args...)   co_await pool.run(f, args...)
//   REQUIRES  inside a task; f is no coroutine function
//   SWITCHES  always
//   CANCEL    the task goes on at once with CancelledError. A function that runs is not stopped,
//             so let it own what it uses; one that is still in line never starts
//   WAKES     this task, on the turn in which the loop learns that the function has ended
#pragma once
#include "aio/coro.hpp"
#include "aio/thread_pool.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace aio {

namespace detail {

template <class R>
class ThreadResult : public ThreadCall {
public:
    R take() {
        if constexpr (!std::is_void_v<R>) return std::move(*result_);
    }

protected:
    std::optional<std::conditional_t<std::is_void_v<R>, bool, R>> result_;
};

template <class R, class Function, class... Args>
class ThreadFunction final : public ThreadResult<R> {
public:
    template <class F, class... As>
    explicit ThreadFunction(F&& function, As&&... args)
        : function_(std::forward<F>(function)), args_(std::forward<As>(args)...) {}

private:
    void call_function() override {
        if constexpr (std::is_void_v<R>) {
            std::apply(std::move(function_), std::move(args_));
        } else {
            this->result_.emplace(std::apply(std::move(function_), std::move(args_)));
        }
    }
    Function function_;
    std::tuple<Args...> args_;
};

template <class R>
class ThreadAwaiter final : public ThreadAwaiterBase {
public:
    ThreadAwaiter(std::shared_ptr<ThreadResult<R>> call, std::shared_ptr<ThreadPool> pool,
                  const std::source_location& where)
        : ThreadAwaiterBase(call, std::move(pool), where), result_(call.get()) {}
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        start(handle.promise());
    }
    R await_resume() {
        resume();
        return result_->take();
    }

private:
    ThreadResult<R>* result_;
};

}  // namespace detail

// A function on its way to a thread: it goes when this is awaited. UsageError there if its executor
// was shut down, or is gone.
template <class R>
class [[nodiscard("the function does not run until this is awaited: co_await it")]] ThreadOperation {
public:
    ThreadOperation(std::shared_ptr<detail::ThreadResult<R>> call, std::shared_ptr<detail::ThreadPool> pool)
        : call_(std::move(call)), pool_(std::move(pool)) {}
    friend detail::ThreadAwaiter<R> make_awaiter(ThreadOperation& operation, const std::source_location& where) {
        return detail::ThreadAwaiter<R>(std::move(operation.call_), operation.pool_, where);
    }
    friend detail::ThreadAwaiter<R> make_awaiter(ThreadOperation&& operation, const std::source_location& where) {
        return make_awaiter(operation, where);
    }

private:
    std::shared_ptr<detail::ThreadResult<R>> call_;
    std::shared_ptr<detail::ThreadPool> pool_;  // the executor may go first; nullptr: the loop's own
};

namespace detail {

template <class Function, class... Args>
auto make_thread_operation(std::shared_ptr<ThreadPool> pool, Function&& function, Args&&... args) {
    using R = std::invoke_result_t<std::decay_t<Function>, std::decay_t<Args>...>;
    static_assert(!std::is_reference_v<R>, "return a value or a pointer: a reference would outlive what it names");
    static_assert(
        !requires { typename R::promise_type; },
        "a thread cannot run a coroutine: give it a plain function, or run a loop of its own by aio::run");
    using Call = ThreadFunction<R, std::decay_t<Function>, std::decay_t<Args>...>;
    return ThreadOperation<R>(std::make_shared<Call>(std::forward<Function>(function), std::forward<Args>(args)...),
                              std::move(pool));
}

}  // namespace detail

// On one of the loop's own threads.
template <class Function, class... Args>
    requires std::invocable<std::decay_t<Function>, std::decay_t<Args>...>
auto to_thread(Function&& function, Args&&... args) {
    return detail::make_thread_operation(nullptr, std::forward<Function>(function), std::forward<Args>(args)...);
}

// Threads of one's own, for any number of loops. First come, first served.
class Executor {
public:
    // std::invalid_argument for no threads. `name` is what recordings show.
    explicit Executor(std::size_t threads, std::string_view name = "executor");
    ~Executor();  // as shutdown()
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    template <class Function, class... Args>
        requires std::invocable<std::decay_t<Function>, std::decay_t<Args>...>
    auto run(Function&& function, Args&&... args) {
        pool_->require_open({});
        return detail::make_thread_operation(pool_, std::forward<Function>(function), std::forward<Args>(args)...);
    }
    // Waits, and its loop with it, until all functions have run. Afterwards run() is a UsageError, and
    // so is to await what it gave before.
    void shutdown();

private:
    std::shared_ptr<detail::ThreadPool> pool_;
};

}  // namespace aio
