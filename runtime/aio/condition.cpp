#include "aio/condition.hpp"

#include "aio/errors.hpp"
#include "aio/signal_wait.hpp"

#include <algorithm>
#include <exception>
#include <limits>

namespace aio {

using loopscope::EventKind;

Condition::Condition(std::string_view name, std::source_location where)
    : Primitive(loopscope::ObjectKind::condition, name, where),
      own_lock_(std::in_place, name, where),
      lock_(*own_lock_) {
    join_running_loop();
}

Condition::Condition(Lock& lock, std::string_view name, std::source_location where)
    : Primitive(loopscope::ObjectKind::condition, name, where), lock_(lock) {
    join_running_loop();
}

Condition::Condition(const detail::PartOf& part) : Primitive(part), own_lock_(std::in_place, part), lock_(*own_lock_) {}

Condition::~Condition() { orphan(line_); }

Lock& Condition::lost_lock() const {
    throw UsageError("the lock of " + describe() + " was destroyed: let it live longer than the condition", {},
                     "event");
}

void Condition::require_lock(const char* what, const std::source_location& where) const {
    if (lock().locked()) return;
    throw UsageError(describe() + ": " + what + " needs its lock: co_await guard() first", where, "event");
}

void Condition::notify(std::size_t count, std::source_location where) {
    enter(where);
    require_lock("notify", where);
    loopscope::Sequence cause = 0;
    if (recorder() != nullptr) {
        cause = tell_at(EventKind::object_notify, where, static_cast<std::uint32_t>(std::min(count, line_.waiting())));
    }
    wake(count, cause);
}

void Condition::notify_all(std::source_location where) { notify(std::numeric_limits<std::size_t>::max(), where); }

void Condition::wake(std::size_t count, loopscope::Sequence cause) {
    for (; count > 0; --count) {
        detail::Waiter* const first = line_.first_waiting();
        if (first == nullptr) return;
        first->wake(cause);
    }
}

detail::Inner<void> Condition::start_wait(const std::source_location& where) {
    enter(where);
    require_lock("wait", where);
    return wait_and_lock_again(where);
}

// While it waits, the condition and its lock may go, together or one of them.
detail::Inner<void> Condition::wait_and_lock_again(std::source_location where) {
    const detail::Watch<Condition> self(*this);
    const detail::Watch<Lock> lock(*lock_);
    std::exception_ptr error;  // the latest
    lock->release(where);
    try {
        co_await detail::SignalWait(*this, line_);
    } catch (...) {
        error = std::current_exception();
    }
    bool locked = false;
    while (!locked && lock) {
        try {
            co_await lock->acquire();
            locked = true;
        } catch (const CancelledError&) {
            error = std::current_exception();
        }
    }
    if (!error && !self) {
        error = std::make_exception_ptr(UsageError(
            "the condition was destroyed while a task waited for it: let it live longer than the tasks that use it",
            where, "event"));
    }
    if (!error) co_return;
    // It may have been notified before the error reached it: the next in line is told instead. At
    // worst that one wakes for nothing, which whoever waits for a condition is prepared for.
    if (self) wake(1, activity());
    std::rethrow_exception(error);
}

}  // namespace aio
