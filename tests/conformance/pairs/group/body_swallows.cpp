#include "conformance/program.hpp"

namespace conformance::group_body_swallows {

aio::Coro<> bad() {
    throw std::runtime_error("bad");
    co_return;
}

PROGRAM(group, body_swallows) {
    try {
        co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
            group.create_task(bad());
            try {
                co_await aio::sleep(10);
            } catch (const aio::CancelledError&) {
                aio::print("swallowed");
            }
            co_await aio::sleep(1);
            aio::print("the body ends");
        });
    } catch (const aio::ExceptionGroup& error) {
        aio::print("{}", texts(error));
    }
    aio::print("requests: {}", aio::current_task().cancelling());
    co_await aio::sleep(1);
}

}  // namespace conformance::group_body_swallows
