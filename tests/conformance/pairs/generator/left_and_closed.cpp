#include "conformance/program.hpp"

namespace conformance::generator_left_and_closed {

aio::Coro<> close() {
    aio::print("closing");
    co_await aio::sleep(1);
    aio::print("closed at {}", now());
}

aio::AsyncGenerator<int> numbers() {
    std::exception_ptr raised;
    try {
        for (int i = 0; i < 5; ++i) co_yield i;
    } catch (...) {
        raised = std::current_exception();
    }
    co_await close();
    if (raised) std::rethrow_exception(raised);
}

PROGRAM(generator, left_and_closed) {
    auto generator = numbers();
    while (auto number = co_await generator.next()) {
        aio::print("{}", *number);
        if (*number == 1) break;
    }
    aio::print("left the loop");
    co_await generator.aclose();
    aio::print("after aclose");
    co_await generator.aclose();
    auto end = co_await generator.next();
    aio::print("end: {}", end ? "a number" : "nothing more");
}

}  // namespace conformance::generator_left_and_closed
