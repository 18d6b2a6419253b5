#include "aio/pool_base.hpp"

#include "aio/loop.hpp"

#include <utility>

namespace aio::detail {

using loopscope::EventKind;
using loopscope::pack;
using loopscope::Sequence;
using loopscope::ValueKind;

PoolBase::PoolBase(std::size_t minimum, std::size_t maximum, std::string_view name, const std::source_location& where)
    : Primitive(loopscope::ObjectKind::pool, name, where), maximum_(maximum) {
    if (maximum == 0) throw std::invalid_argument("a pool has at least one place: its maximum is 0");
    if (minimum > maximum) throw std::invalid_argument("a pool's minimum is not above its maximum");
    join_running_loop();
}

PoolBase::~PoolBase() { abandon(); }

void PoolBase::abandon() noexcept {
    closed_ = true;
    orphan(line_);
    orphan(closers_);
}

PoolStatistics PoolBase::count(std::size_t idle) const noexcept {
    PoolStatistics all = numbers_;
    all.maximum = maximum_;
    all.in_use = in_use_;
    all.idle = idle;
    all.waiting = line_.waiting();
    return all;
}

void PoolBase::tell_start() { tell_value(ValueKind::capacity, static_cast<std::int64_t>(maximum_)); }

bool PoolBase::try_take_place() {
    if (closed_) throw_closed();
    if (in_use_ >= maximum_ || line_.any_uncancelled()) return false;
    ++in_use_;
    return true;
}

// The first in line gets the place now, though it runs later: until then nobody else can have it.
void PoolBase::give_place(Sequence cause) {
    --in_use_;
    fill_places(cause);
    if (in_use_ > 0) return;
    while (Waiter* closer = closers_.first_waiting()) closer->wake(cause);
}

void PoolBase::fill_places(Sequence cause) {
    while (in_use_ < maximum_) {
        Waiter* const next = line_.first_waiting();
        if (next == nullptr) return;
        ++in_use_;
        next->wake(cause);
    }
}

// Each of those in line is given a place, there or not: every wake-up means one, and they give it back.
void PoolBase::begin_close(const std::source_location& where) {
    enter(where);
    if (std::exchange(closed_, true)) return;
    Sequence cause = activity();
    if (loopscope::Recorder* listener = recorder()) {
        cause = tell(EventKind::object_close, static_cast<std::uint8_t>(loopscope::CloseKind::shut_down), 0,
                     pack(task_id(), listener->site(where)));
    }
    while (Waiter* waiter = line_.first_waiting()) {
        ++in_use_;
        waiter->wake(cause);
    }
}

void PoolBase::throw_closed() const { throw PoolClosed(describe() + " is closed"); }

void PoolBase::report_close(std::exception_ptr error) const noexcept {
    report_anywhere({describe() + " could not close a resource", std::move(error)});
}

void PlaceAwaiter::resume() {
    const bool cancelled = waiter_.leave();
    const bool has_place = waiter_.woken();
    if (has_place && (cancelled || pool_.closed_)) pool_.give_place(pool_.activity());
    // Who came while this one was woken and had not run stands in line, though a place may be free.
    pool_.fill_places(pool_.activity());
    if (cancelled) waiter_.rethrow();
    if (pool_.closed_) pool_.throw_closed();
}

}  // namespace aio::detail
