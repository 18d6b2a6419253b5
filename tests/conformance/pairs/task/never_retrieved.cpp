#include "conformance/program.hpp"

namespace conformance::task_never_retrieved {

aio::Coro<> bad() {
    throw std::runtime_error("lost");
    co_return;
}

PROGRAM(task, never_retrieved) {
    auto& loop = aio::current_loop();
    loop.set_exception_handler(
        [](const aio::ErrorContext& context) { aio::print("reported: {}", text_of(context.exception)); });
    auto task = aio::create_task(bad());
    co_await aio::sleep(1);
    aio::print("still held");
    task = {};
    aio::print("let go: {}", word(!task));
    auto seen = aio::create_task(bad());
    co_await aio::sleep(1);
    aio::print("looked at: {}", text_of(seen.exception()));
    seen = {};
    aio::print("end: {}", word(!seen));
}

}  // namespace conformance::task_never_retrieved
