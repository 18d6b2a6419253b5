#include "conformance/program.hpp"

namespace conformance::event_turns {

aio::Coro<> ticks() {
    for (int i = 0; i < 3; ++i) {
        aio::print("turn {}", i);
        co_await aio::sleep(0);
    }
}

aio::Coro<> waiter(aio::Event& event) {
    co_await event.wait();
    aio::print("goes on");
}

PROGRAM(event, turns) {
    aio::Event event;
    auto task = aio::create_task(waiter(event));
    co_await aio::sleep(1);
    auto clock = aio::create_task(ticks());
    event.set();
    co_await task;
    co_await clock;
}

}  // namespace conformance::event_turns
