#include "conformance/program.hpp"

namespace conformance::timeout_swallowed {

PROGRAM(timeout, swallowed) {
    aio::Timeout limit = aio::timeout(1s);
    auto body = []() -> aio::Coro<> {
        try {
            co_await aio::sleep(10);
        } catch (const aio::CancelledError&) {
            aio::print("swallowed");
        }
        co_await aio::sleep(1);
    };
    co_await aio::with_timeout(limit, body);
    aio::print("expired: {} requests: {}", word(limit.expired()), aio::current_task().cancelling());
    co_await aio::sleep(1);
    aio::print("at {}", now());
}

}  // namespace conformance::timeout_swallowed
