#include "conformance/program.hpp"

namespace conformance::condition_notify_some {

aio::Coro<> waiter(aio::Condition& condition, char name) {
    auto guard = co_await condition.guard();
    co_await condition.wait();
    aio::print("{} goes on, locked: {}", name, word(condition.locked()));
}

PROGRAM(condition, notify_some) {
    aio::Condition condition;
    std::vector<aio::Task<>> tasks;
    for (char name : std::string("abcd")) tasks.push_back(aio::create_task(waiter(condition, name)));
    co_await aio::sleep(0);
    {
        auto guard = co_await condition.guard();
        condition.notify(2);
        aio::print("notified two");
    }
    co_await aio::sleep(1);
    {
        auto guard = co_await condition.guard();
        condition.notify_all();
        aio::print("notified all");
    }
    co_await aio::gather(tasks);
}

}  // namespace conformance::condition_notify_some
