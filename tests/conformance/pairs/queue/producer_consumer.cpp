#include "conformance/program.hpp"

namespace conformance::queue_producer_consumer {

aio::Coro<> producer(aio::Queue<int>& queue) {
    for (int i = 0; i < 5; ++i) {
        co_await queue.put(i);
        aio::print("put {} size {}", i, queue.qsize());
    }
}

aio::Coro<> consumer(aio::Queue<int>& queue) {
    for (int i = 0; i < 5; ++i) {
        const int item = co_await queue.get();
        aio::print("got {}", item);
        co_await aio::sleep(1);
    }
}

PROGRAM(queue, producer_consumer) {
    aio::Queue<int> queue(2);
    co_await aio::gather(producer(queue), consumer(queue));
    aio::print("empty: {}", word(queue.empty()));
}

}  // namespace conformance::queue_producer_consumer
