#include "conformance/program.hpp"

namespace conformance::group_cancelled_from_outside {

aio::Coro<> child() {
    std::exception_ptr raised;
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        aio::print("child met it");
        raised = std::current_exception();
    }
    if (raised) {
        co_await aio::sleep(2);
        aio::print("child cleaned up");
        std::rethrow_exception(raised);
    }
}

aio::Coro<> parent() {
    try {
        co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
            group.create_task(child());
            co_return;
        });
    } catch (const aio::CancelledError&) {
        aio::print("parent met it at {}", now());
        throw;
    }
}

PROGRAM(group, cancelled_from_outside) {
    auto task = aio::create_task(parent());
    co_await aio::sleep(1);
    task.cancel();
    co_await aio::gather(aio::return_exceptions, task);
    aio::print("cancelled: {} requests: {}", word(task.cancelled()), task.cancelling());
}

}  // namespace conformance::group_cancelled_from_outside
