#include "conformance/program.hpp"

namespace conformance::gather_nested {

aio::Coro<std::string> work(std::string name, int delay) {
    co_await aio::sleep(delay);
    aio::print("{}", name);
    co_return name;
}

PROGRAM(gather, nested) {
    auto inner = aio::gather(work("a", 1), work("b", 2));
    auto [ab, c] = co_await aio::gather(inner, work("c", 2));
    aio::print("[['{}', '{}'], '{}']", std::get<0>(ab), std::get<1>(ab), c);
}

}  // namespace conformance::gather_nested
