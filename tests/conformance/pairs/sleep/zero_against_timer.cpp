#include "conformance/program.hpp"

namespace conformance::sleep_zero_against_timer {

aio::Coro<> busy() {
    for (int i = 0; i < 3; ++i) {
        aio::print("busy {}", i);
        co_await aio::sleep(0);
    }
}

PROGRAM(sleep, zero_against_timer) {
    auto& loop = aio::current_loop();
    loop.call_later(100ms, [] { aio::print("timer"); });
    auto task = aio::create_task(busy());
    co_await aio::sleep(0.2);
    aio::print("done: {}", word(task.done()));
}

}  // namespace conformance::sleep_zero_against_timer
