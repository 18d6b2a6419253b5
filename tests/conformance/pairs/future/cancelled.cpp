#include "conformance/program.hpp"

namespace conformance::future_cancelled {

aio::Coro<> waiter(std::string name, aio::Future<> future) {
    try {
        co_await future;
    } catch (const aio::CancelledError&) {
        aio::print("{} met CancelledError", name);
    }
}

PROGRAM(future, cancelled) {
    aio::Future<> future;
    auto a = aio::create_task(waiter("a", future));
    auto b = aio::create_task(waiter("b", future));
    co_await aio::sleep(0);
    const bool asked = future.cancel();
    aio::print("cancel: {} cancelled: {}", word(asked), word(future.cancelled()));
    aio::print("again: {}", word(future.cancel()));
    co_await aio::gather(a, b);
    aio::print("tasks cancelled: {} {}", word(a.cancelled()), word(b.cancelled()));
}

}  // namespace conformance::future_cancelled
