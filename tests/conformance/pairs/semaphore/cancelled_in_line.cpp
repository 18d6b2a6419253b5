#include "conformance/program.hpp"

namespace conformance::semaphore_cancelled_in_line {

aio::Coro<> work(aio::Semaphore& semaphore, char name) {
    try {
        auto guard = co_await semaphore.guard();
        aio::print("{} in", name);
        co_await aio::sleep(1);
    } catch (const aio::CancelledError&) {
        aio::print("{} gave up", name);
    }
}

PROGRAM(semaphore, cancelled_in_line) {
    aio::Semaphore semaphore(1);
    std::vector<aio::Task<>> tasks;
    for (char name : std::string("abcde")) tasks.push_back(aio::create_task(work(semaphore, name)));
    co_await aio::sleep(0.5);
    tasks[1].cancel();
    tasks[3].cancel();
    co_await aio::sleep(1);
    tasks[2].cancel();
    co_await aio::gather(tasks);
    aio::print("at {}", now());
}

}  // namespace conformance::semaphore_cancelled_in_line
