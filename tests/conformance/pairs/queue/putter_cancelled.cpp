#include "conformance/program.hpp"

namespace conformance::queue_putter_cancelled {

aio::Coro<> putter(aio::Queue<std::string>& queue, std::string item) {
    co_await queue.put(item);
    aio::print("put {}", item);
}

PROGRAM(queue, putter_cancelled) {
    aio::Queue<std::string> queue(1);
    queue.put_nowait("0");
    auto a = aio::create_task(putter(queue, "a"));
    auto b = aio::create_task(putter(queue, "b"));
    co_await aio::sleep(0);
    aio::print("took {}", queue.get_nowait());
    a.cancel();
    co_await aio::sleep(1);
    aio::print("a cancelled: {} b done: {} next: {}", word(a.cancelled()), word(b.done()), queue.get_nowait());
}

}  // namespace conformance::queue_putter_cancelled
