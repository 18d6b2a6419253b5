#include "conformance/program.hpp"

namespace conformance::wait_cancelled {

aio::Coro<std::string> work() {
    co_await aio::sleep(2);
    co_return "result";
}

aio::Coro<> waiter(aio::Task<std::string> task) {
    try {
        co_await aio::wait(task);
    } catch (const aio::CancelledError&) {
        aio::print("waiter gave up");
        throw;
    }
}

PROGRAM(wait, cancelled) {
    auto task = aio::create_task(work());
    auto waiting = aio::create_task(waiter(task));
    co_await aio::sleep(1);
    waiting.cancel();
    const std::string result = co_await task;
    aio::print("{}", result);
    aio::print("cancelled: {} {}", word(waiting.cancelled()), word(task.cancelled()));
}

}  // namespace conformance::wait_cancelled
