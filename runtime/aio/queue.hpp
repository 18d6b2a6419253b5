// aio::Queue<T>: hands items from task to task, in order.
//
// Who gets waits while there is nothing; who puts waits while there is no room (with a
// maxsize). PriorityQueue gives the smallest first, LifoQueue the newest. join() waits
// until as many task_done() as items were put. shutdown() ends it: puts raise
// QueueShutDown at once, gets when nothing is left.
//
//   aio::Queue<std::string> queue(10);
//   co_await queue.put("page");
//   std::string page = co_await queue.get();  ...  queue.task_done();
//
// Python: asyncio.Queue, PriorityQueue, LifoQueue.  Lesson: lessons/10_queue.
// Thread rule: the loop's thread.
//
//   co_await queue.put(item)   co_await queue.get()   co_await queue.join()
//   REQUIRES  inside a task of the queue's loop (UsageError)
//   SWITCHES  only if the queue is full, is empty, has unfinished items
//   CANCEL    leaves the line; nothing is put or got, a wake-up goes to the next in line
//   WAKES     put: the first who waits to get; get: the first who waits to put; who runs a turn
//             later, finds that somebody else was faster and waits on, if so
#pragma once
#include "aio/coro.hpp"
#include "aio/loop.hpp"
#include "aio/queue_base.hpp"
#include "aio/queue_items.hpp"
#include "aio/show.hpp"

#include <cstddef>
#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>

namespace aio {
namespace detail {

template <class Queue>
class QueuePutAwaiter;
template <class Queue>
class QueueGetAwaiter;

template <class Queue>
struct QueuePut {
    template <class U>
    QueuePut(Queue& into, U&& what) : queue(into), item(std::forward<U>(what)) {}
    Queue& queue;
    typename Queue::Item item;
};
template <class Queue>
struct QueueGet {
    explicit QueueGet(Queue& from) noexcept : queue(from) {}
    Queue& queue;
};

template <class T, class Items>
class ItemQueue : public QueueBase {
    static_assert(std::is_object_v<T> && std::is_move_constructible_v<T>, "a queue holds values that can be moved");

public:
    using Item = T;

    std::size_t qsize() const noexcept { return items_.size(); }
    bool empty() const noexcept { return items_.size() == 0; }
    bool full() const noexcept { return maxsize_ != 0 && items_.size() >= maxsize_; }
    QueueStatistics statistics() const noexcept { return count(qsize()); }

    // Waits while the queue is full. QueueShutDown once it is shut down.
    template <class U = T>
        requires std::is_convertible_v<U&&, T>
    [[nodiscard("nothing is put until this is awaited: co_await it")]] QueuePut<ItemQueue> put(U&& item) {
        return QueuePut<ItemQueue>(*this, std::forward<U>(item));
    }
    // Waits while the queue is empty. QueueShutDown when it is shut down and empty.
    [[nodiscard("nothing is got until this is awaited: co_await it")]] QueueGet<ItemQueue> get() noexcept {
        return QueueGet<ItemQueue>(*this);
    }
    // At once, or QueueFull. Gives nobody way.
    void put_nowait(T item, std::source_location where = std::source_location::current()) {
        enter(where);
        if (shut_down_) throw_shut_down();
        if (full()) throw_full();
        store(std::move(item), where, recorder());
    }
    // At once, or QueueEmpty. May take what a task that was woken came for.
    T get_nowait(std::source_location where = std::source_location::current()) {
        enter(where);
        if (empty()) shut_down_ ? throw_shut_down() : throw_empty();
        return take(where, recorder());
    }
    // immediate: what is in the queue is dropped, and counts as done. WAKES: everybody who waits to
    // get or to put; and who joins, if nothing is left to be done.
    void shutdown(bool immediate = false, std::source_location where = std::source_location::current()) {
        const loopscope::Sequence cause = close(immediate, where);
        Items dropped;
        if (immediate) {
            dropped.swap(items_);
            drop_unfinished(dropped.size(), cause);
        }
        wake_everybody(cause);
    }

protected:
    ItemQueue(std::size_t maxsize, std::string_view name, const std::source_location& where)
        : QueueBase(Items::kKind, maxsize, name, where) {
        join_running_loop();
    }

private:
    friend class QueuePutAwaiter<ItemQueue>;
    friend class QueueGetAwaiter<ItemQueue>;
    void store(T&& item, const std::source_location& where, loopscope::Recorder* listener);
    T take(const std::source_location& where, loopscope::Recorder* listener);
    void tell_start() override;

