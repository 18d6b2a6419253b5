#include "conformance/program.hpp"

namespace conformance::lock_woken_and_cancelled {

aio::Coro<> work(aio::Lock& lock, std::string name) {
    auto guard = co_await lock.guard();
    aio::print("{} holds it", name);
}

PROGRAM(lock, woken_and_cancelled) {
    aio::Lock lock;
    co_await lock.acquire();
    auto a = aio::create_task(work(lock, "a"));
    auto b = aio::create_task(work(lock, "b"));
    co_await aio::sleep(0);
    lock.release();
    a.cancel();
    co_await aio::gather(aio::return_exceptions, a, b);
    aio::print("cancelled: {} locked: {}", word(a.cancelled()), word(lock.locked()));
}

}  // namespace conformance::lock_woken_and_cancelled
