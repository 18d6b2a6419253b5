// Runnable: anything that can stand in the loop's ready queue.
//
// A task's next step, a callback, a due timer. It is a node of intrusive lists, so
// that waiting and becoming ready allocate nothing: the node lives in what waits.
// It stands in one list at a time.
//
// Thread rule: the loop's thread.
#pragma once
#include "monitor/event.hpp"

#include <cstddef>
#include <cstdint>

namespace aio {

class EventLoop;

namespace detail {

class FutureBase;

struct Link {
    Link* next = nullptr;
    Link* previous = nullptr;
};

class Runnable : public Link {
public:
    // In which list it stands. The loop has two ready lists that take turns: one is
    // being run, the other collects what becomes ready meanwhile.
    enum class Place : std::uint8_t { nowhere, waiting, ready_even, ready_odd };

    explicit Runnable(loopscope::HandleKind kind) noexcept : kind_(kind) {}
    Runnable(const Runnable&) = delete;
    Runnable& operator=(const Runnable&) = delete;

    loopscope::HandleKind kind() const noexcept { return kind_; }
    Place place() const noexcept { return place_; }
    // Its task, callback or timer id: what the record calls it.
    std::uint32_t record_id() const noexcept { return id_; }
    // Called once by the loop after it left the ready queue. May destroy the Runnable.
    virtual void run(EventLoop& loop) = 0;
    // It leaves the list of those who wait: the loop wants to know why, for the record.
    virtual void tell_ready(EventLoop& loop, loopscope::WakeReason reason, loopscope::Sequence cause) = 0;
    // A callback leaves the list of a future that is done, which it may want to keep.
    virtual void woken_by(FutureBase& /*future*/) noexcept {}
    // The loop ends before it could run: gives back what it holds. May destroy the Runnable.
    virtual void abandon() noexcept {}

protected:
    ~Runnable() = default;

private:
    friend class RunnableList;
    loopscope::HandleKind kind_;
    Place place_ = Place::nowhere;

protected:
    // Free room beside the two bytes above, for whoever derives: one cache line matters here.
    std::uint8_t flags_ = 0;
    std::uint32_t id_ = 0;
};

// A first-in-first-out list that owns nothing.
class RunnableList {
public:
    RunnableList() noexcept { head_.next = head_.previous = &head_; }
    RunnableList(const RunnableList&) = delete;
    RunnableList& operator=(const RunnableList&) = delete;

    bool empty() const noexcept { return head_.next == &head_; }
    Runnable& front() noexcept { return static_cast<Runnable&>(*head_.next); }

    // `place` says which list this is. REQUIRES: node stands nowhere.
    void push_back(Runnable& node, Runnable::Place place) noexcept {
        node.next = &head_;
        node.previous = head_.previous;
        head_.previous->next = &node;
        head_.previous = &node;
        node.place_ = place;
    }
    // REQUIRES: node stands in a list.
    static void unlink(Runnable& node) noexcept {
        node.previous->next = node.next;
        node.next->previous = node.previous;
        node.next = node.previous = nullptr;
        node.place_ = Runnable::Place::nowhere;
    }
    // nullptr at the end.
    Runnable* after(Runnable& node) noexcept {
        return node.next == &head_ ? nullptr : static_cast<Runnable*>(node.next);
    }
    Runnable& pop_front() noexcept {
        Runnable& node = front();
        unlink(node);
        return node;
    }
    template <class Function>
    void for_each(Function function) {
        for (Link* link = head_.next; link != &head_; link = link->next) function(static_cast<Runnable&>(*link));
    }

private:
    Link head_;
};

}  // namespace detail
}  // namespace aio
