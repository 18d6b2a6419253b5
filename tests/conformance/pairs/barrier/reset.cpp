#include "conformance/program.hpp"

namespace conformance::barrier_reset {

aio::Coro<> party(aio::Barrier& barrier, std::string name) {
    try {
        const int place = co_await barrier.wait();
        aio::print("{} passed as {}", name, place);
    } catch (const aio::BrokenBarrierError&) {
        aio::print("{} was sent away", name);
    }
}

PROGRAM(barrier, reset) {
    aio::Barrier barrier(2);
    auto task = aio::create_task(party(barrier, "a"));
    co_await aio::sleep(0);
    co_await barrier.reset();
    aio::print("broken: {}", word(barrier.broken()));
    co_await task;
    co_await aio::gather(party(barrier, "b"), party(barrier, "c"));
}

}  // namespace conformance::barrier_reset
