#include "conformance/program.hpp"

namespace conformance::loop_call_soon_order {

PROGRAM(loop, call_soon_order) {
    auto& loop = aio::current_loop();
    for (int i = 0; i < 4; ++i) loop.call_soon([i] { aio::print("callback {}", i); });
    aio::print("nothing ran yet");
    co_await aio::sleep(0);
    aio::print("all ran");
}

}  // namespace conformance::loop_call_soon_order
