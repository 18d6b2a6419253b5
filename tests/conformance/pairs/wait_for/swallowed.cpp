#include "conformance/program.hpp"

namespace conformance::wait_for_swallowed {

aio::Coro<std::string> work() {
    try {
        co_await aio::sleep(10);
    } catch (const aio::CancelledError&) {
        co_return "what I have";
    }
    co_return "";
}

PROGRAM(wait_for, swallowed) {
    const std::string value = co_await aio::wait_for(work(), 1s);
    aio::print("{}", value);
    aio::print("requests: {}", aio::current_task().cancelling());
}

}  // namespace conformance::wait_for_swallowed
