#include "conformance/program.hpp"

namespace conformance::gather_first_error {

aio::Coro<> bad() {
    co_await aio::sleep(1);
    throw std::runtime_error("bad");
}

aio::Coro<> slow() {
    co_await aio::sleep(3);
    aio::print("slow is done at {}", now());
}

PROGRAM(gather, first_error) {
    auto task = aio::create_task(slow());
    try {
        co_await aio::gather(bad(), task);
    } catch (const std::runtime_error& error) {
        aio::print("{} at {}", error.what(), now());
    }
    aio::print("slow done: {} cancelled: {}", word(task.done()), word(task.cancelled()));
    co_await task;
}

}  // namespace conformance::gather_first_error
