#include "conformance/program.hpp"

namespace conformance::lock_release_and_acquire {

aio::Coro<> other(aio::Lock& lock) {
    auto guard = co_await lock.guard();
    aio::print("other");
}

PROGRAM(lock, release_and_acquire) {
    aio::Lock lock;
    co_await lock.acquire();
    auto task = aio::create_task(other(lock));
    co_await aio::sleep(0);
    lock.release();
    {
        auto guard = co_await lock.guard();
        aio::print("main again");
    }
    co_await task;
}

}  // namespace conformance::lock_release_and_acquire
