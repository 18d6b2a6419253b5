#include "conformance/program.hpp"

namespace conformance::task_result_early {

aio::Coro<std::string> work() {
    co_await aio::sleep(1);
    co_return "result";
}

PROGRAM(task, result_early) {
    auto task = aio::create_task(work());
    try {
        task.result();
    } catch (const aio::InvalidStateError&) {
        aio::print("result: not yet");
    }
    try {
        task.exception();
    } catch (const aio::InvalidStateError&) {
        aio::print("exception: not yet");
    }
    co_await aio::sleep(2);
    aio::print("{} {}", task.result(), text_of(task.exception()));
}

}  // namespace conformance::task_result_early
