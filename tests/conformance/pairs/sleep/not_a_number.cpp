#include "conformance/program.hpp"

#include <limits>

namespace conformance::sleep_not_a_number {

PROGRAM(sleep, not_a_number) {
    try {
        co_await aio::sleep(std::numeric_limits<double>::quiet_NaN());
    } catch (const std::invalid_argument&) {
        aio::print("refused");
    }
}

}  // namespace conformance::sleep_not_a_number
