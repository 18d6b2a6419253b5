#include "conformance/program.hpp"

namespace conformance::cancel_itself_and_return {

aio::Coro<int> work() {
    aio::current_task().cancel();
    co_return 5;
}

PROGRAM(cancel, itself_and_return) {
    auto task = aio::create_task(work());
    try {
        const int value = co_await task;
        aio::print("{}", value);
    } catch (const aio::CancelledError&) {
        aio::print("cancelled: {}", word(task.cancelled()));
    }
}

}  // namespace conformance::cancel_itself_and_return
