#include "conformance/program.hpp"

namespace conformance::gather_child_cancelled {

aio::Coro<> sleeper(int delay) { co_await aio::sleep(delay); }

PROGRAM(gather, child_cancelled) {
    auto a = aio::create_task(sleeper(10));
    auto b = aio::create_task(sleeper(1));
    auto group = aio::gather(a, b);
    co_await aio::sleep(0);
    a.cancel();
    try {
        co_await group;
    } catch (const aio::CancelledError&) {
        aio::print("raised, gather cancelled: {} done: {}", word(group.cancelled()), word(group.done()));
    }
    aio::print("b done: {}", word(b.done()));
    co_await b;
    aio::print("b cancelled: {}", word(b.cancelled()));
}

}  // namespace conformance::gather_child_cancelled
