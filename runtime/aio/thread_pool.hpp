// ThreadPool and ThreadCall: functions that other threads run for tasks.
//
// A ThreadCall lives on the heap, shared by the task that awaits it, the thread that runs
// it and the way back: any of them may go first. What the function holds and what it
// returned are destroyed on the loop's thread, where handles of aio may be touched.
//
// For aio's own sources; programs use to_thread.hpp.
// Thread rule: as each function says.
#pragma once
#include "aio/context_ref.hpp"
#include "aio/future_base.hpp"
#include "aio/promise.hpp"

#include <atomic>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <source_location>
#include <string>
#include <string_view>

namespace aio::detail {

class Inbox;
class ThreadCall;

class ThreadPool {
public:
    // `name` is what messages and recordings show.
    explicit ThreadPool(std::size_t threads, std::string_view name = "to_thread");
    ~ThreadPool();  // as shutdown()
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    // --- any thread ---
    const std::string& name() const noexcept { return name_; }
    // UsageError after shutdown(): nobody would run it.
    void post(std::shared_ptr<ThreadCall> call, const std::source_location& where);
    void require_open(const std::source_location& where) const;
    // Takes nothing more, and waits for what runs and for what is in line.
    void shutdown();
    static std::size_t default_threads() noexcept;

private:
    struct Asio;
    void refuse_if_shut(const std::source_location& where) const;  // under the mutex
    const std::string name_;
    mutable std::mutex mutex_;
    bool open_ = true;
    std::unique_ptr<Asio> asio_;
};

class ThreadAwaiterBase;

class ThreadCall : public std::enable_shared_from_this<ThreadCall> {
public:
    ThreadCall() noexcept = default;
    ThreadCall(const ThreadCall&) = delete;
    ThreadCall& operator=(const ThreadCall&) = delete;
    virtual ~ThreadCall() = default;

    // The pool's thread: runs the function, and sends the call home.
    static void run(std::shared_ptr<ThreadCall> call) noexcept;

protected:
    virtual void call_function() = 0;  // and keep what it returns

private:
    friend class ThreadAwaiterBase;
    enum class Stage : int { in_line, runs, skipped };
    void come_home();

    // The loop's thread.
    ThreadAwaiterBase* awaiter_ = nullptr;  // nullptr: nobody is interested (any more)
    EventLoop* loop_ = nullptr;
    std::uint32_t id_ = 0;
    // Written by one side before the other may look: handed over through queues.
    std::shared_ptr<Inbox> home_;
    ContextRef context_;
    std::exception_ptr error_;
    std::atomic<Stage> stage_{Stage::in_line};
};

class ThreadAwaiterBase : public Waitable {
public:
    ThreadAwaiterBase(const ThreadAwaiterBase&) = delete;
    ThreadAwaiterBase& operator=(const ThreadAwaiterBase&) = delete;
    bool await_ready() const noexcept { return false; }
    bool cancel_wait(const std::string& message) override;

protected:
    // pool: nullptr for the loop's own.
    ThreadAwaiterBase(std::shared_ptr<ThreadCall> call, std::shared_ptr<ThreadPool> pool,
                      const std::source_location& where);
    ~ThreadAwaiterBase();
    void start(PromiseBase& promise);
    void resume();  // throws what came instead of a result

    std::shared_ptr<ThreadCall> call_;

private:
    friend class ThreadCall;
    std::shared_ptr<ThreadPool> pool_;
    std::source_location where_;
    TaskBase* task_ = nullptr;
    bool cancelled_ = false;
};

}  // namespace aio::detail
