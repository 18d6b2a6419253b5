#include "conformance/program.hpp"

namespace conformance::cancel_forwarded {

aio::Coro<> inner() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        aio::print("inner met it");
        throw;
    }
}

aio::Coro<> outer(aio::Task<> task) {
    try {
        co_await task;
    } catch (const aio::CancelledError&) {
        aio::print("outer met it");
        throw;
    }
}

PROGRAM(cancel, forwarded) {
    auto task = aio::create_task(inner());
    auto above = aio::create_task(outer(task));
    co_await aio::sleep(0);
    above.cancel();
    aio::print("requests: {} {}", above.cancelling(), task.cancelling());
    co_await aio::sleep(1);
    aio::print("cancelled: {} {}", word(above.cancelled()), word(task.cancelled()));
}

}  // namespace conformance::cancel_forwarded
