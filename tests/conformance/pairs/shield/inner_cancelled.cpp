#include "conformance/program.hpp"

namespace conformance::shield_inner_cancelled {

aio::Coro<> sleeper() { co_await aio::sleep(10); }

PROGRAM(shield, inner_cancelled) {
    auto task = aio::create_task(sleeper());
    auto shield = aio::shield(task);
    co_await aio::sleep(0);
    task.cancel();
    try {
        co_await shield;
    } catch (const aio::CancelledError&) {
        aio::print("cancelled: {} {}", word(shield.cancelled()), word(task.cancelled()));
    }
}

}  // namespace conformance::shield_inner_cancelled
