#include "conformance/program.hpp"

namespace conformance::task_await_itself {

aio::Coro<std::string> work(std::vector<aio::Task<std::string>>& tasks) {
    try {
        co_await tasks[0];
    } catch (const aio::UsageError&) {
        aio::print("refused");
    }
    co_return "went on";
}

PROGRAM(task, await_itself) {
    std::vector<aio::Task<std::string>> tasks;
    tasks.push_back(aio::create_task(work(tasks)));
    const std::string end = co_await tasks[0];
    aio::print("{}", end);
}

}  // namespace conformance::task_await_itself
