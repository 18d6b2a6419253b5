#include "conformance/program.hpp"

namespace conformance::wait_for_outer_cancel {

aio::Coro<> work() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        aio::print("work met it");
        throw;
    }
}

aio::Coro<> waiter(aio::Task<> task) {
    try {
        co_await aio::wait_for(task, 5s);
    } catch (const aio::CancelledError&) {
        aio::print("waiter met it");
        throw;
    }
}

PROGRAM(wait_for, outer_cancel) {
    auto task = aio::create_task(work());
    auto waiting = aio::create_task(waiter(task));
    co_await aio::sleep(1);
    waiting.cancel();
    co_await aio::sleep(1);
    aio::print("cancelled: {} {}", word(waiting.cancelled()), word(task.cancelled()));
}

}  // namespace conformance::wait_for_outer_cancel
