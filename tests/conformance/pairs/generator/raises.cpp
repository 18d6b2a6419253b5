#include "conformance/program.hpp"

namespace conformance::generator_raises {

aio::AsyncGenerator<int> numbers() {
    co_yield 1;
    co_await aio::sleep(1);
    throw std::runtime_error("no more numbers");
}

PROGRAM(generator, raises) {
    auto generator = numbers();
    try {
        while (auto number = co_await generator.next()) aio::print("{}", *number);
    } catch (const std::runtime_error& error) {
        aio::print("{}", error.what());
    }
    auto end = co_await generator.next();
    aio::print("end: {}", end ? "a number" : "nothing more");
}

}  // namespace conformance::generator_raises
