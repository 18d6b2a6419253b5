#include "conformance/program.hpp"

namespace conformance::semaphore_limits {

aio::Coro<> work(aio::Semaphore& semaphore, char name) {
    auto guard = co_await semaphore.guard();
    aio::print("{} in at {}", name, now());
    co_await aio::sleep(1);
}

PROGRAM(semaphore, limits) {
    aio::Semaphore semaphore(2);
    std::vector<aio::Coro<>> coros;
    for (char name : std::string("abcde")) coros.push_back(work(semaphore, name));
    co_await aio::gather(std::move(coros));
    aio::print("locked: {}", word(semaphore.locked()));
}

}  // namespace conformance::semaphore_limits
