#include "conformance/program.hpp"

namespace conformance::semaphore_bounded {

PROGRAM(semaphore, bounded) {
    aio::BoundedSemaphore bounded(1);
    co_await bounded.acquire();
    bounded.release();
    try {
        bounded.release();
    } catch (const aio::UsageError&) {
        aio::print("refused");
    }
    aio::Semaphore plain(1);
    plain.release();
    co_await plain.acquire();
    co_await plain.acquire();
    aio::print("two permits, locked: {}", word(plain.locked()));
    try {
        aio::Semaphore negative(-1);
    } catch (const std::invalid_argument&) {
        aio::print("refused");
    }
}

}  // namespace conformance::semaphore_bounded
