#include "conformance/program.hpp"

namespace conformance::cancel_itself {

aio::Coro<> work(aio::Future<> done) {
    aio::current_task().cancel();
    aio::print("still here");
    co_await done;
    aio::print("past what was done");
    co_await aio::sleep(0);
    aio::print("never");
}

PROGRAM(cancel, itself) {
    aio::Future<> done;
    done.set_result();
    auto task = aio::create_task(work(done));
    try {
        co_await task;
    } catch (const aio::CancelledError&) {
        aio::print("cancelled: {}", word(task.cancelled()));
    }
}

}  // namespace conformance::cancel_itself
