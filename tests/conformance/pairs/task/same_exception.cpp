#include "conformance/program.hpp"

namespace conformance::task_same_exception {

aio::Coro<> work() {
    co_await aio::sleep(1);
    throw std::runtime_error("no luck");
}

aio::Coro<> waiter(std::string name, aio::Task<> task) {
    try {
        co_await task;
    } catch (const std::runtime_error& error) {
        aio::print("{} met {}", name, error.what());
    }
}

PROGRAM(task, same_exception) {
    auto task = aio::create_task(work());
    co_await aio::gather(waiter("a", task), waiter("b", task));
    aio::print("exception: {}", text_of(task.exception()));
    aio::print("cancelled: {}", word(task.cancelled()));
}

}  // namespace conformance::task_same_exception
