#include "conformance/program.hpp"

namespace conformance::barrier_without_waiting {

PROGRAM(barrier, without_waiting) {
    aio::Barrier barrier(1);
    aio::current_loop().call_soon([] { aio::print("callback"); });
    const int first = co_await barrier.wait();
    const int second = co_await barrier.wait();
    aio::print("{} {}", first, second);
    co_await aio::sleep(0);
    try {
        aio::Barrier none(0);
    } catch (const std::invalid_argument&) {
        aio::print("refused");
    }
}

}  // namespace conformance::barrier_without_waiting
