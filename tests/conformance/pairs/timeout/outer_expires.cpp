#include "conformance/program.hpp"

namespace conformance::timeout_outer_expires {

PROGRAM(timeout, outer_expires) {
    auto body = []() -> aio::Coro<> {
        try {
            co_await aio::with_timeout(10s, aio::sleep(5));
        } catch (const aio::TimeoutError&) {
            aio::print("never");
        } catch (const aio::CancelledError&) {
            aio::print("inner CancelledError");
            throw;
        }
    };
    try {
        co_await aio::with_timeout(1s, body);
    } catch (const aio::TimeoutError&) {
        aio::print("outer TimeoutError");
    }
}

}  // namespace conformance::timeout_outer_expires
