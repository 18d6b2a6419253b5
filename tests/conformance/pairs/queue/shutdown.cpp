#include "conformance/program.hpp"

namespace conformance::queue_shutdown {

PROGRAM(queue, shutdown) {
    aio::Queue<int> queue;
    queue.put_nowait(1);
    queue.shutdown();
    try {
        queue.put_nowait(2);
    } catch (const aio::QueueShutDown&) {
        aio::print("put_nowait: shut down");
    }
    try {
        co_await queue.put(2);
    } catch (const aio::QueueShutDown&) {
        aio::print("put: shut down");
    }
    const int item = co_await queue.get();
    aio::print("got {}", item);
    try {
        co_await queue.get();
    } catch (const aio::QueueShutDown&) {
        aio::print("get: shut down");
    }
    try {
        queue.get_nowait();
    } catch (const aio::QueueShutDown&) {
        aio::print("get_nowait: shut down");
    }
}

}  // namespace conformance::queue_shutdown