    Items items_;
};

}  // namespace detail

// maxsize 0: no limit. `name` is what recordings show.
template <class T>
class Queue final : public detail::ItemQueue<T, detail::FifoItems<T>> {
public:
    explicit Queue(std::size_t maxsize = 0, std::string_view name = {},
                   std::source_location where = std::source_location::current())
        : Queue::ItemQueue(maxsize, name, where) {}
};

// Before()(a, b): whether a comes out before b. Those for which neither holds keep the order in
// which they came.
template <class T, class Before = ByPriority>
class PriorityQueue final : public detail::ItemQueue<T, detail::PriorityItems<T, Before>> {
public:
    explicit PriorityQueue(std::size_t maxsize = 0, std::string_view name = {},
                           std::source_location where = std::source_location::current())
        : PriorityQueue::ItemQueue(maxsize, name, where) {}
};

template <class T>
class LifoQueue final : public detail::ItemQueue<T, detail::LifoItems<T>> {
public:
    explicit LifoQueue(std::size_t maxsize = 0, std::string_view name = {},
                       std::source_location where = std::source_location::current())
        : LifoQueue::ItemQueue(maxsize, name, where) {}
};

namespace detail {

template <class T, class Items>
void ItemQueue<T, Items>::store(T&& item, const std::source_location& where, loopscope::Recorder* listener) {
    const std::uint64_t number = puts_ + 1;
    loopscope::Sequence cause = 0;
    if (listener == nullptr) [[likely]] {
        items_.push(std::move(item), number);
    } else {
        const std::string shown = show(item);
        items_.push(std::move(item), number);
        cause = tell_put(number, shown, where);
    }
    puts_ = number;
    ++unfinished_;
    wake_next(getters_, cause);
}

template <class T, class Items>
T ItemQueue<T, Items>::take(const std::source_location& where, loopscope::Recorder* listener) {
    std::uint64_t number = 0;
    T item = items_.pop(number);
    const loopscope::Sequence cause = listener == nullptr ? 0 : tell_get(number, where);
    wake_next(putters_, cause);
    return item;
}

// It may have been filled before the loop ran.
template <class T, class Items>
void ItemQueue<T, Items>::tell_start() {
    items_.for_each([this](const T& item, std::uint64_t number) { tell_put(number, show(item), {}); });
    tell_numbers();
}

template <class Queue>
class QueuePutAwaiter final : public Waiter {
public:
    QueuePutAwaiter(QueuePut<Queue>& put, const std::source_location& where) : put_(put), where_(where) {
        put.queue.enter(where);
    }
    bool await_ready() const {
        if (put_.queue.shut_down_) put_.queue.throw_shut_down();
        return !put_.queue.full();
    }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        wait(handle.promise(), put_.queue.putters_, put_.queue, loopscope::WaitReason::put);
        ask_before_resuming();
    }
    void await_resume() {
        if (has_waited()) look();
        put_.queue.store(std::move(put_.item), where_, put_.queue.loop().recorder());
    }
    bool waits_again() override {
        if (!may_wait_again() || !put_.queue.full() || put_.queue.shut_down_) return false;
        wait_again(put_.queue.putters_, put_.queue, loopscope::WaitReason::put);
        return true;
    }

private:
    void look() {
        Queue& queue = put_.queue;
        if (leave()) {
            if (woken() && !queue.full()) queue.wake_next(queue.putters_, queue.activity());
            rethrow();
        }
        if (queue.shut_down_) queue.throw_shut_down();
    }

    QueuePut<Queue>& put_;
    std::source_location where_;
};

template <class Queue>
class QueueGetAwaiter final : public Waiter {
public:
    QueueGetAwaiter(Queue& queue, const std::source_location& where) : queue_(queue), where_(where) {
        queue.enter(where);
    }
    bool await_ready() const {
        if (!queue_.empty()) return true;
        if (queue_.shut_down_) queue_.throw_shut_down();
        return false;
    }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> handle) {
        wait(handle.promise(), queue_.getters_, queue_, loopscope::WaitReason::get);
        ask_before_resuming();
    }
    typename Queue::Item await_resume() {
        if (has_waited()) look();
        return queue_.take(where_, queue_.loop().recorder());
    }
    bool waits_again() override {
        if (!may_wait_again() || !queue_.empty() || queue_.shut_down_) return false;
        wait_again(queue_.getters_, queue_, loopscope::WaitReason::get);
        return true;
    }

private:
    void look() {
        if (leave()) {
            if (woken() && !queue_.empty()) queue_.wake_next(queue_.getters_, queue_.activity());
            rethrow();
        }
        if (queue_.empty()) queue_.throw_shut_down();
    }

    Queue& queue_;
    std::source_location where_;
};

// An item is put once: an lvalue would be empty the second time.
template <class Queue>
QueuePutAwaiter<Queue> make_awaiter(QueuePut<Queue>&& put, const std::source_location& where) {
    return QueuePutAwaiter<Queue>(put, where);
}
template <class Queue>
QueueGetAwaiter<Queue> make_awaiter(const QueueGet<Queue>& get, const std::source_location& where) {
    return QueueGetAwaiter<Queue>(get.queue, where);
}

}  // namespace detail
}  // namespace aio
