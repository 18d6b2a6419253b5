#include "conformance/program.hpp"

namespace conformance::queue_join {

aio::Coro<> worker(aio::Queue<double>& queue, std::string name) {
    while (true) {
        const double item = co_await queue.get();
        co_await aio::sleep(item);
        aio::print("{} did {} at {}", name, item, now());
        queue.task_done();
    }
}

PROGRAM(queue, join) {
    aio::Queue<double> queue;
    co_await queue.join();
    aio::print("nothing to do");
    for (double item : {3.0, 1.0, 1.5, 2.0}) queue.put_nowait(item);
    std::vector<aio::Task<>> workers;
    for (std::string name : {"a", "b"}) workers.push_back(aio::create_task(worker(queue, name)));
    co_await queue.join();
    aio::print("all done at {}", now());
    for (auto& task : workers) task.cancel();
    co_await aio::gather(aio::return_exceptions, workers);
}

}  // namespace conformance::queue_join
