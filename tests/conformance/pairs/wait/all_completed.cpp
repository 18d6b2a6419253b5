#include "conformance/program.hpp"

namespace conformance::wait_all_completed {

aio::Coro<> work(int delay) {
    co_await aio::sleep(delay);
    if (delay == 2) throw std::runtime_error("two");
}

PROGRAM(wait, all_completed) {
    std::vector<aio::Task<>> tasks;
    for (int delay : {3, 1, 2}) tasks.push_back(aio::create_task(work(delay)));
    auto [done, pending] = co_await aio::wait(tasks);
    aio::print("at {} {} {}", now(), done.size(), pending.size());
    for (auto& task : tasks) aio::print("{} {}", word(contains(done, task)), text_of(task.exception()));
}

}  // namespace conformance::wait_all_completed
