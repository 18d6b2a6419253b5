#include "conformance/program.hpp"

namespace conformance::group_cancelled_again {

aio::Coro<> child() {
    std::exception_ptr raised;
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        raised = std::current_exception();
    }
    for (int i = 0; i < 2; ++i) {
        try {
            co_await aio::sleep(2);
            aio::print("cleaned up {}", i);
        } catch (const aio::CancelledError&) {
            aio::print("disturbed {}", i);
        }
    }
    std::rethrow_exception(raised);
}

aio::Coro<> parent() {
    co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
        group.create_task(child());
        co_return;
    });
}

PROGRAM(group, cancelled_again) {
    auto task = aio::create_task(parent());
    for (int i = 0; i < 2; ++i) {
        co_await aio::sleep(1);
        task.cancel();
    }
    co_await aio::gather(aio::return_exceptions, task);
    aio::print("at {} {} {}", now(), word(task.cancelled()), task.cancelling());
}

}  // namespace conformance::group_cancelled_again
