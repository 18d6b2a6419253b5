#include "conformance/program.hpp"

namespace conformance::barrier_next_round_waits {

aio::Coro<> party(aio::Barrier& barrier, char name) {
    for (int i = 0; i < 2; ++i) {
        const int place = co_await barrier.wait();
        aio::print("{} round {} place {}", name, i, place);
    }
}

PROGRAM(barrier, next_round_waits) {
    aio::Barrier barrier(2);
    co_await aio::gather(party(barrier, 'a'), party(barrier, 'b'), party(barrier, 'c'), party(barrier, 'd'));
}

}  // namespace conformance::barrier_next_round_waits
