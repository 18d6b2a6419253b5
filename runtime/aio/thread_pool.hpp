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
#include <source_location>
#include <string>

namespace aio::detail {

class Inbox;
class ThreadCall;

class ThreadPool {
public:
    explicit ThreadPool(std::size_t threads);
    ~ThreadPool();  // waits for what runs and for what is in line
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    void post(std::shared_ptr<ThreadCall> call);  // any thread
    void join();                                  // until everything has run; nothing may be posted any more
    static std::size_t default_threads() noexcept;

private:
    struct Asio;
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
    ThreadAwaiterBase(std::shared_ptr<ThreadCall> call, ThreadPool* pool, std::string_view label,
                      const std::source_location& where);
    ~ThreadAwaiterBase();
    void start(PromiseBase& promise);
    void resume();  // throws what came instead of a result

    std::shared_ptr<ThreadCall> call_;

private:
    friend class ThreadCall;
    ThreadPool* pool_;
    std::string_view label_;
    TaskBase* task_ = nullptr;
    bool cancelled_ = false;
};

}  // namespace aio::detail
