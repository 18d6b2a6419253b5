#include "conformance/program.hpp"

namespace conformance::group_in_a_timeout {

aio::Coro<> child() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        aio::print("child met it at {}", now());
        throw;
    }
}

PROGRAM(group, in_a_timeout) {
    auto body = [](aio::TaskGroup& group) -> aio::Coro<> {
        group.create_task(child());
        co_return;
    };
    try {
        co_await aio::with_timeout(1s, aio::with_task_group(body));
    } catch (const aio::TimeoutError&) {
        aio::print("TimeoutError");
    }
    aio::print("requests: {}", aio::current_task().cancelling());
}

}  // namespace conformance::group_in_a_timeout
