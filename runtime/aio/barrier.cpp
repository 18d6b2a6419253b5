#include "aio/barrier.hpp"

#include "aio/errors.hpp"
#include "monitor/recorder.hpp"

#include <exception>
#include <limits>
#include <stdexcept>
#include <string>

namespace aio {

using loopscope::CloseKind;
using loopscope::EventKind;
using loopscope::ValueKind;

namespace {
constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
}

Barrier::Barrier(int parties, std::string_view name, std::source_location where)
    : Primitive(loopscope::ObjectKind::barrier, name, where), changed_(detail::PartOf(*this)), parties_(parties) {
    if (parties < 1) throw std::invalid_argument("a barrier cannot have " + std::to_string(parties) + " parties");
    join_running_loop();
}

Barrier::~Barrier() = default;  // its condition and lock know who waits

void Barrier::tell_start() {
    tell_value(ValueKind::capacity, parties_);
    tell_value(ValueKind::value, inside_);
}

detail::Inner<int> Barrier::start_wait(const std::source_location& where) {
    enter(where);
    return pass(where);
}

detail::Inner<void> Barrier::start_reset(const std::source_location& where) {
    enter(where);
    return close(CloseKind::reset, where);
}

detail::Inner<void> Barrier::start_abort(const std::source_location& where) {
    enter(where);
    return close(CloseKind::aborted, where);
}

detail::Inner<int> Barrier::pass(std::source_location where) {
    const detail::Watch<Barrier> self(*this);
    const auto guard = co_await changed_.guard();
    const auto may_come_in = [this] { return state_ != State::draining && state_ != State::resetting; };
    co_await changed_.wait_for(may_come_in);
    if (state_ == State::broken) throw BrokenBarrierError(describe() + " was aborted");

    const int place = inside_;
    come_in();
    std::exception_ptr error;
    try {
        if (place + 1 == parties_) {
            let_all_go(where);
        } else {
            const auto is_over = [this] { return state_ != State::filling; };
            co_await changed_.wait_for(is_over);
            if (state_ != State::draining) throw BrokenBarrierError(describe() + " was aborted or reset");
        }
    } catch (...) {
        error = std::current_exception();
    }
    if (self) leave();
    if (error) std::rethrow_exception(error);
    co_return place;
}

detail::Inner<void> Barrier::close(CloseKind how, std::source_location where) {
    const auto guard = co_await changed_.guard();
    if (how == CloseKind::aborted) {
        state_ = State::broken;
    } else {
        state_ = inside_ > 0 ? State::resetting : State::filling;
    }
    loopscope::Sequence cause = 0;
    if (loopscope::Recorder* listener = recorder()) {
        cause = tell(EventKind::object_close, static_cast<std::uint8_t>(how), 0,
                     loopscope::pack(task_id(), listener->site(where)));
    }
    changed_.wake(kAll, cause);
}

void Barrier::let_all_go(const std::source_location& where) {
    state_ = State::draining;
    changed_.wake(kAll, tell_at(EventKind::object_notify, where, static_cast<std::uint32_t>(parties_ - 1)));
}

void Barrier::come_in() {
    ++inside_;
    tell_value(ValueKind::value, inside_);
}

// The last to leave opens the barrier again, for those who came meanwhile.
void Barrier::leave() {
    --inside_;
    const loopscope::Sequence cause = tell_value(ValueKind::value, inside_);
    if (inside_ > 0) return;
    if (state_ == State::resetting || state_ == State::draining) state_ = State::filling;
    changed_.wake(kAll, cause);
}

}  // namespace aio
