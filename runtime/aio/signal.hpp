// Signals of the operating system: aio::signal and aio::Signals.
//
//   co_await aio::signal(SIGTERM);            the next one
//
//   aio::Signals signals({SIGTERM, SIGHUP});  from here on none is missed
//   int number = co_await signals.next();
//
// While somebody waits, or a Signals lives, the signal does nothing else to the process;
// afterwards it does what it did before. Ctrl-C needs none of this: it cancels the main
// task by itself (RunOptions::interrupts).
//
// Python: loop.add_signal_handler.  Lesson: lessons/03_event_loop.
// Thread rule: the loop's thread. A Signals may outlive its loop.
//
//   co_await aio::signal(number)   co_await signals.next()
//   REQUIRES  inside a task; a signal that can be caught (std::invalid_argument)
//   SWITCHES  always
//   CANCEL    CancelledError; a signal that came meanwhile is lost, unless a Signals keeps it
//   WAKES     this task, on the turn that takes the signal
#pragma once
#include "aio/inner.hpp"

#include <initializer_list>
#include <memory>

namespace aio {

namespace detail {
class SignalState;
}

class Signals {
public:
    // std::invalid_argument for a number that cannot be caught, UsageError where no loop runs.
    explicit Signals(std::initializer_list<int> numbers, std::source_location where = std::source_location::current());
    Signals(Signals&&) noexcept;
    Signals& operator=(Signals&&) noexcept;
    ~Signals();
    // The number of the next signal that comes, or has come since this was made.
    [[nodiscard]] detail::Inner<int> next();

private:
    std::shared_ptr<detail::SignalState> state_;
};

// Waits for the next signal `number`, and returns it.
[[nodiscard]] detail::Inner<int> signal(int number);

}  // namespace aio
