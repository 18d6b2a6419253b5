#include "conformance/program.hpp"

namespace conformance::timeout_cancelled_from_outside {

aio::Coro<> work() {
    try {
        co_await aio::with_timeout(10s, aio::sleep(20));
    } catch (const aio::TimeoutError&) {
        aio::print("never");
    }
}

PROGRAM(timeout, cancelled_from_outside) {
    auto task = aio::create_task(work());
    co_await aio::sleep(1);
    task.cancel();
    try {
        co_await task;
    } catch (const aio::CancelledError&) {
        aio::print("cancelled: {} requests: {}", word(task.cancelled()), task.cancelling());
    }
}

}  // namespace conformance::timeout_cancelled_from_outside
