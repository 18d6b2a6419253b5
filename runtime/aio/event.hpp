// aio::Event: a flag that tasks can wait for.
//
// set() wakes everybody who waits, and whoever comes while it is set goes straight on.
// Those who were woken go on even if it is cleared before they run.
//
//   co_await ready.wait();      ready.set();
//
// Python: asyncio.Event.  Lesson: lessons/12_event.
// Thread rule: the loop's thread.
//
//   co_await event.wait()
//   REQUIRES  inside a task of the event's loop (UsageError)
//   SWITCHES  only if it is not set
//   CANCEL    leaves the line
//   WAKES     nobody. set() wakes everybody in line, oldest first; they run a turn later
#pragma once
#include "aio/signal_wait.hpp"

#include <cstddef>
#include <source_location>
#include <string_view>

namespace aio {

class Event;

namespace detail {
struct EventWait {
    explicit EventWait(Event& of) noexcept : event(of) {}
    Event& event;
};
class EventAwaiter;
}  // namespace detail

class Event : public detail::Primitive {
public:
    explicit Event(std::string_view name = {}, std::source_location where = std::source_location::current());
    ~Event() override;

    [[nodiscard("nobody waits until this is awaited: co_await it")]] detail::EventWait wait() noexcept {
        return detail::EventWait(*this);
    }
    // WAKES: everybody who waits. Does nothing if it is set already.
    void set(std::source_location where = std::source_location::current());
    void clear(std::source_location where = std::source_location::current());
    bool is_set() const noexcept { return set_; }

    struct Statistics {
        bool set = false;
        std::size_t waiting = 0;  // tasks that nobody woke yet
    };
    Statistics statistics() const noexcept { return {set_, line_.waiting()}; }

private:
    friend class detail::EventAwaiter;
    void tell_start() override;

    detail::WaiterList line_;
    bool set_ = false;
};

namespace detail {

class EventAwaiter : public SignalAwaiter {
public:
    EventAwaiter(Event& event, const std::source_location& where) : SignalAwaiter(event, event.line_) {
        event.enter(where);
        passes_ = event.set_;
        if (passes_) event.tell_passed(loopscope::WaitReason::signal, where);
    }
    bool await_ready() const noexcept { return passes_; }
    void await_resume() {
        if (!passes_) SignalAwaiter::await_resume();
    }

private:
    bool passes_;
};

inline EventAwaiter make_awaiter(const EventWait& wait, const std::source_location& where) {
    return EventAwaiter(wait.event, where);
}

}  // namespace detail
}  // namespace aio
