#include "conformance/program.hpp"

namespace conformance::group_first_failure {

aio::Coro<> bad() {
    co_await aio::sleep(1);
    throw std::runtime_error("bad");
}

aio::Coro<> slow() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        aio::print("slow met it");
        throw;
    }
}

PROGRAM(group, first_failure) {
    try {
        co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
            group.create_task(bad());
            group.create_task(slow());
            try {
                co_await aio::sleep(10);
            } catch (const aio::CancelledError&) {
                aio::print("the body met it");
                throw;
            }
        });
    } catch (const aio::ExceptionGroup& error) {
        aio::print("{} {}", error.message(), texts(error));
    }
    aio::print("requests: {} at {}", aio::current_task().cancelling(), now());
}

}  // namespace conformance::group_first_failure
