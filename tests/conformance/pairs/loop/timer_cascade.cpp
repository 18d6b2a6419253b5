#include "conformance/program.hpp"

namespace conformance::loop_timer_cascade {

void first(aio::EventLoop& loop) {
    aio::print("first");
    loop.call_later(0s, [] { aio::print("from first"); });
    loop.call_soon([] { aio::print("soon from first"); });
}

PROGRAM(loop, timer_cascade) {
    auto& loop = aio::current_loop();
    loop.call_later(1s, [&loop] { first(loop); });
    loop.call_later(1100ms, [] { aio::print("second"); });
    co_await aio::sleep(2);
    aio::print("done");
}

}  // namespace conformance::loop_timer_cascade
