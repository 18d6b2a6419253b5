#include "conformance/program.hpp"

namespace conformance::cancel_order_of_meeting {

aio::Coro<> work(std::string name, int delay) {
    try {
        co_await aio::sleep(delay);
    } catch (const aio::CancelledError&) {
        aio::print("{} met it", name);
        throw;
    }
}

PROGRAM(cancel, order_of_meeting) {
    std::vector<aio::Task<>> tasks;
    tasks.push_back(aio::create_task(work("a", 10)));
    tasks.push_back(aio::create_task(work("b", 10)));
    tasks.push_back(aio::create_task(work("c", 10)));
    tasks.push_back(aio::create_task(work("d", 0)));
    co_await aio::sleep(0);
    for (std::size_t i : {2, 3, 0, 1}) tasks[i].cancel();
    co_await aio::sleep(1);
    aio::print("[{}, {}, {}, {}]", word(tasks[0].cancelled()), word(tasks[1].cancelled()), word(tasks[2].cancelled()),
               word(tasks[3].cancelled()));
}

}  // namespace conformance::cancel_order_of_meeting
