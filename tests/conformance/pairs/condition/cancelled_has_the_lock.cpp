#include "conformance/program.hpp"

namespace conformance::condition_cancelled_has_the_lock {

aio::Coro<> waiter(aio::Condition& condition) {
    auto guard = co_await condition.guard();
    try {
        co_await condition.wait();
    } catch (const aio::CancelledError&) {
        aio::print("cancelled, locked: {} at {}", word(condition.locked()), now());
        throw;
    }
}

PROGRAM(condition, cancelled_has_the_lock) {
    aio::Condition condition;
    auto task = aio::create_task(waiter(condition));
    co_await aio::sleep(0);
    {
        auto guard = co_await condition.guard();
        task.cancel();
        co_await aio::sleep(2);
        aio::print("main lets go");
    }
    co_await aio::gather(aio::return_exceptions, task);
    aio::print("cancelled: {} locked: {}", word(task.cancelled()), word(condition.locked()));
}

}  // namespace conformance::condition_cancelled_has_the_lock
