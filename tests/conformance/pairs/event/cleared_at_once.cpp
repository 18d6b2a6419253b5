#include "conformance/program.hpp"

namespace conformance::event_cleared_at_once {

aio::Coro<> waiter(aio::Event& event, std::string name) {
    co_await event.wait();
    aio::print("{} {}", name, word(event.is_set()));
}

PROGRAM(event, cleared_at_once) {
    aio::Event event;
    std::vector<aio::Task<>> tasks;
    for (std::string name : {"a", "b"}) tasks.push_back(aio::create_task(waiter(event, name)));
    co_await aio::sleep(0);
    event.set();
    event.clear();
    auto late = aio::create_task(waiter(event, "late"));
    co_await aio::gather(tasks);
    aio::print("late is done: {}", word(late.done()));
    event.set();
    co_await late;
}

}  // namespace conformance::event_cleared_at_once
