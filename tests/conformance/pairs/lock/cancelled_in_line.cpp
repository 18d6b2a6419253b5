#include "conformance/program.hpp"

namespace conformance::lock_cancelled_in_line {

aio::Coro<> work(aio::Lock& lock, char name) {
    try {
        auto guard = co_await lock.guard();
        aio::print("{} holds it", name);
        co_await aio::sleep(1);
    } catch (const aio::CancelledError&) {
        aio::print("{} gave up", name);
    }
}

PROGRAM(lock, cancelled_in_line) {
    aio::Lock lock;
    std::vector<aio::Task<>> tasks;
    for (char name : std::string("abcd")) tasks.push_back(aio::create_task(work(lock, name)));
    co_await aio::sleep(0.5);
    tasks[1].cancel();
    co_await aio::gather(tasks);
}

}  // namespace conformance::lock_cancelled_in_line
