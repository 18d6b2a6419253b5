#include "conformance/program.hpp"

#include <thread>

namespace conformance::thread_arrival_order {

void hand_over(aio::RemoteLoop loop) {
    for (int i = 0; i < 3; ++i) loop.call_soon([i] { aio::print("from the thread {}", i); });
}

PROGRAM(thread, arrival_order) {
    aio::RemoteLoop loop = aio::current_loop();
    std::thread other(hand_over, loop);
    other.join();
    aio::print("nothing ran yet");
    co_await aio::sleep(1);
    aio::print("later");
}

}  // namespace conformance::thread_arrival_order
