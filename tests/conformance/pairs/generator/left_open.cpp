#include "conformance/program.hpp"

namespace conformance::generator_left_open {

std::vector<aio::AsyncGenerator<int>> kept;

struct Finally {
    explicit Finally(std::string text) : what(std::move(text)) {}
    ~Finally() { aio::print("{}", what); }
    std::string what;
};

aio::AsyncGenerator<int> numbers() {
    const Finally finally("closed");
    co_yield 1;
    co_yield 2;
}

aio::Coro<> background() {
    const Finally finally("background ends");
    co_await aio::sleep(100);
}

aio::Coro<> main() {
    aio::create_task(background());
    kept.push_back(numbers());
    auto number = co_await kept[0].next();
    aio::print("{}", *number);
    co_await aio::sleep(0);
    aio::print("main returns");
}

PLAIN_PROGRAM(generator, left_open) {
    aio::run(main(), virtual_time());
    aio::print("run() returned");
    kept.clear();
}

}  // namespace conformance::generator_left_open
