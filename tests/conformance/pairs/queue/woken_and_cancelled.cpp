#include "conformance/program.hpp"

namespace conformance::queue_woken_and_cancelled {

aio::Coro<> getter(aio::Queue<std::string>& queue, std::string name) {
    const std::string item = co_await queue.get();
    aio::print("{} got {}", name, item);
}

PROGRAM(queue, woken_and_cancelled) {
    aio::Queue<std::string> queue;
    auto a = aio::create_task(getter(queue, "a"));
    auto b = aio::create_task(getter(queue, "b"));
    co_await aio::sleep(0);
    queue.put_nowait("item");
    a.cancel();
    co_await aio::sleep(1);
    aio::print("a cancelled: {} b done: {} size: {}", word(a.cancelled()), word(b.done()), queue.qsize());
}

}  // namespace conformance::queue_woken_and_cancelled
