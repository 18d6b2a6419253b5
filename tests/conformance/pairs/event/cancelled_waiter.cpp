#include "conformance/program.hpp"

namespace conformance::event_cancelled_waiter {

aio::Coro<> waiter(aio::Event& event, char name) {
    try {
        co_await event.wait();
        aio::print("{} goes on", name);
    } catch (const aio::CancelledError&) {
        aio::print("{} gave up", name);
        throw;
    }
}

PROGRAM(event, cancelled_waiter) {
    aio::Event event;
    std::vector<aio::Task<>> tasks;
    for (char name : std::string("abc")) tasks.push_back(aio::create_task(waiter(event, name)));
    co_await aio::sleep(0);
    tasks[0].cancel();
    co_await aio::sleep(0);
    event.set();
    tasks[1].cancel();
    co_await aio::gather(aio::return_exceptions, tasks);
    aio::print("[{}, {}, {}]", word(tasks[0].cancelled()), word(tasks[1].cancelled()), word(tasks[2].cancelled()));
}

}  // namespace conformance::event_cancelled_waiter
