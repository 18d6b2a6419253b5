#include "aio/lock.hpp"

#include "aio/errors.hpp"
#include "aio/loop.hpp"

namespace aio {

using loopscope::EventKind;

Lock::Lock(std::string_view name, std::source_location where) : Primitive(loopscope::ObjectKind::lock, name, where) {
    join_running_loop();
}

Lock::~Lock() { orphan(line_); }

bool Lock::try_acquire(const std::source_location& where) {
    if (locked_ || line_.any_uncancelled()) return false;
    take(where);
    return true;
}

void Lock::take(const std::source_location& where) {
    locked_ = true;
    owner_ = task_id();
    tell_at(EventKind::object_take, where, 1);
}

void Lock::release(std::source_location where) {
    enter(where);
    if (!locked_) throw UsageError(describe() + " is not held by anybody: acquire it first", where, "lock");
    locked_ = false;
    owner_ = 0;
    wake_first(tell_at(EventKind::object_give, where, 1));
}

// Whoever was woken or cancelled and has not run yet still stands first, and sees to the next.
void Lock::wake_first(loopscope::Sequence cause) {
    if (!line_.empty() && line_.front().waiting()) line_.front().wake(cause);
}

Lock::Statistics Lock::statistics() const noexcept { return {locked_, owner_, line_.waiting()}; }

namespace detail {

void LockAwaiter::resume() {
    if (waiter_.leave()) {
        if (!lock_.locked_) lock_.wake_first(lock_.activity());
        waiter_.rethrow();
    }
    lock_.take(where_);
}

}  // namespace detail
}  // namespace aio
