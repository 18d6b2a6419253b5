#include "conformance/program.hpp"

namespace conformance::group_turns {

aio::Coro<> ticks() {
    for (int i = 0; i < 5; ++i) {
        aio::print("turn {}", i);
        co_await aio::sleep(0);
    }
}

aio::Coro<> child(aio::Future<> future) {
    co_await future;
    aio::print("child ends");
}

aio::Coro<> parent(aio::Future<> future) {
    co_await aio::with_task_group([&future](aio::TaskGroup& group) -> aio::Coro<> {
        group.create_task(child(future));
        co_return;
    });
    aio::print("group ends");
}

PROGRAM(group, turns) {
    aio::Future<> future;
    auto task = aio::create_task(parent(future));
    co_await aio::sleep(1);
    auto clock = aio::create_task(ticks());
    future.set_result();
    co_await task;
    co_await clock;
}

}  // namespace conformance::group_turns
