#include "conformance/program.hpp"

namespace conformance::semaphore_no_barging {

aio::Coro<> work(aio::Semaphore& semaphore, char name) {
    auto guard = co_await semaphore.guard();
    aio::print("{}", name);
}

PROGRAM(semaphore, no_barging) {
    aio::Semaphore semaphore(1);
    co_await semaphore.acquire();
    std::vector<aio::Task<>> tasks;
    for (char name : std::string("abc")) tasks.push_back(aio::create_task(work(semaphore, name)));
    co_await aio::sleep(0);
    semaphore.release();
    aio::print("locked: {}", word(semaphore.locked()));
    co_await semaphore.acquire();
    aio::print("main");
    semaphore.release();
    co_await aio::gather(tasks);
}

}  // namespace conformance::semaphore_no_barging
