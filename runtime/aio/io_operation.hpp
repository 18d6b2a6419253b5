// IoCore: one I/O operation, between the task that waits for it and Asio.
//
// It lives on the heap, shared by the awaiter in the task's frame and the handler that
// Asio keeps: when a loop is destroyed either may go first. It counts the operation as
// outstanding, tells the record, and wakes the task.
//
// For aio's own sources; programs use asio.hpp.
// Thread rule: the loop's thread; a handler that is called or dropped elsewhere comes back here.
#pragma once
#include "aio/frame_pool.hpp"
#include "aio/future_base.hpp"
#include "aio/outside.hpp"
#include "aio/promise.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <typeinfo>
#include <utility>

namespace aio::detail {

// What operations are called: by who wrote them, or by the type that starts them.
struct IoLabel {
    IoLabel(const char* own_label, const std::type_info& of) noexcept : given(own_label), initiation(&of) {}
    std::string text() const;
    const char* given;  // nullptr: none
    const std::type_info* initiation;
};

class IoCore : public Waitable {
public:
    IoCore(const IoLabel& label, Outside::Kind kind) noexcept : label_(label), kind_(kind) {}
    IoCore(const IoCore&) = delete;
    IoCore& operator=(const IoCore&) = delete;
    static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
    static void operator delete(void* block, std::size_t bytes) noexcept { free_frame(block, bytes); }
    void add_ref() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
    void drop_ref() noexcept {
        if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
    }

    // --- the awaiter ---
    // The task of `promise` waits for it from now on. The operation is started after this.
    void begin(PromiseBase& promise);
    void fail_to_start(std::exception_ptr why);  // starting it threw
    void leave() noexcept;                       // the awaiter goes
    void resume();                               // throws CancelledError, and what became of a dropped handler
    bool cancel_wait(const std::string& message) override;

    // --- the handler, on any thread ---
    void arrive();   // what it completed with has been set
    void dropped();  // destroyed without having been called

protected:
    virtual ~IoCore() = default;
    virtual void ask_to_stop() = 0;
    virtual std::string failure() const = 0;  // "": none
    std::string label() const { return label_.text(); }

private:
    void go_home();
    void complete();

    IoLabel label_;
    std::atomic<int> references_{0};
    EventLoop* loop_ = nullptr;
    TaskBase* task_ = nullptr;
    std::exception_ptr error_;
    std::shared_ptr<Inbox> home_;
    std::uint32_t id_ = 0;
    Outside::Kind kind_;
    bool cancelled_ = false;
    bool done_ = false;
};

}  // namespace aio::detail
