#include "conformance/program.hpp"

namespace conformance::semaphore_woken_and_cancelled {

aio::Coro<> work(aio::Semaphore& semaphore, std::string name) {
    co_await semaphore.acquire();
    aio::print("{} has it", name);
}

PROGRAM(semaphore, woken_and_cancelled) {
    aio::Semaphore semaphore(0);
    auto a = aio::create_task(work(semaphore, "a"));
    auto b = aio::create_task(work(semaphore, "b"));
    co_await aio::sleep(0);
    semaphore.release();
    a.cancel();
    co_await aio::sleep(1);
    aio::print("a cancelled: {} b done: {} locked: {}", word(a.cancelled()), word(b.done()), word(semaphore.locked()));
}

}  // namespace conformance::semaphore_woken_and_cancelled
