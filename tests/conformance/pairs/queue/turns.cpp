#include "conformance/program.hpp"

namespace conformance::queue_turns {

aio::Coro<> ticks() {
    for (int i = 0; i < 4; ++i) {
        aio::print("turn {}", i);
        co_await aio::sleep(0);
    }
}

aio::Coro<> getter(aio::Queue<std::string>& queue) {
    const std::string item = co_await queue.get();
    aio::print("got {}", item);
    queue.task_done();
}

aio::Coro<> joiner(aio::Queue<std::string>& queue) {
    co_await queue.join();
    aio::print("joined");
}

PROGRAM(queue, turns) {
    aio::Queue<std::string> queue;
    auto get = aio::create_task(getter(queue));
    co_await aio::sleep(1);
    auto clock = aio::create_task(ticks());
    queue.put_nowait("item");
    auto join = aio::create_task(joiner(queue));
    co_await aio::gather(get, join, clock);
}

}  // namespace conformance::queue_turns
