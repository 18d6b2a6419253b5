#include "conformance/program.hpp"

namespace conformance::task_result_turn {

aio::Coro<> ticks() {
    for (int i = 0; i < 6; ++i) {
        aio::print("turn {}", i);
        co_await aio::sleep(0);
    }
}

aio::Coro<> work() {
    co_await aio::sleep(0);
    aio::print("work is done");
}

PROGRAM(task, result_turn) {
    auto clock = aio::create_task(ticks());
    auto task = aio::create_task(work());
    co_await task;
    aio::print("main goes on");
    co_await clock;
}

}  // namespace conformance::task_result_turn
