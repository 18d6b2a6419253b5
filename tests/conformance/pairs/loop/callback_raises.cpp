#include "conformance/program.hpp"

namespace conformance::loop_callback_raises {

void handler(const aio::ErrorContext& context) { aio::print("reported: {}", text_of(context.exception)); }

void bad() { throw std::runtime_error("bad callback"); }

PROGRAM(loop, callback_raises) {
    auto& loop = aio::current_loop();
    loop.set_exception_handler(handler);
    loop.call_soon(bad);
    loop.call_soon([] { aio::print("good callback"); });
    loop.call_later(1s, bad);
    co_await aio::sleep(2);
    aio::print("done");
}

}  // namespace conformance::loop_callback_raises
