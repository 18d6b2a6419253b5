#include "conformance/program.hpp"

namespace conformance::gather_order_of_results {

aio::Coro<std::string> work(std::string name, int delay) {
    co_await aio::sleep(delay);
    aio::print("{} is done", name);
    co_return name;
}

PROGRAM(gather, order_of_results) {
    auto [a, b, c] = co_await aio::gather(work("a", 3), work("b", 1), work("c", 2));
    aio::print("['{}', '{}', '{}']", a, b, c);
    aio::print("at {}", now());
}

}  // namespace conformance::gather_order_of_results
