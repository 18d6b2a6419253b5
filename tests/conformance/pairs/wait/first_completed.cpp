#include "conformance/program.hpp"

namespace conformance::wait_first_completed {

aio::Coro<int> work(int delay) {
    co_await aio::sleep(delay);
    co_return delay;
}

PROGRAM(wait, first_completed) {
    std::vector<aio::Task<int>> left;
    for (int delay : {3, 1, 2}) left.push_back(aio::create_task(work(delay)));
    while (!left.empty()) {
        auto [done, pending] = co_await aio::wait(left, aio::first_completed);
        left = pending;
        for (auto& task : done) aio::print("done: {} left: {}", task.result(), left.size());
    }
}

}  // namespace conformance::wait_first_completed
