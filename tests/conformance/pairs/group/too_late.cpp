#include "conformance/program.hpp"

#include <optional>

namespace conformance::group_too_late {

aio::Coro<> work() {
    aio::print("never");
    co_return;
}

aio::Coro<> child(aio::TaskGroup group) {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        try {
            group.create_task(work());
        } catch (const aio::UsageError&) {
            aio::print("shutting down: refused");
        }
        throw;
    }
}

PROGRAM(group, too_late) {
    std::optional<aio::TaskGroup> kept;
    try {
        co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
            kept = group;
            group.create_task(child(group));
            co_await aio::sleep(1);
            throw std::runtime_error("body");
        });
    } catch (const aio::ExceptionGroup& error) {
        aio::print("{}", texts(error));
    }
    try {
        kept->create_task(work());
    } catch (const aio::UsageError&) {
        aio::print("ended: refused");
    }
}

}  // namespace conformance::group_too_late
