#include "conformance/program.hpp"

namespace conformance::timeout_at_a_time {

PROGRAM(timeout, at_a_time) {
    for (int when : {3, 1}) {
        aio::Timeout limit = aio::timeout_at(when * 1s);
        try {
            co_await aio::with_timeout(limit, aio::sleep(10));
        } catch (const aio::TimeoutError&) {
            aio::print("over at {}", now());
        }
    }
}

}  // namespace conformance::timeout_at_a_time
