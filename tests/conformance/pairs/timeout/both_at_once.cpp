#include "conformance/program.hpp"

namespace conformance::timeout_both_at_once {

aio::Coro<> work() {
    try {
        co_await aio::with_timeout(1s, aio::sleep(20));
    } catch (const aio::TimeoutError&) {
        aio::print("never");
    }
}

PROGRAM(timeout, both_at_once) {
    auto task = aio::create_task(work());
    co_await aio::sleep(0);
    aio::current_loop().call_later(1s, [&task] { task.cancel(); });
    try {
        co_await task;
    } catch (const aio::CancelledError&) {
        aio::print("cancelled: {} requests: {}", word(task.cancelled()), task.cancelling());
    }
}

}  // namespace conformance::timeout_both_at_once
