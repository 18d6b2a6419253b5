#include "conformance/program.hpp"

namespace conformance::sleep_cancelled {

aio::Coro<> sleeper() {
    try {
        co_await aio::sleep(100);
    } catch (const aio::CancelledError&) {
        aio::print("woken at {}", now());
        throw;
    }
}

PROGRAM(sleep, cancelled) {
    auto task = aio::create_task(sleeper());
    co_await aio::sleep(1);
    task.cancel();
    co_await aio::sleep(1);
    aio::print("cancelled: {}", word(task.cancelled()));
}

}  // namespace conformance::sleep_cancelled
