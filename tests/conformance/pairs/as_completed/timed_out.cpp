#include "conformance/program.hpp"

namespace conformance::as_completed_timed_out {

aio::Coro<int> work(int delay) {
    co_await aio::sleep(delay);
    co_return delay;
}

void show(const std::vector<aio::Task<int>>& tasks) {
    aio::print("[{}, {}, {}]", word(tasks[0].done()), word(tasks[1].done()), word(tasks[2].done()));
}

PROGRAM(as_completed, timed_out) {
    std::vector<aio::Task<int>> tasks;
    for (int delay : {1, 5, 4}) tasks.push_back(aio::create_task(work(delay)));
    for (auto& following : aio::as_completed(tasks, 2s)) {
        try {
            const int value = co_await following;
            aio::print("got {}", value);
        } catch (const aio::TimeoutError&) {
            aio::print("the time is over, at {}", now());
        }
    }
    show(tasks);
    co_await aio::sleep(5);
    show(tasks);
}

}  // namespace conformance::as_completed_timed_out
