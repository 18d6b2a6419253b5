#include "conformance/program.hpp"

namespace conformance::task_current_task {

aio::Coro<bool> same(aio::AnyTask task) { co_return aio::current_task() == task; }

PROGRAM(task, current_task) {
    auto me = aio::current_task();
    const bool awaited = co_await same(me);
    aio::print("awaited: {}", word(awaited));
    const bool created = co_await aio::create_task(same(me));
    aio::print("created: {}", word(created));
    auto [gathered] = co_await aio::gather(same(me));
    aio::print("gathered: {}", word(gathered));
    aio::print("after: {}", word(aio::current_task() == me));
}

}  // namespace conformance::task_current_task
