#include "conformance/program.hpp"

namespace conformance::barrier_cancelled_waiter {

aio::Coro<> party(aio::Barrier& barrier, std::string name) {
    try {
        const int place = co_await barrier.wait();
        aio::print("{} passed as {}", name, place);
    } catch (const aio::CancelledError&) {
        aio::print("{} gave up", name);
    }
}

PROGRAM(barrier, cancelled_waiter) {
    aio::Barrier barrier(2);
    auto task = aio::create_task(party(barrier, "a"));
    co_await aio::sleep(0);
    aio::print("waiting: {}", barrier.n_waiting());
    task.cancel();
    co_await task;
    aio::print("waiting: {} broken: {}", barrier.n_waiting(), word(barrier.broken()));
    co_await aio::gather(party(barrier, "b"), party(barrier, "c"));
}

}  // namespace conformance::barrier_cancelled_waiter
