#include "conformance/program.hpp"

namespace conformance::as_completed_errors {

aio::Coro<std::string> work(std::string name, int delay) {
    co_await aio::sleep(delay);
    if (name == "b") throw std::runtime_error("b failed");
    co_return name;
}

PROGRAM(as_completed, errors) {
    std::vector<aio::Task<std::string>> tasks;
    tasks.push_back(aio::create_task(work("a", 3)));
    tasks.push_back(aio::create_task(work("b", 1)));
    tasks.push_back(aio::create_task(work("c", 2)));
    for (auto& following : aio::as_completed(tasks)) {
        try {
            const std::string name = co_await following;
            aio::print("{}", name);
        } catch (const std::runtime_error& error) {
            aio::print("{}", error.what());
        }
    }
}

}  // namespace conformance::as_completed_errors
