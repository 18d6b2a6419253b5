#include "conformance/program.hpp"

namespace conformance::condition_turns {

aio::Coro<> ticks() {
    for (int i = 0; i < 5; ++i) {
        aio::print("turn {}", i);
        co_await aio::sleep(0);
    }
}

aio::Coro<> waiter(aio::Condition& condition, std::string name) {
    auto guard = co_await condition.guard();
    co_await condition.wait();
    aio::print("{} goes on", name);
}

PROGRAM(condition, turns) {
    aio::Condition condition;
    std::vector<aio::Task<>> tasks;
    for (std::string name : {"a", "b"}) tasks.push_back(aio::create_task(waiter(condition, name)));
    co_await aio::sleep(1);
    auto clock = aio::create_task(ticks());
    {
        auto guard = co_await condition.guard();
        condition.notify_all();
    }
    co_await aio::gather(tasks);
    co_await clock;
}

}  // namespace conformance::condition_turns
