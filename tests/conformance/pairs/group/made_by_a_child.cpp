#include "conformance/program.hpp"

namespace conformance::group_made_by_a_child {

aio::Coro<> leaf(std::string name) {
    co_await aio::sleep(1);
    aio::print("{} at {}", name, now());
}

aio::Coro<> child(aio::TaskGroup group) {
    co_await aio::sleep(1);
    group.create_task(leaf("first leaf"));
    co_await aio::sleep(0.5);
    group.create_task(leaf("second leaf"));
    aio::print("child ends");
}

PROGRAM(group, made_by_a_child) {
    co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
        group.create_task(child(group));
        co_return;
    });
    aio::print("group ends at {}", now());
}

}  // namespace conformance::group_made_by_a_child
