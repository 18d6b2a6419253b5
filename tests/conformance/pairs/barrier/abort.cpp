#include "conformance/program.hpp"

namespace conformance::barrier_abort {

aio::Coro<> party(aio::Barrier& barrier, std::string name) {
    try {
        const int place = co_await barrier.wait();
        aio::print("{} passed as {}", name, place);
    } catch (const aio::BrokenBarrierError&) {
        aio::print("{} found it broken", name);
    }
}

PROGRAM(barrier, abort) {
    aio::Barrier barrier(2);
    auto task = aio::create_task(party(barrier, "a"));
    co_await aio::sleep(0);
    co_await barrier.abort();
    co_await task;
    aio::print("broken: {}", word(barrier.broken()));
    co_await party(barrier, "b");
    co_await barrier.reset();
    aio::print("broken: {}", word(barrier.broken()));
    co_await aio::gather(party(barrier, "c"), party(barrier, "d"));
}

}  // namespace conformance::barrier_abort
