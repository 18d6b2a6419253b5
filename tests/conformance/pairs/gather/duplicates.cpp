#include "conformance/program.hpp"

namespace conformance::gather_duplicates {

aio::Coro<int> work(int value) {
    aio::print("work {}", value);
    co_return value;
}

PROGRAM(gather, duplicates) {
    auto task = aio::create_task(work(9));
    auto [a, b, c] = co_await aio::gather(task, work(1), task);
    aio::print("[{}, {}, {}]", a, b, c);
}

}  // namespace conformance::gather_duplicates
