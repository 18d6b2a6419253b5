#include "conformance/program.hpp"

namespace conformance::group_body_raises {

aio::Coro<> slow() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        aio::print("slow met it");
        throw;
    }
}

PROGRAM(group, body_raises) {
    try {
        co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
            group.create_task(slow());
            co_await aio::sleep(1);
            throw std::runtime_error("body");
        });
    } catch (const aio::ExceptionGroup& error) {
        aio::print("{}", texts(error));
    }
}

}  // namespace conformance::group_body_raises
