// Guard: holds something of a primitive for as long as it lives.
//
// What `co_await lock.guard()` and `co_await semaphore.guard()` give: C++'s `async with`.
// It gives back at the end of its scope, also when the scope is left by an exception or
// by a cancellation. A guard may outlive its primitive; then there is nothing to give back.
//
// Python: the scope of `async with lock:`.  Lesson: lessons/11_lock.
// Thread rule: the loop's thread.
#pragma once
#include "aio/pointer_watch.hpp"

#include <source_location>
#include <utility>

namespace aio {

namespace detail {
class Primitive;
// Somebody gave it back by hand: the exception that is being handled goes to the loop.
void report_failed_release(const Primitive& held) noexcept;
}  // namespace detail

template <class Held>
class [[nodiscard("a guard that nobody keeps gives back at once")]] Guard {
public:
    Guard(Guard&&) noexcept = default;
    Guard& operator=(Guard&& other) noexcept {
        if (this != &other) {
            release();
            held_ = std::move(other.held_);
            where_ = other.where_;
        }
        return *this;
    }
    ~Guard() { release(); }
    // Earlier than at the end of the scope. A second time does nothing.
    void release() noexcept {
        if (!held_) return;
        Held& held = *held_;
        held_.stop();
        try {
            held.release(where_);
        } catch (...) {
            detail::report_failed_release(held);
        }
    }

    // For aio itself. `where`: the line that the record gives for the release.
    Guard(Held& held, const std::source_location& where) noexcept : held_(held), where_(where) {}

private:
    detail::Watch<Held> held_;
    std::source_location where_;
};

}  // namespace aio
