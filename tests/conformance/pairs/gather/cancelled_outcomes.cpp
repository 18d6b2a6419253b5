#include "conformance/program.hpp"

namespace conformance::gather_cancelled_outcomes {

PROGRAM(gather, cancelled_outcomes) {
    auto group = aio::gather(aio::return_exceptions, aio::sleep(10), aio::sleep(20));
    co_await aio::sleep(1);
    group.cancel();
    try {
        co_await group;
        aio::print("never");
    } catch (const aio::CancelledError&) {
        aio::print("raised");
    }
}

}  // namespace conformance::gather_cancelled_outcomes
