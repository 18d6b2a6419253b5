#include "conformance/program.hpp"

namespace conformance::semaphore_several_releases {

aio::Coro<> work(aio::Semaphore& semaphore, char name) {
    co_await semaphore.acquire();
    aio::print("{}", name);
}

PROGRAM(semaphore, several_releases) {
    aio::Semaphore semaphore(0);
    std::vector<aio::Task<>> tasks;
    for (char name : std::string("abcd")) tasks.push_back(aio::create_task(work(semaphore, name)));
    co_await aio::sleep(0);
    for (int i = 0; i < 3; ++i) semaphore.release();
    co_await aio::sleep(0);
    aio::print("one turn later");
    semaphore.release();
    co_await aio::gather(tasks);
}

}  // namespace conformance::semaphore_several_releases
