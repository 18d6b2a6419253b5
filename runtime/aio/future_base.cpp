#include "aio/future_base.hpp"

#include "aio/loop.hpp"

namespace aio::detail {

void FutureBase::complete(State state, loopscope::Sequence cause) {
    state_ = state;
    while (!waiters_.empty()) loop_.make_ready(waiters_.pop_front(), wake_reason(), cause);
}

}  // namespace aio::detail
