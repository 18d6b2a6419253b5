#include "conformance/program.hpp"

namespace conformance::gather_start_order {

aio::Coro<> work(int i) {
    aio::print("start {}", i);
    co_await aio::sleep(0);
    aio::print("end {}", i);
}

PROGRAM(gather, start_order) {
    aio::current_loop().call_soon([] { aio::print("callback"); });
    std::vector<aio::Coro<>> coros;
    for (int i = 0; i < 4; ++i) coros.push_back(work(i));
    auto group = aio::gather(std::move(coros));
    aio::print("gathered");
    co_await group;
}

}  // namespace conformance::gather_start_order
