#include "conformance/program.hpp"

namespace conformance::gather_outcomes {

aio::Coro<int> good() {
    co_await aio::sleep(3);
    co_return 1;
}

aio::Coro<> bad() {
    co_await aio::sleep(1);
    throw std::runtime_error("bad");
}

aio::Coro<> slow() { co_await aio::sleep(10); }

PROGRAM(gather, outcomes) {
    auto task = aio::create_task(slow());
    aio::current_loop().call_later(2s, [task]() mutable { task.cancel(); });
    auto [a, b, c] = co_await aio::gather(aio::return_exceptions, good(), bad(), task);
    aio::print("{} {} {}", a.value(), text_of(b.exception()), word(c.raised<aio::CancelledError>()));
    aio::print("at {}", now());
}

}  // namespace conformance::gather_outcomes
