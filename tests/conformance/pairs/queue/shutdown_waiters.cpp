#include "conformance/program.hpp"

namespace conformance::queue_shutdown_waiters {

aio::Coro<> getter(aio::Queue<std::string>& queue, std::string name) {
    try {
        const std::string item = co_await queue.get();
        aio::print("{} got {}", name, item);
    } catch (const aio::QueueShutDown&) {
        aio::print("{} cannot get", name);
    }
}

aio::Coro<> putter(aio::Queue<std::string>& queue, std::string name) {
    try {
        co_await queue.put(name);
        aio::print("{} put", name);
    } catch (const aio::QueueShutDown&) {
        aio::print("{} cannot put", name);
    }
}

PROGRAM(queue, shutdown_waiters) {
    aio::Queue<std::string> empty;
    aio::Queue<std::string> full(1);
    full.put_nowait("item");
    std::vector<aio::Task<>> tasks;
    for (std::string name : {"a", "b"}) tasks.push_back(aio::create_task(getter(empty, name)));
    for (std::string name : {"c", "d"}) tasks.push_back(aio::create_task(putter(full, name)));
    co_await aio::sleep(1);
    full.shutdown();
    empty.shutdown();
    co_await aio::gather(tasks);
    aio::print("left: {}", full.get_nowait());
}

}  // namespace conformance::queue_shutdown_waiters
