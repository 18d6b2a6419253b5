#include "conformance/program.hpp"

namespace conformance::group_nested {

aio::Coro<> bad(std::string name) {
    throw std::runtime_error(name);
    co_return;
}

aio::Coro<> inner_group() {
    co_await aio::with_task_group([](aio::TaskGroup& inner) -> aio::Coro<> {
        inner.create_task(bad("inner"));
        co_await aio::sleep(1);
    });
}

std::string texts_of_second(const aio::ExceptionGroup& error) {
    try {
        std::rethrow_exception(error.exceptions()[1]);
    } catch (const aio::ExceptionGroup& second) {
        return texts(second);
    }
}

PROGRAM(group, nested) {
    try {
        co_await aio::with_task_group([](aio::TaskGroup& outer) -> aio::Coro<> {
            outer.create_task(bad("outer"));
            co_await inner_group();
        });
    } catch (const aio::ExceptionGroup& error) {
        aio::print("{}", texts(error));
        aio::print("{}", texts_of_second(error));
    }
    aio::print("requests: {}", aio::current_task().cancelling());
}

}  // namespace conformance::group_nested
