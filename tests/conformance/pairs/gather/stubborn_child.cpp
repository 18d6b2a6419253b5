#include "conformance/program.hpp"

namespace conformance::gather_stubborn_child {

aio::Coro<std::string> stubborn() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        aio::print("no");
    }
    co_await aio::sleep(1);
    co_return "stubborn";
}

PROGRAM(gather, stubborn_child) {
    auto child = aio::create_task(stubborn());
    auto group = aio::gather(child);
    co_await aio::sleep(1);
    group.cancel();
    try {
        co_await group;
    } catch (const aio::CancelledError&) {
        aio::print("raised at {}", now());
    }
    aio::print("{}", child.result());
}

}  // namespace conformance::gather_stubborn_child
