#include "conformance/program.hpp"

namespace conformance::loop_timer_before_sleeper {

aio::Coro<> sleeper() {
    co_await aio::sleep(1);
    aio::print("sleeper");
}

PROGRAM(loop, timer_before_sleeper) {
    auto& loop = aio::current_loop();
    auto task = aio::create_task(sleeper());
    co_await aio::sleep(0);
    loop.call_later(1s, [] { aio::print("callback set after the sleeper fell asleep"); });
    co_await task;
    aio::print("done");
}

}  // namespace conformance::loop_timer_before_sleeper
