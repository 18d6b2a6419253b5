#include "conformance/program.hpp"

namespace conformance::group_cancelled_and_failed {

aio::Coro<> child() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        throw std::runtime_error("child");
    }
}

aio::Coro<> parent() {
    try {
        co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
            group.create_task(child());
            co_return;
        });
    } catch (const aio::ExceptionGroup& error) {
        aio::print("{} {}", texts(error), aio::current_task().cancelling());
    }
    try {
        co_await aio::sleep(1);
        aio::print("never");
    } catch (const aio::CancelledError&) {
        aio::print("and then CancelledError");
        throw;
    }
}

PROGRAM(group, cancelled_and_failed) {
    auto task = aio::create_task(parent());
    co_await aio::sleep(1);
    task.cancel();
    co_await aio::gather(aio::return_exceptions, task);
    aio::print("cancelled: {}", word(task.cancelled()));
}

}  // namespace conformance::group_cancelled_and_failed
