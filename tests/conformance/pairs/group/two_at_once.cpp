#include "conformance/program.hpp"

namespace conformance::group_two_at_once {

aio::Coro<> bad(char name) {
    co_await aio::sleep(1);
    throw std::runtime_error(std::string(1, name));
}

PROGRAM(group, two_at_once) {
    try {
        co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
            for (char name : std::string("abc")) group.create_task(bad(name));
            co_return;
        });
    } catch (const aio::ExceptionGroup& error) {
        aio::print("{}", error.what());
        aio::print("{}", texts(error));
    }
}

}  // namespace conformance::group_two_at_once
