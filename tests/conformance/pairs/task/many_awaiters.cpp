#include "conformance/program.hpp"

namespace conformance::task_many_awaiters {

aio::Coro<int> work() {
    co_await aio::sleep(1);
    co_return 5;
}

aio::Coro<> waiter(char name, aio::Task<int> task) {
    const int value = co_await task;
    aio::print("{} got {}", name, value);
}

PROGRAM(task, many_awaiters) {
    auto task = aio::create_task(work());
    std::vector<aio::Task<>> waiters;
    for (char name : std::string("abc")) waiters.push_back(aio::create_task(waiter(name, task)));
    for (auto& each : waiters) co_await each;
    const int value = co_await task;
    aio::print("main got {}", value);
}

}  // namespace conformance::task_many_awaiters
