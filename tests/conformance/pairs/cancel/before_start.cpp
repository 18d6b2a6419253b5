#include "conformance/program.hpp"

namespace conformance::cancel_before_start {

aio::Coro<> work() {
    aio::print("never");
    co_return;
}

PROGRAM(cancel, before_start) {
    auto task = aio::create_task(work());
    task.cancel();
    try {
        co_await task;
    } catch (const aio::CancelledError&) {
        aio::print("it was cancelled: {}", word(task.cancelled()));
    }
}

}  // namespace conformance::cancel_before_start
