#include "conformance/program.hpp"

namespace conformance::shutdown_error_of_the_rest {

aio::Coro<> background() {
    try {
        co_await aio::sleep(100);
    } catch (const aio::CancelledError&) {
        throw std::runtime_error("could not clean up");
    }
}

aio::Coro<> main() {
    auto& loop = aio::current_loop();
    loop.set_exception_handler(
        [](const aio::ErrorContext& context) { aio::print("reported: {}", text_of(context.exception)); });
    aio::create_task(background());
    co_await aio::sleep(0);
    aio::print("main returns");
}

PLAIN_PROGRAM(shutdown, error_of_the_rest) {
    aio::run(main(), virtual_time());
    aio::print("run() returned");
}

}  // namespace conformance::shutdown_error_of_the_rest
