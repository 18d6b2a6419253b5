#include "conformance/program.hpp"

namespace conformance::timeout_both_expire {

PROGRAM(timeout, both_expire) {
    aio::Timeout outer = aio::timeout(1s);
    aio::Timeout inner = aio::timeout(1s);
    auto body = [&inner]() -> aio::Coro<> {
        try {
            co_await aio::with_timeout(inner, aio::sleep(5));
        } catch (const aio::CancelledError&) {
            aio::print("inner CancelledError");
            throw;
        }
    };
    try {
        co_await aio::with_timeout(outer, body);
    } catch (const aio::TimeoutError&) {
        aio::print("outer TimeoutError");
    }
    aio::print("{} {} {}", word(inner.expired()), word(outer.expired()), aio::current_task().cancelling());
}

}  // namespace conformance::timeout_both_expire
