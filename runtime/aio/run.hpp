// aio::run: the way in. Makes a loop, runs a coroutine as the main task, cleans up.
//
// When the main task is done, every task that is left is cancelled, oldest first,
// and run to its end; nothing outlives run(). Python: asyncio.run.
// Lesson: lessons/01_coroutine.
// Thread rule: any thread that does not run a loop already (UsageError).
#pragma once
#include "aio/interrupts.hpp"
#include "aio/loop.hpp"
#include "aio/run_options.hpp"
#include "aio/task.hpp"

#include <exception>
#include <source_location>
#include <utility>

namespace aio {

// Returns what the main coroutine returns; throws what it raises, CancelledError if it was
// cancelled, DeadlockError if every task waits and nothing could wake one, and Interrupted if
// Ctrl-C stopped it (RunOptions::interrupts).
template <class T>
T run(Coro<T> main, RunOptions options = {}, std::source_location where = std::source_location::current()) {
    detail::refuse_nested_run(where);
    const bool takes_interrupts = options.interrupts;
    EventLoop loop(std::move(options));
    Task<T> task = loop.create_task(std::move(main), "main", where);
    try {
        detail::Interrupts interrupts(loop, task, takes_interrupts);
        loop.run_until_done(task);
        interrupts.check();
    } catch (...) {
        loop.ends_with(std::current_exception());
        detail::clean_up(loop);  // what is left still gets to run its handlers
        throw;
    }
    loop.ends_with(detail::what_it_raised(*task.state()));
    detail::clean_up(loop);
    return detail::take_value<T>(*task.state(), 1);
}

}  // namespace aio
