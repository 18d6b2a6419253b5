#include "conformance/program.hpp"

namespace conformance::cancel_shared_task {

aio::Coro<> work() { co_await aio::sleep(10); }

aio::Coro<> waiter(std::string name, aio::Task<> task) {
    try {
        co_await task;
    } catch (const aio::CancelledError&) {
        aio::print("{} met CancelledError", name);
        throw;
    }
}

PROGRAM(cancel, shared_task) {
    auto shared = aio::create_task(work());
    auto a = aio::create_task(waiter("a", shared));
    auto b = aio::create_task(waiter("b", shared));
    co_await aio::sleep(1);
    a.cancel();
    co_await aio::sleep(1);
    aio::print("cancelled: {} {} {}", word(shared.cancelled()), word(a.cancelled()), word(b.cancelled()));
}

}  // namespace conformance::cancel_shared_task
