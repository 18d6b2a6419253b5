#include "conformance/program.hpp"

#include <fmt/ranges.h>
#include <algorithm>

namespace conformance::task_all_tasks {

aio::Coro<> work(int delay) { co_await aio::sleep(delay); }

PROGRAM(task, all_tasks) {
    aio::current_task().set_name("main");
    std::vector<aio::Task<>> tasks;
    for (int i = 1; i <= 3; ++i) tasks.push_back(aio::create_task(work(i), fmt::format("work {}", i)));
    for (int i = 0; i < 4; ++i) {
        std::vector<std::string> names;
        for (auto& task : aio::all_tasks()) names.push_back("'" + task.name() + "'");
        std::sort(names.begin(), names.end());
        std::vector<std::string> done;
        for (auto& task : tasks) done.push_back(word(task.done()));
        aio::print("[{}] [{}]", fmt::join(names, ", "), fmt::join(done, ", "));
        co_await aio::sleep(1);
    }
}

}  // namespace conformance::task_all_tasks
