#include "conformance/program.hpp"

namespace conformance::queue_putters_in_order {

aio::Coro<> putter(aio::Queue<int>& queue, int item) {
    co_await queue.put(item);
    aio::print("put {}", item);
}

PROGRAM(queue, putters_in_order) {
    aio::Queue<int> queue(1);
    queue.put_nowait(0);
    std::vector<aio::Task<>> tasks;
    for (int item : {1, 2, 3}) tasks.push_back(aio::create_task(putter(queue, item)));
    co_await aio::sleep(0);
    try {
        queue.put_nowait(9);
    } catch (const aio::QueueFull&) {
        aio::print("full");
    }
    aio::print("took {}", queue.get_nowait());
    for (int i = 0; i < 3; ++i) {
        const int item = co_await queue.get();
        aio::print("got {}", item);
    }
    co_await aio::gather(tasks);
}

}  // namespace conformance::queue_putters_in_order
