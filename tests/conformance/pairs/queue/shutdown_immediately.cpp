#include "conformance/program.hpp"

namespace conformance::queue_shutdown_immediately {

aio::Coro<> joiner(aio::Queue<int>& queue) {
    co_await queue.join();
    aio::print("joined");
}

PROGRAM(queue, shutdown_immediately) {
    aio::Queue<int> queue;
    queue.put_nowait(1);
    queue.put_nowait(2);
    auto task = aio::create_task(joiner(queue));
    co_await aio::sleep(1);
    queue.shutdown(true);
    aio::print("size: {}", queue.qsize());
    co_await task;
    try {
        queue.get_nowait();
    } catch (const aio::QueueShutDown&) {
        aio::print("shut down");
    }
}

}  // namespace conformance::queue_shutdown_immediately
