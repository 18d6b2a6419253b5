#include "conformance/program.hpp"

namespace conformance::as_completed_original_tasks {

aio::Coro<std::string> work(std::string name, int delay) {
    co_await aio::sleep(delay);
    co_return name;
}

PROGRAM(as_completed, original_tasks) {
    std::vector<aio::Task<std::string>> tasks;
    tasks.push_back(aio::create_task(work("a", 2), "a"));
    tasks.push_back(aio::create_task(work("b", 1), "b"));
    for (auto& following : aio::as_completed(tasks)) {
        auto task = co_await following.task();
        const std::string result = co_await task;
        aio::print("{} {} {}", task.name(), word(task == tasks[1]), result);
    }
}

}  // namespace conformance::as_completed_original_tasks
