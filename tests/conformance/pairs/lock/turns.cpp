#include "conformance/program.hpp"

namespace conformance::lock_turns {

aio::Coro<> ticks() {
    for (int i = 0; i < 3; ++i) {
        aio::print("turn {}", i);
        co_await aio::sleep(0);
    }
}

aio::Coro<> waiter(aio::Lock& lock) {
    co_await lock.acquire();
    aio::print("acquired");
}

PROGRAM(lock, turns) {
    aio::Lock lock;
    co_await lock.acquire();
    auto task = aio::create_task(waiter(lock));
    co_await aio::sleep(1);
    auto clock = aio::create_task(ticks());
    lock.release();
    co_await task;
    co_await clock;
}

}  // namespace conformance::lock_turns
