#include "conformance/program.hpp"

namespace conformance::wait_for_task_too_slow {

aio::Coro<> work() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        aio::print("work met it at {}", now());
        throw;
    }
}

PROGRAM(wait_for, task_too_slow) {
    auto task = aio::create_task(work());
    try {
        co_await aio::wait_for(task, 2s);
    } catch (const aio::TimeoutError&) {
        aio::print("TimeoutError, cancelled: {}", word(task.cancelled()));
    }
    aio::print("requests: {}", aio::current_task().cancelling());
}

}  // namespace conformance::wait_for_task_too_slow
