#include "conformance/program.hpp"

namespace conformance::wait_for_in_time {

aio::Coro<int> work(int delay) {
    co_await aio::sleep(delay);
    if (delay == 2) throw std::runtime_error("two");
    co_return delay;
}

PROGRAM(wait_for, in_time) {
    const int one = co_await aio::wait_for(work(1), 5s);
    aio::print("{}", one);
    try {
        co_await aio::wait_for(work(2), 5s);
    } catch (const std::runtime_error& error) {
        aio::print("{}", error.what());
    }
    const int three = co_await aio::wait_for(work(3), std::nullopt);
    aio::print("{}", three);
    aio::print("at {}", now());
}

}  // namespace conformance::wait_for_in_time
