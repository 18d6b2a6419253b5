#include "conformance/program.hpp"

namespace conformance::cancel_twice_is_once {

aio::Coro<> work() {
    for (int i = 0; i < 2; ++i) {
        try {
            co_await aio::sleep(1);
            aio::print("{} slept", i);
        } catch (const aio::CancelledError& error) {
            aio::print("{} cancelled: {}", i, error.message());
        }
    }
}

PROGRAM(cancel, twice_is_once) {
    auto task = aio::create_task(work());
    co_await aio::sleep(0);
    const bool first = task.cancel("first");
    const bool second = task.cancel("second");
    aio::print("{} {}", word(first), word(second));
    co_await task;
    aio::print("requests: {}", task.cancelling());
    const int one = task.uncancel();
    const int two = task.uncancel();
    aio::print("taken back: {} {} {}", one, two, task.uncancel());
}

}  // namespace conformance::cancel_twice_is_once
