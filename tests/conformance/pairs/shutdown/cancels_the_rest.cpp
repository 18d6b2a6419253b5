#include "conformance/program.hpp"

namespace conformance::shutdown_cancels_the_rest {

aio::Coro<> background() {
    std::exception_ptr raised;
    try {
        co_await aio::sleep(100);
    } catch (const aio::CancelledError&) {
        aio::print("background met it at {}", now());
        raised = std::current_exception();
    }
    co_await aio::sleep(1);
    aio::print("background cleaned up at {}", now());
    if (raised) std::rethrow_exception(raised);
}

aio::Coro<std::string> main() {
    aio::create_task(background());
    co_await aio::sleep(1);
    aio::print("main returns");
    co_return "result";
}

PLAIN_PROGRAM(shutdown, cancels_the_rest) { aio::print("{}", aio::run(main(), virtual_time())); }

}  // namespace conformance::shutdown_cancels_the_rest
