#include "conformance/program.hpp"

namespace conformance::loop_snapshot {

void a(aio::EventLoop& loop) {
    aio::print("a");
    loop.call_soon([] { aio::print("added by a"); });
}

PROGRAM(loop, snapshot) {
    auto& loop = aio::current_loop();
    loop.call_soon([&loop] { a(loop); });
    loop.call_soon([] { aio::print("b"); });
    co_await aio::sleep(0);
    aio::print("one turn later");
    co_await aio::sleep(0);
    aio::print("two turns later");
}

}  // namespace conformance::loop_snapshot
