#include "conformance/program.hpp"

namespace conformance::task_chain_of_tasks {

aio::Coro<> nest(int depth) {
    if (depth == 0) {
        co_await aio::sleep(1);
    } else {
        co_await aio::create_task(nest(depth - 1));
    }
    aio::print("depth {}", depth);
    aio::current_loop().call_soon([] { aio::print("a turn later"); });
}

PROGRAM(task, chain_of_tasks) {
    co_await nest(3);
    aio::print("done");
    co_await aio::sleep(0);
}

}  // namespace conformance::task_chain_of_tasks
