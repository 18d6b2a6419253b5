#include "conformance/program.hpp"

namespace conformance::queue_task_done_too_often {

aio::Coro<> join(aio::Queue<int>& queue) { co_await queue.join(); }

PROGRAM(queue, task_done_too_often) {
    aio::Queue<int> queue;
    try {
        queue.task_done();
    } catch (const aio::UsageError&) {
        aio::print("refused");
    }
    queue.put_nowait(1);
    auto joined = aio::create_task(join(queue));
    co_await aio::sleep(0);
    queue.get_nowait();
    co_await aio::sleep(1);
    aio::print("got, joined: {}", word(joined.done()));
    queue.task_done();
    co_await joined;
    try {
        queue.task_done();
    } catch (const aio::UsageError&) {
        aio::print("refused");
    }
}

}  // namespace conformance::queue_task_done_too_often
