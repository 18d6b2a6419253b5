#include "conformance/program.hpp"

namespace conformance::condition_cancelled_while_locking {

aio::Coro<> waiter(aio::Condition& condition) {
    auto guard = co_await condition.guard();
    try {
        co_await condition.wait();
        aio::print("never");
    } catch (const aio::CancelledError&) {
        aio::print("cancelled at {} locked: {}", now(), word(condition.locked()));
        throw;
    }
}

PROGRAM(condition, cancelled_while_locking) {
    aio::Condition condition;
    auto task = aio::create_task(waiter(condition));
    co_await aio::sleep(0);
    {
        auto guard = co_await condition.guard();
        condition.notify();
        co_await aio::sleep(1);
        task.cancel();
        co_await aio::sleep(1);
        task.cancel();
        co_await aio::sleep(1);
    }
    co_await aio::gather(aio::return_exceptions, task);
    aio::print("cancelled: {} locked: {}", word(task.cancelled()), word(condition.locked()));
}

}  // namespace conformance::condition_cancelled_while_locking
