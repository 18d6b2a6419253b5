#include "scenes.hpp"

#include <algorithm>

namespace soak {
namespace {

constexpr int kWorkers = 6;
constexpr int kTimes = 40;

aio::Coro<> locks(Round& round) {
    aio::Lock lock;
    int inside = 0;
    const auto step = [&]() -> aio::Coro<> {
        const auto guard = co_await lock.guard();
        require(++inside == 1, "two tasks hold one lock");
        struct Leave {
            int* inside;
            ~Leave() { --*inside; }
        } leave{&inside};
        if (round.below(2) == 0) co_await aio::sleep(round.span(20));
    };
    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
        for (int i = 0; i < kWorkers; ++i) group.create_task(persist(round, kTimes, step));
        co_return;
    };
    co_await aio::with_task_group(body);
    require(!lock.locked() && lock.statistics().waiting == 0, "a lock is free when everybody is done");
}

aio::Coro<> semaphores(Round& round) {
    aio::BoundedSemaphore semaphore(3);
    int inside = 0;
    const auto step = [&]() -> aio::Coro<> {
        const auto guard = co_await semaphore.guard();
        require(++inside <= 3, "more tasks hold a semaphore than it has permits");
        struct Leave {
            int* inside;
            ~Leave() { --*inside; }
        } leave{&inside};
        co_await aio::sleep(round.span(10));
    };
    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
        for (int i = 0; i < kWorkers; ++i) group.create_task(persist(round, kTimes, step));
        co_return;
    };
    co_await aio::with_task_group(body);
    const auto left = semaphore.statistics();
    require(left.value == 3 && left.waiting == 0, "all permits are back when everybody is done");
}

// Every item that was put is got exactly once, however often putters and getters are cancelled.
template <class Queue>
aio::Coro<> through(Round& round, Queue& queue) {
    int puts = 0;
    std::vector<int> got;
    const auto put = [&]() -> aio::Coro<> {
        co_await queue.put(1);
        ++puts;
        if (round.below(4) == 0) co_await aio::sleep(round.span(5));
    };
    const auto get = [&]() -> aio::Coro<> {
        got.push_back(co_await queue.get());
        queue.task_done();
        if (round.below(4) == 0) co_await aio::sleep(round.span(5));
    };
    const auto producers = [&](aio::TaskGroup& group) -> aio::Coro<> {
        for (int i = 0; i < 3; ++i) group.create_task(persist(round, kTimes, put));
        co_return;
    };
    const auto consumers = [&](aio::TaskGroup& group) -> aio::Coro<> {
        for (int i = 0; i < 3; ++i) {
            group.create_task([](Round& chance, auto& take) -> aio::Coro<> {
                try {
                    co_await persist(chance, 1'000'000, take);
                } catch (const aio::QueueShutDown&) {
                    co_return;
                }
            }(round, get));
        }
        co_await aio::with_task_group(producers);
        co_await queue.join();
        queue.shutdown();
    };
    co_await aio::with_task_group(consumers);
    const auto left = queue.statistics();
    require(left.qsize == 0 && left.unfinished == 0, "a queue is empty when everything was got");
    require(left.getters == 0 && left.putters == 0 && left.joiners == 0, "nobody waits at a queue in the end");
    require(got.size() == static_cast<std::size_t>(puts), "every item that was put is got once");
}

aio::Coro<> queues(Round& round) {
    aio::Queue<int> queue(2);
    co_await through(round, queue);
}

aio::Coro<> lifo_queues(Round& round) {
    aio::LifoQueue<int> queue(3);
    co_await through(round, queue);
}

// The textbook's bounded buffer, with notify(1) on both sides: one lost notification ends it.
aio::Coro<> conditions(Round& round) {
    aio::Lock lock;
    aio::Condition has_item(lock);
    aio::Condition has_room(lock);
    int items = 0;
    const auto put = [&]() -> aio::Coro<> {
        const auto guard = co_await lock.guard();
        while (items == 2) co_await has_room.wait();
        ++items;
        has_item.notify();
    };
    const auto get = [&]() -> aio::Coro<> {
        const auto guard = co_await lock.guard();
        while (items == 0) co_await has_item.wait();
        --items;
        has_room.notify();
    };
    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
        for (int i = 0; i < 3; ++i) {
            group.create_task(persist(round, kTimes, put));
            group.create_task(persist(round, kTimes, get));
        }
        co_return;
    };
    co_await aio::with_task_group(body);
    require(items == 0, "what was put was taken");
    require(has_item.statistics().waiting == 0 && has_room.statistics().waiting == 0, "nobody waits at a condition");
}

aio::Coro<> events(Round& round) {
    aio::Event event;
    const auto wait = [&]() -> aio::Coro<> { co_await event.wait(); };
    bool done = false;
    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
        const auto toggle = [](Round& chance, aio::Event& gate, const bool& end) -> aio::Coro<> {
            while (!end) {
                gate.set();
                if (chance.below(2) == 0) gate.clear();
                co_await aio::sleep(std::chrono::microseconds(1) + chance.span(10));
            }
        };
        const auto toggler = group.create_task(toggle(round, event, done));
        const auto waiters = [&](aio::TaskGroup& inner) -> aio::Coro<> {
            for (int i = 0; i < kWorkers; ++i) inner.create_task(persist(round, kTimes, wait));
            co_return;
        };
        co_await aio::with_task_group(waiters);
        done = true;
    };
    co_await aio::with_task_group(body);
    require(event.statistics().waiting == 0, "nobody waits at an event in the end");
}

