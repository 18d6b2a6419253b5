#include "conformance/program.hpp"

namespace conformance::task_await_done {

aio::Coro<int> work() { co_return 7; }

PROGRAM(task, await_done) {
    auto task = aio::create_task(work());
    co_await aio::sleep(0);
    aio::current_loop().call_soon([] { aio::print("callback"); });
    const int first = co_await task;
    aio::print("{}", first);
    const int second = co_await task;
    aio::print("{}", second);
    co_await aio::sleep(0);
}

}  // namespace conformance::task_await_done
