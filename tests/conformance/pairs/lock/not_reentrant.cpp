#include "conformance/program.hpp"

namespace conformance::lock_not_reentrant {

aio::Coro<> twice(aio::Lock& lock) {
    co_await lock.acquire();
    aio::print("once");
    try {
        co_await lock.acquire();
        aio::print("never");
    } catch (const aio::CancelledError&) {
        aio::print("had to be cancelled");
    }
    lock.release();
}

PROGRAM(lock, not_reentrant) {
    aio::Lock lock;
    auto task = aio::create_task(twice(lock));
    co_await aio::sleep(1);
    aio::print("done: {}", word(task.done()));
    task.cancel();
    co_await task;
    aio::print("locked: {}", word(lock.locked()));
}

}  // namespace conformance::lock_not_reentrant
