#include "conformance/program.hpp"

namespace conformance::condition_shared_lock {

aio::Coro<> consumer(aio::Lock& lock, aio::Condition& filled, aio::Condition& emptied, std::vector<int>& box) {
    for (int i = 0; i < 3; ++i) {
        auto guard = co_await lock.guard();
        co_await filled.wait_for([&box] { return !box.empty(); });
        aio::print("took {}", box.back());
        box.pop_back();
        emptied.notify();
    }
}

aio::Coro<> producer(aio::Lock& lock, aio::Condition& filled, aio::Condition& emptied, std::vector<int>& box) {
    for (int i = 0; i < 3; ++i) {
        auto guard = co_await lock.guard();
        co_await emptied.wait_for([&box] { return box.empty(); });
        box.push_back(i);
        aio::print("put {}", i);
        filled.notify();
    }
}

PROGRAM(condition, shared_lock) {
    aio::Lock lock;
    aio::Condition filled(lock);
    aio::Condition emptied(lock);
    std::vector<int> box;
    co_await aio::gather(consumer(lock, filled, emptied, box), producer(lock, filled, emptied, box));
}

}  // namespace conformance::condition_shared_lock
