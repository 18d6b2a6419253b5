// Primitive: what locks, events, queues and their like have in common.
//
// It belongs to the loop that first uses it, tells the record what happens to it, and
// takes note of misuse: another loop or thread (UsageError), and an end that comes while
// tasks still wait for it (they get the UsageError, at their co_await).
//
// A Waiter is one task's place in one line of waiters. It lives in the awaiter, in the
// task's own frame: waiting allocates nothing. As in asyncio, a waiter that was woken or
// cancelled keeps its place until its task runs: the next in line depends on that
// (reference: asyncio's locks, which keep a done future in their deque).
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/future_base.hpp"
#include "aio/loop.hpp"
#include "aio/promise.hpp"
#include "monitor/event.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <source_location>
#include <string>
#include <string_view>

namespace loopscope {
class Recorder;
}

namespace aio::detail {

class Primitive;

class Waiter : public Link, public Waitable {
public:
    Waiter() noexcept = default;
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    ~Waiter() { unlink(); }

    // The task of `promise` stands in line from now on. The awaiter gives way after this.
    void wait(PromiseBase& promise, class WaiterList& line, Primitive& on, loopscope::WaitReason reason);
    bool has_waited() const noexcept { return task_ != nullptr; }
    // Neither woken nor cancelled: somebody may wake it.
    bool waiting() const noexcept { return state_ == State::waiting; }
    bool woken() const noexcept { return state_ == State::woken; }
    // WAKES: its task, next turn, because of `cause`. REQUIRES: waiting().
    void wake(loopscope::Sequence cause);
    // The task runs again: leaves the line. True: it was cancelled while it waited, or after it was
    // woken (woken() tells), and whoever calls must rethrow() in the end. Throws UsageError if the
    // primitive is gone.
    bool leave();
    [[noreturn]] void rethrow();
    TaskBase& task() const noexcept { return *task_; }
    // Before its task runs: it stands nowhere any more, and orphan() does not reach it.
    void unlink() noexcept;
    // For operations that may have to wait more than once: after wait(), the task's next step
    // asks waits_again() first. There, wait_again() stands in line anew. REQUIRES: may_wait_again().
    void ask_before_resuming() noexcept;
    bool may_wait_again() const noexcept { return state_ == State::woken && !orphaned_; }
    void wait_again(WaiterList& line, Primitive& on, loopscope::WaitReason reason);

    bool cancel_wait(const std::string& message) override;

private:
    friend class Primitive;
    enum class State : std::uint8_t { idle, waiting, woken, cancelled };
    void link(WaiterList& line) noexcept;

    WaiterList* line_ = nullptr;  // where it stands, or stood last
    TaskBase* task_ = nullptr;
    State state_ = State::idle;
    std::exception_ptr orphaned_;  // the primitive was destroyed: what to throw
};

// First come, first served. Owns nothing.
class WaiterList {
public:
    WaiterList() noexcept : search_from_(&head_) { head_.next = head_.previous = &head_; }
    WaiterList(const WaiterList&) = delete;
    WaiterList& operator=(const WaiterList&) = delete;

    bool empty() const noexcept { return head_.next == &head_; }
    Waiter& front() noexcept { return static_cast<Waiter&>(*head_.next); }  // REQUIRES: not empty
    Waiter* first_waiting() noexcept {  // neither woken nor cancelled; nullptr: none
        for (; search_from_ != &head_; search_from_ = search_from_->next) {
            if (static_cast<Waiter*>(search_from_)->waiting()) return static_cast<Waiter*>(search_from_);
        }
        return nullptr;
    }
    bool any_uncancelled() const noexcept;  // somebody waits, or was woken and has not run yet
    std::size_t size() const noexcept;
    std::size_t waiting() const noexcept;  // those that nobody woke or cancelled yet
    template <class Function>
    void for_each(Function function) {  // which may wake them
        for (Link* link = head_.next; link != &head_;) {
            Link* const next = link->next;
            function(static_cast<Waiter&>(*link));
            link = next;
        }
    }

private:
    friend class Waiter;
    Link head_;
    Link* search_from_;  // nobody before this one waits any more: finding the first need not pass them again
};

inline void Waiter::unlink() noexcept {
    if (next == nullptr) return;
    if (line_->search_from_ == this) line_->search_from_ = next;
    previous->next = next;
    next->previous = previous;
    next = previous = nullptr;
}

inline void Waiter::wake(loopscope::Sequence cause) {
    state_ = State::woken;
    task_->loop().make_ready(*task_, loopscope::WakeReason::object, cause);
}

// A primitive that another one is built of, a barrier's condition: the record shows the whole only.
struct PartOf {
    explicit PartOf(Primitive& of) noexcept : whole(of) {}
    Primitive& whole;
};

class Primitive {
public:
    Primitive(const Primitive&) = delete;
    Primitive& operator=(const Primitive&) = delete;

    const std::string& name() const noexcept { return name_; }
    std::string describe() const;  // "lock 'db'", for messages

    // --- for aio's own sources ---
    // Before every use: it belongs to the loop that runs here. UsageError if it belongs to another.
    void enter(const std::source_location& where) {
        if (is_bound_here()) [[likely]]
            return;
        bind(where);
    }
    EventLoop& loop() const noexcept { return *loop_; }  // REQUIRES: entered, inside a loop
    loopscope::ObjectId id() const noexcept { return whole_ != nullptr ? whole_->id() : id_; }
    bool is_part() const noexcept { return whole_ != nullptr; }
    loopscope::Recorder* recorder() const noexcept {  // nullptr: nobody listens
        return whole_ == nullptr && is_bound_here() ? loop_->recorder() : nullptr;
    }
    // The task that runs now, and the event that its step began with.
    loopscope::TaskId task_id() const noexcept;
    loopscope::Sequence activity() const noexcept;
    // Records and returns what may be given as a cause; the running activity if nobody listens.
    loopscope::Sequence tell(loopscope::EventKind kind, std::uint8_t detail, std::uint32_t a, std::uint64_t b);
    // The common ones. `count`: permits, waiters meant ...
    loopscope::Sequence tell_at(loopscope::EventKind kind, const std::source_location& where, std::uint32_t count = 0);
    loopscope::Sequence tell_value(loopscope::ValueKind kind, std::int64_t value);
    // The running task needed not wait: what it awaits was there already.
    void tell_passed(loopscope::WaitReason reason, const std::source_location& where);

protected:
    Primitive(loopscope::ObjectKind kind, std::string_view name, const std::source_location& where);
    explicit Primitive(const PartOf& part);  // does not join_running_loop(): its whole does
    virtual ~Primitive();                    // each kind's own destructor calls orphan() for each of its lines first
    void orphan(WaiterList& line) noexcept;
    // The last thing in each kind's own constructor: where a loop runs, it belongs to that.
    void join_running_loop();
    // Right after the record learned of it: tells what it starts with (its capacity, its value).
    virtual void tell_start() {}

private:
    bool is_bound_here() const noexcept {
        const EventLoop* here = EventLoop::running_on_this_thread();
        return here != nullptr && here->number() == loop_number_;
    }
    void bind(const std::source_location& where);
    void introduce();

    std::string name_;
    std::source_location made_at_;
    EventLoop* loop_ = nullptr;
    std::uint64_t loop_number_ = 0;  // 0: not bound yet
    Primitive* whole_ = nullptr;     // that it is a part of
    loopscope::ObjectId id_ = 0;
    loopscope::ObjectKind kind_;
};

}  // namespace aio::detail
