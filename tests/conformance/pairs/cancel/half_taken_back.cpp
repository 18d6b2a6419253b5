#include "conformance/program.hpp"

namespace conformance::cancel_half_taken_back {

aio::Coro<> work() {
    auto me = aio::current_task();
    me.cancel();
    me.cancel();
    aio::print("left: {}", me.uncancel());
    co_await aio::sleep(0);
    aio::print("never");
}

PROGRAM(cancel, half_taken_back) {
    auto task = aio::create_task(work());
    try {
        co_await task;
    } catch (const aio::CancelledError&) {
        aio::print("cancelled, requests: {}", task.cancelling());
    }
}

}  // namespace conformance::cancel_half_taken_back
