#include "conformance/program.hpp"

namespace conformance::gather_without_waiting {

aio::Coro<int> work() { co_return 1; }

PROGRAM(gather, without_waiting) {
    auto task = aio::create_task(work());
    co_await task;
    aio::current_loop().call_soon([] { aio::print("callback"); });
    auto none = co_await aio::gather(std::vector<aio::Coro<int>>());
    aio::print("{}", none.size());
    auto [one] = co_await aio::gather(task);
    aio::print("[{}]", one);
    co_await aio::sleep(0);
}

}  // namespace conformance::gather_without_waiting
