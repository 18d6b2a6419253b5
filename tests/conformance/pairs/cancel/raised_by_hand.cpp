#include "conformance/program.hpp"

namespace conformance::cancel_raised_by_hand {

aio::Coro<> work() {
    co_await aio::sleep(1);
    throw aio::CancelledError("enough");
}

PROGRAM(cancel, raised_by_hand) {
    auto task = aio::create_task(work());
    try {
        co_await task;
    } catch (const aio::CancelledError&) {
        aio::print("cancelled: {} requests: {}", word(task.cancelled()), task.cancelling());
    }
}

}  // namespace conformance::cancel_raised_by_hand
