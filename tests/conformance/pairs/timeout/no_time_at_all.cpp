#include "conformance/program.hpp"

namespace conformance::timeout_no_time_at_all {

PROGRAM(timeout, no_time_at_all) {
    aio::Future<> done;
    done.set_result();
    auto body = [&done]() -> aio::Coro<> {
        aio::print("body");
        co_await done;
        aio::print("past what was done");
        co_await aio::sleep(1);
        aio::print("never");
    };
    try {
        co_await aio::with_timeout(0s, body);
    } catch (const aio::TimeoutError&) {
        aio::print("TimeoutError at {}", now());
    }
}

}  // namespace conformance::timeout_no_time_at_all
