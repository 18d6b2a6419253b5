#include "conformance/program.hpp"

namespace conformance::lock_fifo {

aio::Coro<> work(aio::Lock& lock, char name) {
    {
        auto guard = co_await lock.guard();
        aio::print("{} holds it", name);
        co_await aio::sleep(1);
    }
    aio::print("{} let go", name);
}

PROGRAM(lock, fifo) {
    aio::Lock lock;
    co_await aio::gather(work(lock, 'a'), work(lock, 'b'), work(lock, 'c'));
    aio::print("locked: {}", word(lock.locked()));
}

}  // namespace conformance::lock_fifo
