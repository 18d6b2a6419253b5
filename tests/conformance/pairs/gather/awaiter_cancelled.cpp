#include "conformance/program.hpp"

namespace conformance::gather_awaiter_cancelled {

aio::Coro<> work(std::string name) {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        aio::print("{} met it", name);
        throw;
    }
}

aio::Coro<> parent() {
    try {
        co_await aio::gather(work("a"), work("b"));
    } catch (const aio::CancelledError& error) {
        aio::print("parent met it: {}", error.message());
        throw;
    }
}

PROGRAM(gather, awaiter_cancelled) {
    auto task = aio::create_task(parent());
    co_await aio::sleep(1);
    task.cancel("stop");
    co_await aio::sleep(1);
    aio::print("cancelled: {}", word(task.cancelled()));
}

}  // namespace conformance::gather_awaiter_cancelled
