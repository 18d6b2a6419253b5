#include "conformance/program.hpp"

namespace conformance::cancel_chain_turns {

aio::Coro<> ticks() {
    for (int i = 0; i < 10; ++i) {
        aio::print("turn {}", i);
        co_await aio::sleep(0);
    }
}

aio::Coro<> nest(int depth) {
    try {
        if (depth == 0) {
            co_await aio::sleep(10);
        } else {
            co_await aio::create_task(nest(depth - 1));
        }
    } catch (const aio::CancelledError&) {
        aio::print("depth {}", depth);
        throw;
    }
}

PROGRAM(cancel, chain_turns) {
    auto task = aio::create_task(nest(3));
    co_await aio::sleep(1);
    auto clock = aio::create_task(ticks());
    task.cancel();
    try {
        co_await task;
    } catch (const aio::CancelledError&) {
        aio::print("main");
    }
    co_await clock;
}

}  // namespace conformance::cancel_chain_turns
