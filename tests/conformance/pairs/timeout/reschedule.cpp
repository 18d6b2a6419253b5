#include "conformance/program.hpp"

namespace conformance::timeout_reschedule {

PROGRAM(timeout, reschedule) {
    auto& loop = aio::current_loop();
    aio::Timeout limit = aio::timeout(std::nullopt);
    auto body = [&]() -> aio::Coro<> {
        aio::print("when: {}", limit.when() ? "something" : "None");
        limit.reschedule(loop.time() + 1s);
        co_await aio::sleep(0.5);
        limit.reschedule(loop.time() + 1s);
        aio::print("when: {:.1f}", std::chrono::duration<double>(*limit.when()).count());
        co_await aio::sleep(10);
    };
    try {
        co_await aio::with_timeout(limit, body);
    } catch (const aio::TimeoutError&) {
        aio::print("over at {}", now());
    }
    try {
        limit.reschedule(loop.time() + 1s);
    } catch (const aio::UsageError&) {
        aio::print("refused");
    }
    aio::Timeout second = aio::timeout(1s);
    auto never = [&second]() -> aio::Coro<> {
        second.reschedule(std::nullopt);
        co_await aio::sleep(5);
    };
    co_await aio::with_timeout(second, never);
    aio::print("at {} expired: {}", now(), word(second.expired()));
}

}  // namespace conformance::timeout_reschedule
