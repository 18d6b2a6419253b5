#include "conformance/program.hpp"

namespace conformance::future_waiters_in_order {

aio::Coro<> waiter(std::string name, aio::Future<> future, int delay) {
    co_await aio::sleep(delay);
    aio::print("{} waits", name);
    co_await future;
    aio::print("{} goes on", name);
}

PROGRAM(future, waiters_in_order) {
    aio::Future<> future;
    std::vector<aio::Task<>> tasks;
    tasks.push_back(aio::create_task(waiter("a", future, 3)));
    tasks.push_back(aio::create_task(waiter("b", future, 1)));
    tasks.push_back(aio::create_task(waiter("c", future, 2)));
    co_await aio::sleep(4);
    future.set_result();
    co_await aio::gather(tasks);
}

}  // namespace conformance::future_waiters_in_order
