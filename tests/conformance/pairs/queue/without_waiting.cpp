#include "conformance/program.hpp"

namespace conformance::queue_without_waiting {

PROGRAM(queue, without_waiting) {
    aio::Queue<std::string> queue(1);
    aio::current_loop().call_soon([] { aio::print("callback"); });
    co_await queue.put("item");
    aio::print("full: {}", word(queue.full()));
    const std::string item = co_await queue.get();
    aio::print("{}", item);
    try {
        queue.get_nowait();
    } catch (const aio::QueueEmpty&) {
        aio::print("empty");
    }
    co_await aio::sleep(0);
}

}  // namespace conformance::queue_without_waiting
