#include "conformance/program.hpp"

namespace conformance::condition_notified_and_cancelled {

aio::Coro<> waiter(aio::Condition& condition, std::string name) {
    auto guard = co_await condition.guard();
    co_await condition.wait();
    aio::print("{} goes on", name);
}

PROGRAM(condition, notified_and_cancelled) {
    aio::Condition condition;
    auto a = aio::create_task(waiter(condition, "a"));
    auto b = aio::create_task(waiter(condition, "b"));
    co_await aio::sleep(0);
    {
        auto guard = co_await condition.guard();
        condition.notify(1);
    }
    a.cancel();
    co_await aio::sleep(1);
    aio::print("a cancelled: {} b done: {}", word(a.cancelled()), word(b.done()));
}

}  // namespace conformance::condition_notified_and_cancelled
