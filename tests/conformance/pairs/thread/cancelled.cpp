#include "conformance/program.hpp"

#include <latch>

namespace conformance::thread_cancelled {

void work(std::shared_ptr<std::latch> begun, std::shared_ptr<std::latch> may_end, std::shared_ptr<std::latch> ended) {
    begun->count_down();
    may_end->wait();
    ended->count_down();
}

aio::Coro<> run(std::shared_ptr<std::latch> begun, std::shared_ptr<std::latch> may_end,
                std::shared_ptr<std::latch> ended) {
    co_await aio::to_thread(work, begun, may_end, ended);
}

PROGRAM(thread, cancelled) {
    auto begun = std::make_shared<std::latch>(1);
    auto may_end = std::make_shared<std::latch>(1);
    auto ended = std::make_shared<std::latch>(1);
    auto task = aio::create_task(run(begun, may_end, ended));
    co_await aio::sleep(0);
    begun->wait();
    task.cancel();
    try {
        co_await task;
    } catch (const aio::CancelledError&) {
        aio::print("cancelled, function ended: {}", word(ended->try_wait()));
    }
    may_end->count_down();
    ended->wait();
    aio::print("function ended: {}", word(ended->try_wait()));
}

}  // namespace conformance::thread_cancelled
