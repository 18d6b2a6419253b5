#include "aio/time_limit.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace aio {

TimeLimit::TimeLimit(double seconds) {
    if (std::isnan(seconds)) throw std::invalid_argument("a time limit is not a number (NaN)");
    // Beyond this many seconds nanoseconds overflow; 292 years are for ever.
    constexpr double kLongest = 9.2e9;
    span_ =
        std::chrono::duration_cast<Duration>(std::chrono::duration<double>(std::clamp(seconds, -kLongest, kLongest)));
}

}  // namespace aio
