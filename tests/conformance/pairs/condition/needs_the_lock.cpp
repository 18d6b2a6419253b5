#include "conformance/program.hpp"

namespace conformance::condition_needs_the_lock {

PROGRAM(condition, needs_the_lock) {
    aio::Condition condition;
    try {
        condition.notify();
    } catch (const aio::UsageError&) {
        aio::print("notify: refused");
    }
    try {
        condition.notify_all();
    } catch (const aio::UsageError&) {
        aio::print("notify_all: refused");
    }
    try {
        co_await condition.wait();
    } catch (const aio::UsageError&) {
        aio::print("wait: refused");
    }
    auto guard = co_await condition.guard();
    condition.notify();
    aio::print("nobody waits, and that is fine");
}

}  // namespace conformance::condition_needs_the_lock
