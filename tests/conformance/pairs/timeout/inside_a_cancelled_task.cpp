#include "conformance/program.hpp"

namespace conformance::timeout_inside_a_cancelled_task {

aio::Coro<std::string> work() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        aio::print("requests: {}", aio::current_task().cancelling());
    }
    try {
        co_await aio::with_timeout(1s, aio::sleep(5));
    } catch (const aio::TimeoutError&) {
        aio::print("TimeoutError, requests: {}", aio::current_task().cancelling());
    }
    co_return "done";
}

PROGRAM(timeout, inside_a_cancelled_task) {
    auto task = aio::create_task(work());
    co_await aio::sleep(1);
    task.cancel();
    const std::string end = co_await task;
    aio::print("{}", end);
}

}  // namespace conformance::timeout_inside_a_cancelled_task
