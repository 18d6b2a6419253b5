#include "conformance/program.hpp"

namespace conformance::group_all_done {

aio::Coro<int> work(std::string name, int delay) {
    co_await aio::sleep(delay);
    aio::print("{} is done", name);
    co_return delay;
}

PROGRAM(group, all_done) {
    aio::Task<int> a;
    aio::Task<int> b;
    co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
        a = group.create_task(work("a", 2));
        b = group.create_task(work("b", 1));
        aio::print("the body ends");
        co_return;
    });
    aio::print("{} {} at {}", a.result(), b.result(), now());
}

}  // namespace conformance::group_all_done
