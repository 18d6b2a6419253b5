#include "conformance/program.hpp"

namespace conformance::callbacks_of_a_task {

aio::Coro<int> good() { co_return 1; }

aio::Coro<int> bad() {
    throw std::runtime_error("bad");
    co_return 0;
}

aio::Coro<int> slow() {
    co_await aio::sleep(10);
    co_return 0;
}

void tell(aio::Task<int> task) {
    if (task.cancelled()) {
        aio::print("{} was cancelled", task.name());
    } else if (task.exception()) {
        aio::print("{} raised {}", task.name(), text_of(task.exception()));
    } else {
        aio::print("{} returned {}", task.name(), task.result());
    }
}

PROGRAM(callbacks, of_a_task) {
    std::vector<aio::Task<int>> tasks;
    tasks.push_back(aio::create_task(good(), "good"));
    tasks.push_back(aio::create_task(bad(), "bad"));
    tasks.push_back(aio::create_task(slow(), "slow"));
    for (auto& task : tasks) {
        // Through its name: a callback that holds its own task would hold it for ever.
        task.add_done_callback([&task](const aio::AnyFuture&) { tell(task); });
    }
    co_await aio::sleep(1);
    tasks[2].cancel();
    co_await aio::sleep(1);
}

}  // namespace conformance::callbacks_of_a_task
