#include "conformance/program.hpp"

namespace conformance::generator_waits {

aio::AsyncGenerator<int> countdown(int start) {
    for (int i = start; i > 0; --i) {
        co_await aio::sleep(1);
        co_yield i;
    }
}

aio::Coro<> other() {
    for (int i = 0; i < 3; ++i) {
        co_await aio::sleep(0.7);
        aio::print("other at {}", now());
    }
}

PROGRAM(generator, waits) {
    auto task = aio::create_task(other());
    auto numbers = countdown(3);
    while (auto i = co_await numbers.next()) aio::print("{} at {}", *i, now());
    co_await task;
}

}  // namespace conformance::generator_waits
