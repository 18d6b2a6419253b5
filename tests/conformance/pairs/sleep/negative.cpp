#include "conformance/program.hpp"

namespace conformance::sleep_negative {

PROGRAM(sleep, negative) {
    auto& loop = aio::current_loop();
    loop.call_soon([&loop] {
        aio::print("first");
        loop.call_soon([] { aio::print("second"); });
    });
    co_await aio::sleep(-5);
    aio::print("back after one turn, at {}", now());
}

}  // namespace conformance::sleep_negative
