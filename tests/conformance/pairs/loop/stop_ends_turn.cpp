#include "conformance/program.hpp"

namespace conformance::loop_stop_ends_turn {

void one(aio::EventLoop& loop) {
    aio::print("one stops the loop");
    loop.stop();
}

void two(aio::EventLoop& loop) {
    aio::print("two runs all the same");
    loop.call_soon([] { aio::print("three runs when the loop goes on"); });
}

PLAIN_PROGRAM(loop, stop_ends_turn) {
    aio::EventLoop loop(virtual_time());
    loop.call_soon([&loop] { one(loop); });
    loop.call_soon([&loop] { two(loop); });
    loop.run_forever();
    aio::print("stopped");
    loop.call_soon([&loop] { loop.stop(); });
    loop.run_forever();
}

}  // namespace conformance::loop_stop_ends_turn
