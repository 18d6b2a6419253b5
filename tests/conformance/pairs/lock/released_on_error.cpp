#include "conformance/program.hpp"

namespace conformance::lock_released_on_error {

aio::Coro<> work(aio::Lock& lock, std::string name, bool fails) {
    auto guard = co_await lock.guard();
    aio::print("{} holds it", name);
    co_await aio::sleep(1);
    if (fails) throw std::runtime_error(name);
}

PROGRAM(lock, released_on_error) {
    aio::Lock lock;
    std::vector<aio::Task<>> tasks;
    for (std::string name : {"a", "b", "c"}) tasks.push_back(aio::create_task(work(lock, name, name == "a")));
    co_await aio::sleep(1.5);
    tasks[1].cancel();
    auto outcomes = co_await aio::gather(aio::return_exceptions, tasks);
    aio::print("{} {} {}", text_of(outcomes[0].exception()), word(outcomes[1].raised<aio::CancelledError>()),
               text_of(outcomes[2].exception()));
}

}  // namespace conformance::lock_released_on_error
