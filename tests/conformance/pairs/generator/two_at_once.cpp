#include "conformance/program.hpp"

namespace conformance::generator_two_at_once {

aio::AsyncGenerator<int> numbers() {
    co_await aio::sleep(1);
    co_yield 1;
}

aio::Coro<int> ask(aio::AsyncGenerator<int>& generator) {
    auto number = co_await generator.next();
    co_return *number;
}

PROGRAM(generator, two_at_once) {
    auto generator = numbers();
    auto task = aio::create_task(ask(generator));
    co_await aio::sleep(0);
    try {
        co_await generator.next();
    } catch (const aio::UsageError&) {
        aio::print("refused");
    }
    const int got = co_await task;
    aio::print("got {}", got);
}

}  // namespace conformance::generator_two_at_once
