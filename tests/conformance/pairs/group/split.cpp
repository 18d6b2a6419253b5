#include "conformance/program.hpp"

namespace conformance::group_split {

template <class Error>
aio::Coro<> bad(Error error) {
    co_await aio::sleep(1);
    throw error;
}

PROGRAM(group, split) {
    try {
        co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
            group.create_task(bad(std::invalid_argument("a value")));
            group.create_task(bad(std::runtime_error("a runtime")));
            group.create_task(bad(std::invalid_argument("another value")));
            co_return;
        });
    } catch (const aio::ExceptionGroup& error) {
        auto [mine, rest] = error.split<std::invalid_argument>();
        aio::print("{}", texts(*mine));
        aio::print("{}", texts(*rest));
        auto [none, all] = rest->split<std::invalid_argument>();
        aio::print("{}", none ? "something" : "None");
    }
}

}  // namespace conformance::group_split
