#include "conformance/program.hpp"

namespace conformance::future_other_loop {

std::vector<aio::Future<>> kept;

aio::Coro<> first() {
    kept.push_back(aio::Future<>());
    co_return;
}

aio::Coro<> second() {
    try {
        co_await kept[0];
    } catch (const aio::UsageError&) {
        aio::print("refused");
    }
}

PLAIN_PROGRAM(future, other_loop) {
    aio::run(first(), virtual_time());
    aio::run(second(), virtual_time());
    kept.clear();
}

}  // namespace conformance::future_other_loop
