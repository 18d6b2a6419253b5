#include "conformance/program.hpp"

namespace conformance::gather_two_at_once {

aio::Coro<> bad(std::string name, int turns) {
    for (int i = 0; i < turns; ++i) co_await aio::sleep(0);
    throw std::runtime_error(name);
}

PROGRAM(gather, two_at_once) {
    for (auto [a, b] : std::vector<std::pair<int, int>>{{1, 1}, {2, 1}, {1, 2}}) {
        try {
            co_await aio::gather(bad("a", a), bad("b", b));
        } catch (const std::runtime_error& error) {
            aio::print("{}", error.what());
        }
    }
}

}  // namespace conformance::gather_two_at_once
