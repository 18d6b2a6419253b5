#include "conformance/program.hpp"

namespace conformance::timeout_another_error {

PROGRAM(timeout, another_error) {
    aio::Timeout limit = aio::timeout(1s);
    auto body = []() -> aio::Coro<> {
        try {
            co_await aio::sleep(10);
        } catch (const aio::CancelledError&) {
            throw std::runtime_error("while cleaning up");
        }
    };
    try {
        co_await aio::with_timeout(limit, body);
    } catch (const std::runtime_error& error) {
        aio::print("{}", error.what());
    }
    aio::print("expired: {} requests: {}", word(limit.expired()), aio::current_task().cancelling());
}

}  // namespace conformance::timeout_another_error
