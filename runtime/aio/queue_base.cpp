#include "aio/queue_base.hpp"

#include "aio/errors.hpp"
#include "aio/loop.hpp"

#include <algorithm>

namespace aio::detail {

using loopscope::EventKind;
using loopscope::pack;
using loopscope::Sequence;
using loopscope::ValueKind;

QueueBase::QueueBase(loopscope::ObjectKind kind, std::size_t maxsize, std::string_view name,
                     const std::source_location& where)
    : Primitive(kind, name, where), maxsize_(maxsize) {}

QueueBase::~QueueBase() {
    orphan(getters_);
    orphan(putters_);
    orphan(joiners_);
}

void QueueBase::task_done(std::source_location where) {
    enter(where);
    if (unfinished_ == 0) {
        throw UsageError("task_done() was called more often than items were put into " + describe(), where, "queue");
    }
    --unfinished_;
    const Sequence cause = tell_value(ValueKind::unfinished, static_cast<std::int64_t>(unfinished_));
    if (unfinished_ == 0) finished(cause);
}

// Who was woken here needs nothing of the queue any more: it may be gone when their tasks run.
void QueueBase::finished(Sequence cause) {
    while (!joiners_.empty()) {
        Waiter& joiner = joiners_.front();
        joiner.unlink();
        if (joiner.waiting()) joiner.wake(cause);
    }
}

void QueueBase::wake_all(WaiterList& line, Sequence cause) {
    while (Waiter* next = line.first_waiting()) next->wake(cause);
}

Sequence QueueBase::close(bool immediate, const std::source_location& where) {
    enter(where);
    shut_down_ = true;
    loopscope::Recorder* listener = recorder();
    if (listener == nullptr) return 0;
    const auto how = immediate ? loopscope::CloseKind::at_once : loopscope::CloseKind::shut_down;
    return tell(EventKind::object_close, static_cast<std::uint8_t>(how), 0, pack(task_id(), listener->site(where)));
}

void QueueBase::drop_unfinished(std::size_t items, Sequence cause) {
    unfinished_ -= std::min(unfinished_, items);
    tell_value(ValueKind::unfinished, static_cast<std::int64_t>(unfinished_));
    if (unfinished_ == 0) finished(cause);
}

void QueueBase::wake_everybody(Sequence cause) {
    wake_all(getters_, cause);
    wake_all(putters_, cause);
}

Sequence QueueBase::tell_put(std::uint64_t number, const std::string& shown, const std::source_location& where) {
    loopscope::Recorder& listener = *recorder();
    return listener.record_text(EventKind::object_put, id(), activity(), 0, static_cast<std::uint32_t>(number),
                                pack(task_id(), listener.site(where)), shown);
}

Sequence QueueBase::tell_get(std::uint64_t number, const std::source_location& where) {
    loopscope::Recorder& listener = *recorder();
    return tell(EventKind::object_get, 0, static_cast<std::uint32_t>(number), pack(task_id(), listener.site(where)));
}

void QueueBase::tell_numbers() {
    tell_value(ValueKind::capacity, static_cast<std::int64_t>(maxsize_));
    if (unfinished_ != 0) tell_value(ValueKind::unfinished, static_cast<std::int64_t>(unfinished_));
}

QueueStatistics QueueBase::count(std::size_t qsize) const noexcept {
    return {.qsize = qsize,
            .maxsize = maxsize_,
            .unfinished = unfinished_,
            .getters = getters_.waiting(),
            .putters = putters_.waiting(),
            .joiners = joiners_.waiting(),
            .shut_down = shut_down_};
}

void QueueBase::throw_shut_down() const { throw QueueShutDown(describe() + " is shut down"); }
void QueueBase::throw_empty() const { throw QueueEmpty(describe() + " is empty"); }
void QueueBase::throw_full() const { throw QueueFull(describe() + " is full"); }

}  // namespace aio::detail
