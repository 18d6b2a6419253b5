#include "conformance/program.hpp"

namespace conformance::lock_other_loop {

aio::Coro<> work(aio::Lock& lock, std::string name) {
    try {
        co_await lock.acquire();
        aio::print("{} has it", name);
    } catch (const aio::UsageError&) {
        aio::print("{} refused", name);
    }
}

aio::Coro<> first(aio::Lock& lock, aio::Task<>* waiting) {
    co_await lock.acquire();
    *waiting = aio::create_task(work(lock, "waiter"));
    co_await aio::sleep(1);
}

PLAIN_PROGRAM(lock, other_loop) {
    aio::Lock lock;
    aio::Task<> waiting;
    aio::EventLoop one(virtual_time());
    aio::EventLoop two(virtual_time());
    one.run_until_done(one.create_task(first(lock, &waiting)));
    two.run_until_done(two.create_task(work(lock, "other loop")));
    lock.release();
    one.run_until_done(waiting);
}

}  // namespace conformance::lock_other_loop
