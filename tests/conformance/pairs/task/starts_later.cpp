#include "conformance/program.hpp"

namespace conformance::task_starts_later {

aio::Coro<> work() {
    aio::print("work runs");
    co_return;
}

PROGRAM(task, starts_later) {
    auto coro = work();
    aio::print("called");
    auto task = aio::create_task(std::move(coro));
    aio::print("created");
    co_await aio::sleep(0);
    aio::print("done: {}", word(task.done()));
}

}  // namespace conformance::task_starts_later
