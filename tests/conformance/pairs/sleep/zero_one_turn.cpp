#include "conformance/program.hpp"

namespace conformance::sleep_zero_one_turn {

PROGRAM(sleep, zero_one_turn) {
    auto& loop = aio::current_loop();
    loop.call_soon([&loop] {
        aio::print("first");
        loop.call_soon([] { aio::print("second"); });
    });
    co_await aio::sleep(0);
    aio::print("back after one turn");
    co_await aio::sleep(0);
    aio::print("back after two");
}

}  // namespace conformance::sleep_zero_one_turn
