#include "conformance/program.hpp"

namespace conformance::future_result_next_turn {

aio::Coro<> waiter(aio::Future<int> future) {
    const int value = co_await future;
    aio::print("got {}", value);
}

PROGRAM(future, result_next_turn) {
    aio::Future<int> future;
    auto task = aio::create_task(waiter(future));
    co_await aio::sleep(0);
    future.set_result(5);
    aio::print("set, done: {}", word(future.done()));
    co_await aio::sleep(0);
    aio::print("one turn later");
    co_await task;
}

}  // namespace conformance::future_result_next_turn
