// Handle and TimerHandle: what call_soon and call_later return, to cancel by.
//
// Python: asyncio.Handle, asyncio.TimerHandle.
// Thread rule: the loop's thread.
#pragma once
#include "aio/context_ref.hpp"
#include "aio/ref.hpp"
#include "aio/timer_heap.hpp"
#include "monitor/event.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace aio {

class EventLoop;

namespace detail {

// A function in the ready queue, or on its way there by a timer.
class Callback final : public TimerNode {
public:
    // kind: callback for call_soon, timer for call_later.
    Callback(EventLoop& loop, loopscope::HandleKind kind, std::function<void()> function, std::string_view label);
    void add_ref() noexcept { ++references_; }
    void drop_ref() noexcept {
        if (--references_ == 0) delete this;
    }
    void cancel() noexcept;
    bool cancelled() const noexcept { return cancelled_; }
    void run(EventLoop& loop) override;
    void tell_ready(EventLoop& loop, loopscope::WakeReason reason, loopscope::Sequence cause) override;
    void abandon() noexcept override;
    const std::string& label() const noexcept { return label_; }

private:
    ~Callback() = default;
    void let_go() noexcept;
    EventLoop& loop_;
    std::function<void()> function_;
    std::string label_;
    ContextRef context_;            // of who asked for the call
    std::uint32_t references_ = 1;  // the loop's own, until it ran or was cancelled
    bool cancelled_ = false;
    bool over_ = false;
};

}  // namespace detail

class Handle {
public:
    Handle() noexcept = default;
    // Before it ran: it never will. Afterwards: nothing.
    void cancel() noexcept {
        if (callback_) callback_->cancel();
    }
    bool cancelled() const noexcept { return callback_ && callback_->cancelled(); }

    explicit Handle(detail::Ref<detail::Callback> callback) noexcept : callback_(std::move(callback)) {}

protected:
    detail::Ref<detail::Callback> callback_;
};

class TimerHandle : public Handle {
public:
    using Handle::Handle;
    Duration when() const noexcept { return callback_ ? callback_->due() : Duration{}; }
};

}  // namespace aio
