#include "conformance/program.hpp"

namespace conformance::event_wakes_all {

aio::Coro<> waiter(aio::Event& event, char name) {
    co_await event.wait();
    aio::print("{} goes on", name);
}

PROGRAM(event, wakes_all) {
    aio::Event event;
    std::vector<aio::Task<>> tasks;
    for (char name : std::string("abc")) tasks.push_back(aio::create_task(waiter(event, name)));
    co_await aio::sleep(1);
    event.set();
    aio::print("set: {}", word(event.is_set()));
    co_await aio::gather(tasks);
}

}  // namespace conformance::event_wakes_all
