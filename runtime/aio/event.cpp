#include "aio/event.hpp"

namespace aio {

using loopscope::EventKind;
using loopscope::ValueKind;

Event::Event(std::string_view name, std::source_location where) : Primitive(loopscope::ObjectKind::event, name, where) {
    join_running_loop();
}

// Who was woken needs nothing of it any more: it was set.
Event::~Event() {
    line_.for_each([](detail::Waiter& waiter) {
        if (waiter.woken()) waiter.unlink();
    });
    orphan(line_);
}

void Event::tell_start() { tell_value(ValueKind::value, set_ ? 1 : 0); }

void Event::set(std::source_location where) {
    enter(where);
    if (set_) return;
    set_ = true;
    loopscope::Sequence cause = 0;
    if (recorder() != nullptr) {
        tell_value(ValueKind::value, 1);
        cause = tell_at(EventKind::object_notify, where, static_cast<std::uint32_t>(line_.waiting()));
    }
    line_.for_each([cause](detail::Waiter& waiter) {
        if (waiter.waiting()) waiter.wake(cause);
    });
}

void Event::clear(std::source_location where) {
    enter(where);
    if (!set_) return;
    set_ = false;
    tell_value(ValueKind::value, 0);
}

}  // namespace aio
