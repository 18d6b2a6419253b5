#include "conformance/program.hpp"

namespace conformance::lock_without_waiting {

PROGRAM(lock, without_waiting) {
    aio::Lock lock;
    aio::current_loop().call_soon([] { aio::print("callback"); });
    for (int i = 0; i < 3; ++i) {
        auto guard = co_await lock.guard();
        aio::print("held: {}", word(lock.locked()));
    }
    co_await aio::sleep(0);
}

}  // namespace conformance::lock_without_waiting
