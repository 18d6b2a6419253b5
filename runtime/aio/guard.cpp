#include "aio/guard.hpp"

#include "aio/loop.hpp"
#include "aio/primitive.hpp"

namespace aio::detail {

void report_failed_release(const Primitive& held) noexcept {
    report_anywhere({"a guard could not give back " + held.describe(), std::current_exception()});
}

}  // namespace aio::detail
