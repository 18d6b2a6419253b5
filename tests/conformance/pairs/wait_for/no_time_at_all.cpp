#include "conformance/program.hpp"

namespace conformance::wait_for_no_time_at_all {

aio::Coro<> work() {
    aio::print("never");
    co_return;
}

aio::Coro<> sleeper() { co_await aio::sleep(10); }

PROGRAM(wait_for, no_time_at_all) {
    try {
        co_await aio::wait_for(work(), 0s);
    } catch (const aio::TimeoutError&) {
        aio::print("TimeoutError");
    }
    aio::Future<std::string> done;
    done.set_result("done before");
    const std::string text = co_await aio::wait_for(done, 0s);
    aio::print("{}", text);
    auto task = aio::create_task(sleeper());
    co_await aio::sleep(0);
    try {
        co_await aio::wait_for(task, -1s);
    } catch (const aio::TimeoutError&) {
        aio::print("TimeoutError, cancelled: {}", word(task.cancelled()));
    }
}

}  // namespace conformance::wait_for_no_time_at_all
