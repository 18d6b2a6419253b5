#include "aio/semaphore.hpp"

#include "aio/errors.hpp"

#include <stdexcept>
#include <string>

namespace aio {

using loopscope::EventKind;
using loopscope::ValueKind;

Semaphore::Semaphore(loopscope::ObjectKind kind, int permits, int most, std::string_view name,
                     const std::source_location& where)
    : Primitive(kind, name, where), value_(permits), at_first_(permits), most_(most) {
    if (permits < 0) throw std::invalid_argument("a semaphore cannot have " + std::to_string(permits) + " permits");
    join_running_loop();
}

Semaphore::~Semaphore() { orphan(line_); }

void Semaphore::tell_start() {
    tell_value(ValueKind::capacity, at_first_);
    tell_value(ValueKind::value, value_);
}

void Semaphore::tell_change(int before) {
    if (value_ != before) tell_value(ValueKind::value, value_);
}

bool Semaphore::try_acquire(const std::source_location& where) {
    if (locked()) return false;
    --value_;
    take(where);
    tell_value(ValueKind::value, value_);
    return true;
}

void Semaphore::take(const std::source_location& where) { tell_at(EventKind::object_take, where, 1); }

void Semaphore::release(std::source_location where) {
    enter(where);
    if (value_ >= most_) {
        throw UsageError(describe() + " has all its permits: this one was never acquired, or is released twice", where,
                         "semaphore");
    }
    const int before = value_++;
    wake_next(tell_at(EventKind::object_give, where, 1));
    tell_change(before);
}

// The first in line gets a permit now, though it runs later: until then nobody else can have it.
bool Semaphore::wake_next(loopscope::Sequence cause) {
    detail::Waiter* const first = line_.first_waiting();
    if (first == nullptr) return false;
    --value_;
    first->wake(cause);
    return true;
}

namespace detail {

void SemaphoreAwaiter::resume() {
    const bool cancelled = waiter_.leave();
    const int before = semaphore_.value_;
    if (!cancelled) semaphore_.take(where_);
    if (cancelled && waiter_.woken()) ++semaphore_.value_;
    // Those who came while this one was first had to wait behind it, even for permits that are free.
    while (semaphore_.value_ > 0 && semaphore_.wake_next(semaphore_.activity())) {
    }
    semaphore_.tell_change(before);
    if (cancelled) waiter_.rethrow();
}

}  // namespace detail
}  // namespace aio
