#include "conformance/program.hpp"

namespace conformance::sleep_round_robin {

aio::Coro<> count(std::string name) {
    for (int i = 0; i < 3; ++i) {
        aio::print("{} {}", name, i);
        co_await aio::sleep(0);
    }
}

PROGRAM(sleep, round_robin) { co_await aio::gather(count("a"), count("b"), count("c")); }

}  // namespace conformance::sleep_round_robin
