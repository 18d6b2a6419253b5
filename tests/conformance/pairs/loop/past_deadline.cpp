#include "conformance/program.hpp"

namespace conformance::loop_past_deadline {

PROGRAM(loop, past_deadline) {
    auto& loop = aio::current_loop();
    co_await aio::sleep(1);
    loop.call_at(500ms, [] { aio::print("past"); });
    loop.call_soon([] { aio::print("soon"); });
    aio::print("both stand");
    co_await aio::sleep(0.1);
    aio::print("done");
}

}  // namespace conformance::loop_past_deadline
