#include "conformance/program.hpp"

namespace conformance::loop_later_zero {

PROGRAM(loop, later_zero) {
    auto& loop = aio::current_loop();
    loop.call_later(0s, [] { aio::print("later"); });
    loop.call_soon([] { aio::print("soon"); });
    co_await aio::sleep(0);
    aio::print("one turn");
    co_await aio::sleep(0);
    aio::print("two turns");
}

}  // namespace conformance::loop_later_zero
