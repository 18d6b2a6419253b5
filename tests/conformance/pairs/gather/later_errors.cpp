#include "conformance/program.hpp"

namespace conformance::gather_later_errors {

aio::Coro<> bad(std::string name, int delay) {
    co_await aio::sleep(delay);
    aio::print("{} raises", name);
    throw std::runtime_error(name);
}

PROGRAM(gather, later_errors) {
    auto& loop = aio::current_loop();
    loop.set_exception_handler(
        [](const aio::ErrorContext& context) { aio::print("reported: {}", text_of(context.exception)); });
    try {
        co_await aio::gather(bad("first", 1), bad("second", 2), bad("third", 1));
    } catch (const std::runtime_error& error) {
        aio::print("caught {}", error.what());
    }
    co_await aio::sleep(5);
    aio::print("end");
}

}  // namespace conformance::gather_later_errors
