#include "conformance/program.hpp"

namespace conformance::wait_nothing_to_wait_for {

PROGRAM(wait, nothing_to_wait_for) {
    try {
        co_await aio::wait(std::vector<aio::Task<>>());
    } catch (const std::invalid_argument&) {
        aio::print("refused");
    }
}

}  // namespace conformance::wait_nothing_to_wait_for
