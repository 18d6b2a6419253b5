#include "conformance/program.hpp"

namespace conformance::cancel_another_error {

aio::Coro<> work() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        throw std::runtime_error("could not clean up");
    }
}

PROGRAM(cancel, another_error) {
    auto task = aio::create_task(work());
    co_await aio::sleep(0);
    task.cancel();
    try {
        co_await task;
    } catch (const std::runtime_error& error) {
        aio::print("{}", error.what());
    }
    aio::print("cancelled: {} requests: {}", word(task.cancelled()), task.cancelling());
}

}  // namespace conformance::cancel_another_error
