#include "conformance/program.hpp"

namespace conformance::barrier_cancelled_on_the_way_out {

aio::Coro<> party(aio::Barrier& barrier, std::string name) {
    try {
        const int place = co_await barrier.wait();
        aio::print("{} passed as {}", name, place);
    } catch (const aio::CancelledError&) {
        aio::print("{} was cancelled", name);
    }
}

PROGRAM(barrier, cancelled_on_the_way_out) {
    aio::Barrier barrier(2);
    auto a = aio::create_task(party(barrier, "a"));
    co_await aio::sleep(0);
    auto b = aio::create_task(party(barrier, "b"));
    co_await aio::sleep(0);
    a.cancel();
    co_await aio::gather(a, b);
    aio::print("waiting: {} broken: {}", barrier.n_waiting(), word(barrier.broken()));
}

}  // namespace conformance::barrier_cancelled_on_the_way_out
