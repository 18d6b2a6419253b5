#include "conformance/program.hpp"

namespace conformance::wait_for_waits_for_cleanup {

aio::Coro<> work() {
    std::exception_ptr raised;
    try {
        co_await aio::sleep(10);
    } catch (...) {
        raised = std::current_exception();
    }
    co_await aio::sleep(2);
    aio::print("cleaned up at {}", now());
    if (raised) std::rethrow_exception(raised);
}

PROGRAM(wait_for, waits_for_cleanup) {
    try {
        co_await aio::wait_for(work(), 1s);
    } catch (const aio::TimeoutError&) {
        aio::print("TimeoutError at {}", now());
    }
}

}  // namespace conformance::wait_for_waits_for_cleanup
