// QueueBase: what all queues have in common, whatever their items and their order.
//
// Lines of those who wait to put, to get, and for the end of all work. As in asyncio a
// wake-up carries no item: who was woken looks again when its task runs, and waits on
// (last in line) if somebody else was faster. That look needs no coroutine: the task's
// step asks the awaiter (Waitable::waits_again) before it resumes anything.
//
// Thread rule: the loop's thread.
#pragma once
#include "aio/primitive.hpp"

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>

namespace aio {

struct QueueStatistics {
    std::size_t qsize = 0;
    std::size_t maxsize = 0;     // 0: no limit
    std::size_t unfinished = 0;  // items for which task_done() has not been called
    std::size_t getters = 0;     // tasks that wait for an item
    std::size_t putters = 0;     // tasks that wait for room
    std::size_t joiners = 0;     // tasks that wait in join()
    bool shut_down = false;
};

namespace detail {

class QueueBase;
class QueueJoinAwaiter;

struct QueueJoin {
    explicit QueueJoin(QueueBase& of) noexcept : queue(of) {}
    QueueBase& queue;
};

class QueueBase : public Primitive {
public:
    std::size_t maxsize() const noexcept { return maxsize_; }
    // One item that was got is worked off. WAKES: those who join, when it was the last.
    // UsageError when called more often than items were put.
    void task_done(std::source_location where = std::source_location::current());
    [[nodiscard("nothing is awaited until this is: co_await it")]] QueueJoin join() noexcept {
        return QueueJoin(*this);
    }

protected:
    QueueBase(loopscope::ObjectKind kind, std::size_t maxsize, std::string_view name,
              const std::source_location& where);
    ~QueueBase() override;

    // --- for the queues and their awaiters ---
    // WAKES: the first in line that nobody woke yet.
    void wake_next(WaiterList& line, loopscope::Sequence cause) {
        if (Waiter* first = line.first_waiting()) first->wake(cause);
    }
    // Nothing more goes in. Afterwards: everybody in line looks again.
    loopscope::Sequence close(bool immediate, const std::source_location& where);
    void drop_unfinished(std::size_t items, loopscope::Sequence cause);
    void wake_everybody(loopscope::Sequence cause);
    loopscope::Sequence tell_put(std::uint64_t number, const std::string& shown, const std::source_location& where);
    loopscope::Sequence tell_get(std::uint64_t number, const std::source_location& where);
    void tell_numbers();
    QueueStatistics count(std::size_t qsize) const noexcept;
    [[noreturn]] void throw_shut_down() const;
    [[noreturn]] void throw_empty() const;
    [[noreturn]] void throw_full() const;

    WaiterList getters_;
    WaiterList putters_;
    std::size_t maxsize_;
    std::size_t unfinished_ = 0;
    std::uint64_t puts_ = 0;  // so far: the number of the last item
    bool shut_down_ = false;

private:
    friend class QueueJoinAwaiter;
    void wake_all(WaiterList& line, loopscope::Sequence cause);
    void finished(loopscope::Sequence cause);

    WaiterList joiners_;
};

class QueueJoinAwaiter {
public:
    QueueJoinAwaiter(QueueBase& queue, const std::source_location& where) : queue_(queue) {
        queue.enter(where);
        if (queue.unfinished_ == 0) queue.tell_passed(loopscope::WaitReason::join, where);
    }
    bool await_ready() const noexcept { return queue_.unfinished_ == 0; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        waiter_.wait(handle.promise(), queue_.joiners_, queue_, loopscope::WaitReason::join);
    }
    void await_resume() {
        if (waiter_.has_waited() && waiter_.leave()) waiter_.rethrow();
    }

private:
    QueueBase& queue_;
    Waiter waiter_;
};

inline QueueJoinAwaiter make_awaiter(const QueueJoin& join, const std::source_location& where) {
    return QueueJoinAwaiter(join.queue, where);
}

}  // namespace detail
}  // namespace aio
