#include "conformance/program.hpp"

namespace conformance::wait_for_same_task {

aio::Coro<aio::AnyTask> who() { co_return aio::current_task(); }

PROGRAM(wait_for, same_task) {
    const auto task = co_await aio::wait_for(who(), 1s);
    aio::print("{}", word(task == aio::current_task()));
    aio::current_loop().call_soon([] { aio::print("callback"); });
    co_await aio::wait_for(who(), 1s);
    aio::print("gave way to nobody");
    co_await aio::sleep(0);
}

}  // namespace conformance::wait_for_same_task
