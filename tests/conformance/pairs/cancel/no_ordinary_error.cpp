#include "conformance/program.hpp"

namespace conformance::cancel_no_ordinary_error {

struct Finally {
    ~Finally() { aio::print("cleaned up"); }
};

aio::Coro<> work() {
    const Finally finally;
    try {
        co_await aio::sleep(10);
    } catch (const std::exception&) {
        aio::print("never");
    }
}

PROGRAM(cancel, no_ordinary_error) {
    auto task = aio::create_task(work());
    co_await aio::sleep(0);
    task.cancel();
    co_await aio::gather(aio::return_exceptions, task);
    aio::print("cancelled: {}", word(task.cancelled()));
}

}  // namespace conformance::cancel_no_ordinary_error
