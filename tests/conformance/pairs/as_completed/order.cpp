#include "conformance/program.hpp"

namespace conformance::as_completed_order {

aio::Coro<std::string> work(std::string name, int delay) {
    co_await aio::sleep(delay);
    co_return name;
}

PROGRAM(as_completed, order) {
    std::vector<aio::Task<std::string>> tasks;
    tasks.push_back(aio::create_task(work("a", 3)));
    tasks.push_back(aio::create_task(work("b", 1)));
    tasks.push_back(aio::create_task(work("c", 2)));
    for (auto& following : aio::as_completed(tasks)) {
        const std::string name = co_await following;
        aio::print("{} at {}", name, now());
    }
}

}  // namespace conformance::as_completed_order
