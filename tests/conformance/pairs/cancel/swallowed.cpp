#include "conformance/program.hpp"

namespace conformance::cancel_swallowed {

aio::Coro<std::string> work() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        aio::print("caught");
    }
    co_await aio::sleep(1);
    co_return "a result all the same";
}

PROGRAM(cancel, swallowed) {
    auto task = aio::create_task(work());
    co_await aio::sleep(0);
    task.cancel();
    const std::string result = co_await task;
    aio::print("{}", result);
    aio::print("cancelled: {} requests: {}", word(task.cancelled()), task.cancelling());
}

}  // namespace conformance::cancel_swallowed
