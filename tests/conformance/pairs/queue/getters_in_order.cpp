#include "conformance/program.hpp"

namespace conformance::queue_getters_in_order {

aio::Coro<> getter(aio::Queue<int>& queue, char name) {
    const int item = co_await queue.get();
    aio::print("{} got {}", name, item);
}

PROGRAM(queue, getters_in_order) {
    aio::Queue<int> queue;
    std::vector<aio::Task<>> tasks;
    for (char name : std::string("abc")) tasks.push_back(aio::create_task(getter(queue, name)));
    co_await aio::sleep(0);
    for (int item : {1, 2, 3}) queue.put_nowait(item);
    aio::print("size: {}", queue.qsize());
    co_await aio::gather(tasks);
    aio::print("size: {}", queue.qsize());
}

}  // namespace conformance::queue_getters_in_order
