#include "conformance/program.hpp"

namespace conformance::wait_done_gives_way {

aio::Coro<int> work() { co_return 1; }

PROGRAM(wait, done_gives_way) {
    auto task = aio::create_task(work());
    co_await task;
    aio::current_loop().call_soon([] { aio::print("callback"); });
    auto [done, pending] = co_await aio::wait(task);
    aio::print("{} {}", done.size(), pending.size());
}

}  // namespace conformance::wait_done_gives_way
