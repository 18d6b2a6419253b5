#include "conformance/program.hpp"

namespace conformance::group_child_cancelled {

aio::Coro<> work() {
    co_await aio::sleep(3);
    aio::print("work is done");
}

PROGRAM(group, child_cancelled) {
    aio::Task<> gone;
    co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
        gone = group.create_task(aio::sleep(10));
        group.create_task(work());
        co_await aio::sleep(1);
        gone.cancel();
    });
    aio::print("cancelled: {} at {}", word(gone.cancelled()), now());
}

}  // namespace conformance::group_child_cancelled
