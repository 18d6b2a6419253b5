#include "conformance/program.hpp"

namespace conformance::scope_cancelled {

bool is_cancelled(const std::exception_ptr& error) {
    try {
        if (error) std::rethrow_exception(error);
    } catch (const aio::CancelledError&) {
        return true;
    }
    return false;
}

struct Door {
    Door() {}
    aio::Coro<> enter() {
        aio::print("opened");
        co_return;
    }
    aio::Coro<> exit(std::exception_ptr error) {
        aio::print("closing, cancelled: {}", word(is_cancelled(error)));
        co_await aio::sleep(1);
        aio::print("closed at {}", now());
    }
};

aio::Coro<> work() {
    auto body = []() -> aio::Coro<> { co_await aio::sleep(10); };
    co_await aio::async_with(Door(), body);
    aio::print("never");
}

PROGRAM(scope, cancelled) {
    auto task = aio::create_task(work());
    co_await aio::sleep(1);
    task.cancel();
    co_await aio::gather(aio::return_exceptions, task);
    aio::print("cancelled: {}", word(task.cancelled()));
}

}  // namespace conformance::scope_cancelled
