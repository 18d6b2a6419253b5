#include "conformance/program.hpp"

namespace conformance::scope_finally {

aio::Coro<> work(std::string how) {
    auto body = [&how]() -> aio::Coro<> {
        co_await aio::sleep(how != "cancelled" ? 1 : 10);
        if (how == "fails") throw std::runtime_error("failed");
    };
    auto cleanup = [&how]() -> aio::Coro<> {
        co_await aio::sleep(1);
        aio::print("{} cleaned up at {}", how, now());
    };
    co_await aio::with_cleanup(body, cleanup);
}

PROGRAM(scope, finally) {
    std::vector<aio::Task<>> tasks;
    for (std::string how : {"returns", "fails", "cancelled"}) tasks.push_back(aio::create_task(work(how)));
    co_await aio::sleep(2.5);
    tasks[2].cancel();
    co_await aio::wait(tasks);
    aio::print("{} {} {}", tasks[0].exception() ? "something" : "None", text_of(tasks[1].exception()),
               word(tasks[2].cancelled()));
}

}  // namespace conformance::scope_finally
