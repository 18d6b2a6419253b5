#include "conformance/program.hpp"

namespace conformance::shield_with_a_timeout {

aio::Coro<std::string> work() {
    co_await aio::sleep(3);
    co_return "late, but there";
}

PROGRAM(shield, with_a_timeout) {
    auto task = aio::create_task(work());
    try {
        co_await aio::wait_for(aio::shield(task), 1s);
    } catch (const aio::TimeoutError&) {
        aio::print("gave up at {} done: {}", now(), word(task.done()));
    }
    const std::string text = co_await task;
    aio::print("{}", text);
}

}  // namespace conformance::shield_with_a_timeout
