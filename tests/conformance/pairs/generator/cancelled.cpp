#include "conformance/program.hpp"

namespace conformance::generator_cancelled {

aio::AsyncGenerator<int> numbers() {
    co_yield 1;
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        aio::print("the generator met it");
        throw;
    }
    co_yield 2;
}

aio::Coro<> take(aio::AsyncGenerator<int>& generator) {
    try {
        auto number = co_await generator.next();
        while (number) {
            aio::print("took {}", *number);
            number = co_await generator.next();
        }
    } catch (const aio::CancelledError&) {
        aio::print("who asked met it");
        throw;
    }
}

PROGRAM(generator, cancelled) {
    auto generator = numbers();
    auto task = aio::create_task(take(generator));
    co_await aio::sleep(1);
    task.cancel();
    co_await aio::gather(aio::return_exceptions, task);
    auto end = co_await generator.next();
    aio::print("cancelled: {} end: {}", word(task.cancelled()), end ? "a number" : "nothing more");
}

}  // namespace conformance::generator_cancelled
