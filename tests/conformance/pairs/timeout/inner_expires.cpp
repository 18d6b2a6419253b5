#include "conformance/program.hpp"

namespace conformance::timeout_inner_expires {

PROGRAM(timeout, inner_expires) {
    aio::Timeout outer = aio::timeout(10s);
    aio::Timeout inner = aio::timeout(1s);
    auto body = [&inner]() -> aio::Coro<> {
        try {
            co_await aio::with_timeout(inner, aio::sleep(5));
        } catch (const aio::TimeoutError&) {
            aio::print("inner TimeoutError");
        }
        co_await aio::sleep(1);
    };
    co_await aio::with_timeout(outer, body);
    aio::print("inner: {} outer: {}", word(inner.expired()), word(outer.expired()));
}

}  // namespace conformance::timeout_inner_expires
