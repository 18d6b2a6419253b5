#include "conformance/program.hpp"

namespace conformance::barrier_rounds {

aio::Coro<> party(aio::Barrier& barrier, char name, int rounds) {
    for (int i = 0; i < rounds; ++i) {
        co_await aio::sleep(1 + i);
        aio::print("{} waits, with {}", name, barrier.n_waiting());
        const int place = co_await barrier.wait();
        aio::print("{} passed as {}", name, place);
    }
}

PROGRAM(barrier, rounds) {
    aio::Barrier barrier(3);
    co_await aio::gather(party(barrier, 'a', 2), party(barrier, 'b', 2), party(barrier, 'c', 2));
    aio::print("waiting: {} parties: {}", barrier.n_waiting(), barrier.parties());
}

}  // namespace conformance::barrier_rounds
