#include "conformance/program.hpp"

namespace conformance::event_again_and_again {

aio::Coro<> worker(aio::Event& event) {
    for (int i = 0; i < 3; ++i) {
        co_await event.wait();
        event.clear();
        aio::print("signal {} at {}", i, now());
    }
}

PROGRAM(event, again_and_again) {
    aio::Event event;
    auto task = aio::create_task(worker(event));
    for (double delay : {1.0, 0.5, 2.0}) {
        co_await aio::sleep(delay);
        event.set();
    }
    co_await task;
}

}  // namespace conformance::event_again_and_again
