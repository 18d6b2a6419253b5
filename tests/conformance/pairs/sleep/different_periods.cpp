#include "conformance/program.hpp"

namespace conformance::sleep_different_periods {

aio::Coro<> beat(std::string name, double period, int times) {
    for (int i = 0; i < times; ++i) {
        co_await aio::sleep(period);
        aio::print("{} {}", name, now());
    }
}

PROGRAM(sleep, different_periods) {
    co_await aio::gather(beat("slow", 0.7, 3), beat("quick", 0.3, 6), beat("even", 0.5, 4));
}

}  // namespace conformance::sleep_different_periods
