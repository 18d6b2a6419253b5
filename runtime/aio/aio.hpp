// Everything of aio, for programs that read better with one include.
//
// Thread rule: as each part says.
#pragma once
#include "aio/barrier.hpp"
#include "aio/condition.hpp"
#include "aio/context.hpp"
#include "aio/coro.hpp"
#include "aio/errors.hpp"
#include "aio/event.hpp"
#include "aio/future.hpp"
#include "aio/gather.hpp"
#include "aio/lock.hpp"
#include "aio/loop.hpp"
#include "aio/outcome.hpp"
#include "aio/print.hpp"
#include "aio/queue.hpp"
#include "aio/run.hpp"
#include "aio/semaphore.hpp"
#include "aio/sleep.hpp"
#include "aio/task.hpp"
#include "aio/threadsafe.hpp"
