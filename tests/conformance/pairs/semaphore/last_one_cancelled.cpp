#include "conformance/program.hpp"

namespace conformance::semaphore_last_one_cancelled {

aio::Coro<> acquire(aio::Semaphore& semaphore) { co_await semaphore.acquire(); }

PROGRAM(semaphore, last_one_cancelled) {
    aio::Semaphore semaphore(0);
    auto task = aio::create_task(acquire(semaphore));
    co_await aio::sleep(0);
    aio::print("locked: {}", word(semaphore.locked()));
    semaphore.release();
    aio::print("locked: {}", word(semaphore.locked()));
    task.cancel();
    co_await aio::sleep(0);
    aio::print("cancelled: {} locked: {}", word(task.cancelled()), word(semaphore.locked()));
    co_await semaphore.acquire();
    aio::print("acquired");
}

}  // namespace conformance::semaphore_last_one_cancelled