// Nobody is cancelled here: a party that gives up would have to be replaced.
aio::Coro<> barriers(Round& round) {
    aio::Barrier barrier(4);
    int rounds[4] = {};
    const auto party = [&](int which) -> aio::Coro<> {
        for (int i = 0; i < kTimes; ++i) {
            co_await aio::sleep(round.span(10));
            ++rounds[which];
            co_await barrier.wait();
            const auto [least, most] = std::ranges::minmax(rounds);
            require(most - least <= 1, "nobody passes a barrier a round ahead");
            ++round.operations;
        }
    };
    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
        for (int i = 0; i < 4; ++i) group.create_task(party(i));
        co_return;
    };
    co_await aio::with_task_group(body);
    require(barrier.statistics().inside == 0, "a barrier is empty in the end");
}

aio::Coro<int> value_after(aio::Duration delay, int value) {
    co_await aio::sleep(delay);
    if (value % 5 == 0) throw std::runtime_error("one in five");
    co_return value;
}

aio::Coro<> timeouts(Round& round) {
    const auto step = [&]() -> aio::Coro<> {
        try {
            const auto inner = [&]() -> aio::Coro<> {
                co_await aio::wait_for(value_after(round.span(30), 1), round.span(30));
            };
            co_await aio::with_timeout(round.span(40), inner());
        } catch (const aio::TimeoutError&) {
            co_return;
        }
    };
    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
        for (int i = 0; i < kWorkers; ++i) group.create_task(persist(round, kTimes, step));
        co_return;
    };
    co_await aio::with_task_group(body);
}

aio::Coro<> compositions(Round& round) {
    const auto number = [&] { return static_cast<int>(round.below(20)); };
    const auto step = [&]() -> aio::Coro<> {
        std::vector<aio::Coro<int>> coros;
        for (std::uint64_t i = 0; i <= round.below(4); ++i) coros.push_back(value_after(round.span(20), number()));
        switch (round.below(5)) {
            case 0:
                co_await aio::gather(aio::return_exceptions, std::move(coros));
                break;
            case 1: {
                std::vector<aio::Task<int>> tasks;
                for (auto& coro : coros) tasks.push_back(aio::create_task(std::move(coro)));
                const auto [done, pending] = co_await aio::wait(tasks, aio::first_completed, round.span(20));
                for (const auto& task : done) static_cast<void>(task.exception());
                for (auto task : pending) task.cancel();
                break;
            }
            case 2:
                for (auto& next : aio::as_completed(std::move(coros))) {
                    try {
                        co_await next;
                    } catch (const std::runtime_error&) {
                        continue;
                    }
                }
                break;
            case 3:
                try {
                    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
                        for (auto& coro : coros) group.create_task(std::move(coro));
                        co_return;
                    };
                    co_await aio::with_task_group(body);
                } catch (const aio::ExceptionGroup&) {
                    break;
                }
                break;
            default:
                try {
                    co_await aio::shield(std::move(coros[0]));
                } catch (const std::runtime_error&) {
                    break;
                }
        }
    };
    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
        for (int i = 0; i < kWorkers; ++i) group.create_task(persist(round, kTimes, step));
        co_return;
    };
    co_await aio::with_task_group(body);
}

aio::AsyncGenerator<int> numbers(Round& round, int count) {
    for (int i = 0; i < count; ++i) {
        co_await aio::sleep(round.span(5));
        co_yield i;
    }
}

aio::Coro<> generators(Round& round) {
    const auto step = [&]() -> aio::Coro<> {
        auto source = numbers(round, 5);
        int taken = 0;
        while (auto number = co_await source.next()) {
            if (++taken == 3 && round.below(2) == 0) break;
        }
        if (round.below(2) == 0) co_await source.aclose();
    };
    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
        for (int i = 0; i < kWorkers; ++i) group.create_task(persist(round, kTimes, step));
        co_return;
    };
    co_await aio::with_task_group(body);
}

aio::Coro<> futures(Round& round) {
    int called = 0;
    int made = 0;
    const auto step = [&]() -> aio::Coro<> {
        aio::Future<int> future;
        future.add_done_callback([&called](const aio::AnyFuture&) { ++called; });
        ++made;
        auto copy = future;
        aio::current_loop().call_later(round.span(10), [copy]() mutable {
            if (!copy.done()) copy.set_result(1);
        });
        co_await future;
    };
    const auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
        for (int i = 0; i < kWorkers; ++i) group.create_task(persist(round, kTimes, step));
        co_return;
    };
    co_await aio::with_task_group(body);
    co_await aio::sleep(std::chrono::milliseconds(1));
    require(called == made, "every done callback is called once");
}

}  // namespace

const std::vector<NamedScene>& scenes() {
    static const std::vector<NamedScene> all = {
        {"lock", locks},
        {"semaphore", semaphores},
        {"queue", queues},
        {"LIFO queue", lifo_queues},
        {"condition", conditions},
        {"event", events},
        {"barrier", barriers},
        {"timeout", timeouts},
        {"composition", compositions},
        {"generator", generators},
        {"future", futures},
    };
    return all;
}

}  // namespace soak
