#include "conformance/program.hpp"

namespace conformance::group_without_waiting {

PROGRAM(group, without_waiting) {
    aio::current_loop().call_soon([] { aio::print("callback"); });
    co_await aio::with_task_group([](aio::TaskGroup&) -> aio::Coro<> {
        aio::print("the body");
        co_return;
    });
    aio::print("after");
    co_await aio::sleep(0);
}

}  // namespace conformance::group_without_waiting
