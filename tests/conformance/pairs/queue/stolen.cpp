#include "conformance/program.hpp"

namespace conformance::queue_stolen {

aio::Coro<> getter(aio::Queue<std::string>& queue) {
    const std::string item = co_await queue.get();
    aio::print("getter got {}", item);
}

PROGRAM(queue, stolen) {
    aio::Queue<std::string> queue;
    auto task = aio::create_task(getter(queue));
    co_await aio::sleep(0);
    queue.put_nowait("first");
    aio::print("main took {}", queue.get_nowait());
    co_await aio::sleep(1);
    aio::print("done: {}", word(task.done()));
    queue.put_nowait("second");
    co_await task;
}

}  // namespace conformance::queue_stolen
