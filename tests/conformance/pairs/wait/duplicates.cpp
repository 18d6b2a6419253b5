#include "conformance/program.hpp"

namespace conformance::wait_duplicates {

aio::Coro<> work() { co_await aio::sleep(1); }

PROGRAM(wait, duplicates) {
    auto task = aio::create_task(work());
    {
        auto [done, pending] = co_await aio::wait(task, task, 0.5);
        aio::print("{} {}", done.size(), pending.size());
    }
    auto [done, pending] = co_await aio::wait(task, task);
    aio::print("{} {}", done.size(), pending.size());
}

}  // namespace conformance::wait_duplicates
