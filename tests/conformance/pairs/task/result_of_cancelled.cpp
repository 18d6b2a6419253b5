#include "conformance/program.hpp"

namespace conformance::task_result_of_cancelled {

aio::Coro<> sleeper() { co_await aio::sleep(100); }

PROGRAM(task, result_of_cancelled) {
    auto task = aio::create_task(sleeper());
    co_await aio::sleep(0);
    task.cancel();
    co_await aio::sleep(0);
    aio::print("done: {} cancelled: {}", word(task.done()), word(task.cancelled()));
    try {
        task.result();
    } catch (const aio::CancelledError&) {
        aio::print("result: cancelled");
    }
    try {
        task.exception();
    } catch (const aio::CancelledError&) {
        aio::print("exception: cancelled");
    }
}

}  // namespace conformance::task_result_of_cancelled
