#include "conformance/program.hpp"

namespace conformance::cancel_delivered_once {

aio::Coro<> work() {
    for (int i = 0; i < 3; ++i) {
        try {
            co_await aio::sleep(1);
            aio::print("{} slept", i);
        } catch (const aio::CancelledError&) {
            aio::print("{} was cancelled", i);
        }
    }
}

PROGRAM(cancel, delivered_once) {
    auto task = aio::create_task(work());
    co_await aio::sleep(1.5);
    task.cancel();
    co_await task;
    aio::print("at {}", now());
}

}  // namespace conformance::cancel_delivered_once
