#include "conformance/program.hpp"

namespace conformance::cancel_itself_and_raise {

aio::Coro<> work() {
    aio::current_task().cancel();
    throw std::runtime_error("an error");
    co_return;
}

PROGRAM(cancel, itself_and_raise) {
    auto task = aio::create_task(work());
    try {
        co_await task;
    } catch (const std::runtime_error& error) {
        aio::print("raised {}", error.what());
    }
    aio::print("cancelled: {}", word(task.cancelled()));
}

}  // namespace conformance::cancel_itself_and_raise
