#include "conformance/program.hpp"

namespace conformance::future_awaiter_cancelled {

aio::Coro<> waiter(std::string name, aio::Future<> future) {
    try {
        co_await future;
    } catch (const aio::CancelledError&) {
        aio::print("{} met CancelledError", name);
        throw;
    }
}

PROGRAM(future, awaiter_cancelled) {
    aio::Future<> future;
    auto a = aio::create_task(waiter("a", future));
    auto b = aio::create_task(waiter("b", future));
    co_await aio::sleep(0);
    b.cancel();
    aio::print("future cancelled: {}", word(future.cancelled()));
    co_await aio::sleep(1);
    aio::print("tasks cancelled: {} {}", word(a.cancelled()), word(b.cancelled()));
    aio::print("requests: {} {}", a.cancelling(), b.cancelling());
}

}  // namespace conformance::future_awaiter_cancelled
