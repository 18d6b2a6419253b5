// How a request to cancel travels: from a task to what it waits for, and on from there.
//
// Chains of tasks and gathers may be as long as memory, so the way is kept in a list and
// not on the stack. Tasks may wait for one another in a ring: the request goes round it
// once. Order and effect are asyncio's: what waits is asked oldest first, and a task whose
// wait does not take the request over keeps it for its next step.
//
// For aio's own sources.
// Thread rule: the loop's thread.
#pragma once
#include "aio/future_base.hpp"

#include <source_location>
#include <string>

namespace aio::detail {

// Cancels a task, or what has cancel_targets(). False: nothing took the request.
bool cancel_through(FutureBase& first, const std::string& message, const std::source_location& where);

}  // namespace aio::detail
