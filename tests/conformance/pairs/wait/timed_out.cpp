#include "conformance/program.hpp"

namespace conformance::wait_timed_out {

aio::Coro<int> work(int delay) {
    co_await aio::sleep(delay);
    co_return delay;
}

PROGRAM(wait, timed_out) {
    std::vector<aio::Task<int>> tasks;
    for (int delay : {1, 5}) tasks.push_back(aio::create_task(work(delay)));
    {
        auto [done, pending] = co_await aio::wait(tasks, 2s);
        aio::print("at {} {} {}", now(), done.size(), pending.size());
    }
    aio::print("{} {} {}", tasks[0].result(), word(tasks[1].done()), word(tasks[1].cancelled()));
    auto [done, pending] = co_await aio::wait(tasks, 10s);
    aio::print("at {} {} {}", now(), done.size(), pending.size());
}

}  // namespace conformance::wait_timed_out
