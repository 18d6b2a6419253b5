#include "conformance/program.hpp"

namespace conformance::gather_cancelled {

aio::Coro<> work(std::string name, int cleanup) {
    std::exception_ptr raised;
    try {
        co_await aio::sleep(10);
    } catch (...) {
        raised = std::current_exception();
    }
    aio::print("{} met it", name);
    co_await aio::sleep(cleanup);
    aio::print("{} is done", name);
    if (raised) std::rethrow_exception(raised);
}

PROGRAM(gather, cancelled) {
    auto group = aio::gather(work("a", 2), work("b", 1));
    co_await aio::sleep(1);
    aio::print("asked: {}", word(group.cancel()));
    try {
        co_await group;
    } catch (const aio::CancelledError&) {
        aio::print("raised at {} {}", now(), word(group.cancelled()));
    }
}

}  // namespace conformance::gather_cancelled
