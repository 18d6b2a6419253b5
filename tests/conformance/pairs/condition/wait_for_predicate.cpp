#include "conformance/program.hpp"

#include <fmt/ranges.h>

namespace conformance::condition_wait_for_predicate {

aio::Coro<> waiter(aio::Condition& condition, std::vector<int>& items) {
    auto guard = co_await condition.guard();
    co_await condition.wait_for([&items] { return items.size() >= 3; });
    aio::print("three are there: {}", items);
}

PROGRAM(condition, wait_for_predicate) {
    aio::Condition condition;
    std::vector<int> items;
    auto task = aio::create_task(waiter(condition, items));
    for (int i = 0; i < 4; ++i) {
        co_await aio::sleep(1);
        auto guard = co_await condition.guard();
        items.push_back(i);
        condition.notify_all();
        aio::print("put {}", i);
    }
    co_await task;
}

}  // namespace conformance::condition_wait_for_predicate
