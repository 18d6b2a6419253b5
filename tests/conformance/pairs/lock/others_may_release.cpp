#include "conformance/program.hpp"

namespace conformance::lock_others_may_release {

aio::Coro<> release(aio::Lock& lock) {
    lock.release();
    co_return;
}

PROGRAM(lock, others_may_release) {
    aio::Lock lock;
    co_await lock.acquire();
    co_await aio::create_task(release(lock));
    aio::print("locked: {}", word(lock.locked()));
    try {
        lock.release();
    } catch (const aio::UsageError&) {
        aio::print("refused");
    }
}

}  // namespace conformance::lock_others_may_release
