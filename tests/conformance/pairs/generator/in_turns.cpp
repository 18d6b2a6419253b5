#include "conformance/program.hpp"

namespace conformance::generator_in_turns {

aio::AsyncGenerator<int> numbers() {
    for (int i = 0; i < 6; ++i) co_yield i;
}

aio::Coro<> take(aio::AsyncGenerator<int>& generator, std::string name) {
    auto number = co_await generator.next();
    while (number) {
        aio::print("{} took {}", name, *number);
        co_await aio::sleep(0);
        number = co_await generator.next();
    }
}

PROGRAM(generator, in_turns) {
    auto generator = numbers();
    co_await aio::gather(take(generator, "a"), take(generator, "b"));
}

}  // namespace conformance::generator_in_turns
