#include "conformance/program.hpp"

namespace conformance::shield_outer_cancelled {

aio::Coro<std::string> work() {
    co_await aio::sleep(2);
    aio::print("work is done");
    co_return "result";
}

aio::Coro<> waiter(aio::Task<std::string> task) {
    try {
        co_await aio::shield(task);
    } catch (const aio::CancelledError&) {
        aio::print("waiter met it");
        throw;
    }
}

PROGRAM(shield, outer_cancelled) {
    auto task = aio::create_task(work());
    auto waiting = aio::create_task(waiter(task));
    co_await aio::sleep(1);
    waiting.cancel();
    const std::string result = co_await task;
    aio::print("{}", result);
    aio::print("cancelled: {} {}", word(waiting.cancelled()), word(task.cancelled()));
}

}  // namespace conformance::shield_outer_cancelled
