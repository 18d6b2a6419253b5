#include "conformance/program.hpp"

namespace conformance::task_await_twice {

aio::Coro<int> work() { co_return 1; }

PROGRAM(task, await_twice) {
    auto coro = work();
    const int value = co_await coro;
    aio::print("{}", value);
    try {
        co_await coro;
    } catch (const aio::UsageError&) {
        aio::print("refused");
    }
}

}  // namespace conformance::task_await_twice
