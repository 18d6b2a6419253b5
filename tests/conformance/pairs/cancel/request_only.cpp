#include "conformance/program.hpp"

namespace conformance::cancel_request_only {

aio::Coro<> work() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        aio::print("met");
        throw;
    }
}

PROGRAM(cancel, request_only) {
    auto task = aio::create_task(work());
    co_await aio::sleep(0);
    aio::print("asked: {}", word(task.cancel()));
    aio::print("cancelled: {} done: {} requests: {}", word(task.cancelled()), word(task.done()), task.cancelling());
    co_await aio::sleep(0);
    aio::print("cancelled: {} done: {} requests: {}", word(task.cancelled()), word(task.done()), task.cancelling());
    aio::print("asked again: {}", word(task.cancel()));
}

}  // namespace conformance::cancel_request_only
