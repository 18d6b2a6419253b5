#include "conformance/program.hpp"

#include <fmt/ranges.h>

namespace conformance::queue_lifo_and_priority {

template <class Queue>
std::vector<int> take_three(Queue& queue) {
    std::vector<int> taken;
    for (int i = 0; i < 3; ++i) taken.push_back(queue.get_nowait());
    return taken;
}

PROGRAM(queue, lifo_and_priority) {
    aio::LifoQueue<int> newest;
    aio::PriorityQueue<int> smallest;
    for (int item : {3, 1, 4, 2, 5}) {
        co_await newest.put(item);
        co_await smallest.put(item);
    }
    aio::print("{} {}", take_three(newest), take_three(smallest));
    newest.put_nowait(9);
    smallest.put_nowait(0);
    aio::print("{} {}", take_three(newest), take_three(smallest));
}

}  // namespace conformance::queue_lifo_and_priority
