#include "conformance/program.hpp"

namespace conformance::generator_refuses_to_close {

aio::AsyncGenerator<int> stubborn() {
    try {
        co_yield 1;
    } catch (const aio::GeneratorExit&) {
        aio::print("one more");
    }
    co_yield 2;
}

PROGRAM(generator, refuses_to_close) {
    auto generator = stubborn();
    auto number = co_await generator.next();
    aio::print("{}", *number);
    try {
        co_await generator.aclose();
    } catch (const aio::UsageError&) {
        aio::print("refused");
    }
}

}  // namespace conformance::generator_refuses_to_close
