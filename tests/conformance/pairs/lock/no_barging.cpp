#include "conformance/program.hpp"

namespace conformance::lock_no_barging {

aio::Coro<> work(aio::Lock& lock, std::string name) {
    auto guard = co_await lock.guard();
    aio::print("{}", name);
}

PROGRAM(lock, no_barging) {
    aio::Lock lock;
    co_await lock.acquire();
    std::vector<aio::Task<>> tasks;
    tasks.push_back(aio::create_task(work(lock, "a")));
    tasks.push_back(aio::create_task(work(lock, "b")));
    co_await aio::sleep(0);
    lock.release();
    aio::print("locked: {}", word(lock.locked()));
    tasks.push_back(aio::create_task(work(lock, "late")));
    co_await aio::gather(tasks);
}

}  // namespace conformance::lock_no_barging
