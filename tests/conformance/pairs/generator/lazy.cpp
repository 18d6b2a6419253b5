#include "conformance/program.hpp"

namespace conformance::generator_lazy {

aio::AsyncGenerator<int> numbers() {
    aio::print("begins");
    for (int i = 0; i < 2; ++i) {
        co_yield i;
        aio::print("goes on");
    }
    aio::print("ends");
}

PROGRAM(generator, lazy) {
    auto generator = numbers();
    aio::print("made");
    aio::current_loop().call_soon([] { aio::print("callback"); });
    while (auto number = co_await generator.next()) aio::print("got {}", *number);
    co_await aio::sleep(0);
}

}  // namespace conformance::generator_lazy
