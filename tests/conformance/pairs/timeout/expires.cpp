#include "conformance/program.hpp"

namespace conformance::timeout_expires {

bool because_of_cancelled(const aio::TimeoutError& error) {
    try {
        std::rethrow_if_nested(error);
    } catch (const aio::CancelledError&) {
        return true;
    }
    return false;
}

PROGRAM(timeout, expires) {
    aio::Timeout limit = aio::timeout(1s);
    auto body = [&limit]() -> aio::Coro<> {
        try {
            co_await aio::sleep(10);
        } catch (const aio::CancelledError&) {
            aio::print("the body met it, expired: {}", word(limit.expired()));
            throw;
        }
    };
    try {
        co_await aio::with_timeout(limit, body);
    } catch (const aio::TimeoutError& error) {
        aio::print("TimeoutError at {} expired: {}", now(), word(limit.expired()));
        aio::print("because of CancelledError: {}", word(because_of_cancelled(error)));
    }
    aio::print("requests: {}", aio::current_task().cancelling());
}

}  // namespace conformance::timeout_expires
