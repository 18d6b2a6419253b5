#include "conformance/program.hpp"

namespace conformance::cancel_message {

aio::Coro<> work() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError& error) {
        aio::print("work met: {}", error.message());
        throw;
    }
}

PROGRAM(cancel, message) {
    auto task = aio::create_task(work());
    co_await aio::sleep(0);
    task.cancel("the user left");
    try {
        co_await task;
    } catch (const aio::CancelledError& error) {
        aio::print("main met: {}", error.message());
    }
}

}  // namespace conformance::cancel_message
