#include "conformance/program.hpp"

namespace conformance::cancel_woken_and_cancelled {

aio::Coro<> waiter(aio::Future<int> future) {
    try {
        const int value = co_await future;
        aio::print("got {}", value);
    } catch (const aio::CancelledError&) {
        aio::print("cancelled, though the result was there: {}", future.result());
    }
}

PROGRAM(cancel, woken_and_cancelled) {
    aio::Future<int> future;
    auto task = aio::create_task(waiter(future));
    co_await aio::sleep(0);
    future.set_result(5);
    aio::print("asked: {}", word(task.cancel()));
    co_await task;
}

}  // namespace conformance::cancel_woken_and_cancelled
