#include "conformance/program.hpp"

namespace conformance::timeout_in_time {

aio::Coro<> no_waiting() {
    aio::print("no waiting");
    co_return;
}

PROGRAM(timeout, in_time) {
    aio::current_loop().call_soon([] { aio::print("callback"); });
    aio::Timeout first = aio::timeout(5s);
    co_await aio::with_timeout(first, no_waiting());
    aio::print("expired: {}", word(first.expired()));
    aio::Timeout limit = aio::timeout(5s);
    co_await aio::with_timeout(limit, aio::sleep(4));
    co_await aio::sleep(4);
    aio::print("at {} expired: {}", now(), word(limit.expired()));
}

}  // namespace conformance::timeout_in_time
