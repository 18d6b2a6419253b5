#include "conformance/program.hpp"

namespace conformance::callbacks_raising {

void bad(const aio::AnyFuture&) { throw std::runtime_error("bad callback"); }

PROGRAM(callbacks, raising) {
    auto& loop = aio::current_loop();
    loop.set_exception_handler(
        [](const aio::ErrorContext& context) { aio::print("reported: {}", text_of(context.exception)); });
    aio::Future<std::string> future;
    future.add_done_callback(bad);
    future.add_done_callback([](const aio::AnyFuture&) { aio::print("good callback"); });
    future.set_result("result");
    const std::string text = co_await future;
    aio::print("{}", text);
    co_await aio::sleep(0);
    aio::print("done");
}

}  // namespace conformance::callbacks_raising
