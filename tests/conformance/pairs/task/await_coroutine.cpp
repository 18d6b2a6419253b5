#include "conformance/program.hpp"

namespace conformance::task_await_coroutine {

aio::Coro<int> inner() {
    aio::print("inner");
    co_return 1;
}

aio::Coro<int> outer() {
    int value = co_await inner();
    aio::print("outer");
    co_return value + 1;
}

PROGRAM(task, await_coroutine) {
    aio::current_loop().call_soon([] { aio::print("callback"); });
    const int value = co_await outer();
    aio::print("{}", value);
    co_await aio::sleep(0);
    aio::print("gave way");
}

}  // namespace conformance::task_await_coroutine
