#include "conformance/program.hpp"

namespace conformance::timeout_no_time_and_sleep_zero {

PROGRAM(timeout, no_time_and_sleep_zero) {
    auto body = []() -> aio::Coro<> {
        for (int i = 0; i < 4; ++i) {
            aio::print("round {}", i);
            co_await aio::sleep(0);
        }
        aio::print("through");
    };
    try {
        co_await aio::with_timeout(0s, body);
    } catch (const aio::TimeoutError&) {
        aio::print("TimeoutError");
    }
}

}  // namespace conformance::timeout_no_time_and_sleep_zero
