#include "conformance/program.hpp"

namespace conformance::shield_turns {

aio::Coro<> ticks() {
    for (int i = 0; i < 4; ++i) {
        aio::print("turn {}", i);
        co_await aio::sleep(0);
    }
}

aio::Coro<> waiter(aio::Future<> future) {
    co_await aio::shield(future);
    aio::print("goes on");
}

PROGRAM(shield, turns) {
    aio::Future<> future;
    auto task = aio::create_task(waiter(future));
    co_await aio::sleep(1);
    auto clock = aio::create_task(ticks());
    future.set_result();
    co_await task;
    co_await clock;
}

}  // namespace conformance::shield_turns
