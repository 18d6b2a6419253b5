#include "conformance/program.hpp"

namespace conformance::cancel_cleanup_waits {

// C++ cannot await inside a handler: what was caught is kept until after it.
aio::Coro<> clean_up(std::string name) {
    aio::print("{} cleans up", name);
    try {
        co_await aio::sleep(1);
        aio::print("{} cleaned up", name);
    } catch (const aio::CancelledError&) {
        aio::print("{} was disturbed", name);
    }
}

aio::Coro<> work(std::string name) {
    std::exception_ptr caught;
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        caught = std::current_exception();
    }
    if (caught) {
        co_await clean_up(name);
        std::rethrow_exception(caught);
    }
}

PROGRAM(cancel, cleanup_waits) {
    auto a = aio::create_task(work("a"));
    auto b = aio::create_task(work("b"));
    co_await aio::sleep(0);
    a.cancel();
    b.cancel();
    co_await aio::sleep(0.5);
    b.cancel();
    co_await aio::sleep(1);
    aio::print("cancelled: {} {} requests: {} {}", word(a.cancelled()), word(b.cancelled()), a.cancelling(),
               b.cancelling());
}

}  // namespace conformance::cancel_cleanup_waits
