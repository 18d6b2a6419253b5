// aio's own figures. Each iteration is one whole run(), as a user's program would be.
#include "report.hpp"

#include "aio/aio.hpp"
#include "monitor/pump.hpp"

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <chrono>
#include <deque>
#include <fstream>
#include <memory>

namespace bench {
namespace {

using namespace std::chrono_literals;

aio::Coro<> give_way(int count) {
    for (int i = 0; i < count; ++i) co_await aio::sleep(0);
}

aio::Coro<> many_give_way(int tasks, int count) {
    std::vector<aio::Coro<>> coros;
    for (int i = 0; i < tasks; ++i) coros.push_back(give_way(count));
    co_await aio::gather(std::move(coros));
}

aio::Coro<> nothing() { co_return; }

aio::Coro<> create_tasks(int rounds, int each) {
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < each; ++i) aio::create_task(nothing());
        co_await aio::sleep(0);
    }
}

aio::Coro<> create_and_await(int count) {
    for (int i = 0; i < count; ++i) co_await aio::create_task(nothing());
}

aio::Coro<int> one() { co_return 1; }

aio::Coro<> await_many(int count) {
    long sum = 0;
    for (int i = 0; i < count; ++i) sum += co_await one();
    benchmark::DoNotOptimize(sum);
}

aio::Coro<> sleep_for(aio::Duration delay) { co_await aio::sleep(delay); }

aio::Coro<> sleep_together(int tasks) {
    std::vector<aio::Coro<>> coros;
    for (int i = 0; i < tasks; ++i) coros.push_back(sleep_for(1ms));
    co_await aio::gather(std::move(coros));
}

aio::Coro<> put_many(aio::Queue<int>* queue, int count) {
    for (int i = 0; i < count; ++i) co_await queue->put(i);
}

aio::Coro<> get_many(aio::Queue<int>* queue, int count) {
    long sum = 0;
    for (int i = 0; i < count; ++i) sum += co_await queue->get();
    benchmark::DoNotOptimize(sum);
}

// Pairs of a producer and a consumer, each with a queue of its own.
aio::Coro<> pass_items(int pairs, std::size_t room, int count) {
    std::deque<aio::Queue<int>> queues;
    std::vector<aio::Coro<>> coros;
    for (int i = 0; i < pairs; ++i) {
        queues.emplace_back(room);
        coros.push_back(put_many(&queues.back(), count));
        coros.push_back(get_many(&queues.back(), count));
    }
    co_await aio::gather(std::move(coros));
}

// Whoever holds the lock gives way once, so that all the others stand in line.
aio::Coro<> hold_many(aio::Lock* lock, int count) {
    for (int i = 0; i < count; ++i) {
        co_await lock->acquire();
        co_await aio::sleep(0);
        lock->release();
    }
}

aio::Coro<> hand_over(int tasks, int count) {
    aio::Lock lock;
    std::vector<aio::Coro<>> coros;
    for (int i = 0; i < tasks; ++i) coros.push_back(hold_many(&lock, count));
    co_await aio::gather(std::move(coros));
}

aio::Coro<> sleep_for_each(int count) {
    for (int i = 0; i < count; ++i) co_await aio::sleep(1us);
}

// As many timers as tasks are set at any time.
aio::Coro<> sleep_often(int tasks, int count) {
    std::vector<aio::Coro<>> coros;
    for (int i = 0; i < tasks; ++i) coros.push_back(sleep_for_each(count));
    co_await aio::gather(std::move(coros));
}

// Takes events as a file or a link would, and throws them away.
struct Nowhere final : loopscope::Sink {
    void write(std::span<const loopscope::Event> slots) override { benchmark::DoNotOptimize(slots.data()); }
};

void operations(benchmark::State& state, double count) { state.counters[kOperations] = count; }

template <class Make>
void run_all(benchmark::State& state, double count, bool recorded, Make make) {
    for (auto _ : state) {
        if (!recorded) {
            aio::run(make());
            continue;
        }
        Nowhere nowhere;
        loopscope::Recorder recorder;
        const loopscope::Pump pump(recorder, {&nowhere});
        aio::run(make(), {.recorder = &recorder});
    }
    operations(state, count);
}

double resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double resident = 0;
    statm >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

aio::Coro<double> measure_sleeping(int tasks) {
    const double before = resident_bytes();
    for (int i = 0; i < tasks; ++i) aio::create_task(sleep_for(1h));
    co_await aio::sleep(0);
    co_return (resident_bytes() - before) / tasks;
}

}  // namespace

double bytes_per_sleeping_task() {
    return aio::run(measure_sleeping(1'000'000), {.clock = aio::ClockKind::virtual_time});
}

void register_runtime() {
    constexpr int kSwitches = 1'000'000;
    for (const bool recorded : {false, true}) {
        benchmark::RegisterBenchmark(recorded ? "switch_recorded/" : "switch/", [recorded](benchmark::State& state) {
            run_all(state, kSwitches, recorded, [] { return many_give_way(1000, kSwitches / 1000); });
        });
        benchmark::RegisterBenchmark(recorded ? "task_recorded/" : "task/", [recorded](benchmark::State& state) {
            run_all(state, 1'000'000, recorded, [] { return create_tasks(1000, 1000); });
        });
    }
    benchmark::RegisterBenchmark("switch_alone/", [](benchmark::State& state) {
        run_all(state, kSwitches, false, [] { return give_way(kSwitches); });
    });
    benchmark::RegisterBenchmark("join/", [](benchmark::State& state) {
        run_all(state, 300'000, false, [] { return create_and_await(300'000); });
    });
    benchmark::RegisterBenchmark("await/", [](benchmark::State& state) {
        run_all(state, kSwitches, false, [] { return await_many(kSwitches); });
    });
    // A queue of one item makes both sides wait every time; one without a limit, almost never.
    constexpr int kItems = 1'000'000;
    for (const bool tight : {false, true}) {
        benchmark::RegisterBenchmark(tight ? "queue_tight/" : "queue/", [tight](benchmark::State& state) {
            run_all(state, kItems, false, [tight] { return pass_items(1, tight ? 1 : 64, kItems); });
        });
    }
    benchmark::RegisterBenchmark(
        "lock/", [](benchmark::State& state) { run_all(state, 300'000, false, [] { return hand_over(100, 3000); }); });
    for (const int tasks : kManyTasks) {
        const std::string name = std::to_string(tasks) + "/";
        benchmark::RegisterBenchmark(("flat_switch_" + name).c_str(), [tasks](benchmark::State& state) {
            run_all(state, 4e6, false, [tasks] { return many_give_way(tasks, 4'000'000 / tasks); });
        });
        benchmark::RegisterBenchmark(("flat_queue_" + name).c_str(), [tasks](benchmark::State& state) {
            run_all(state, 2e6, false, [tasks] { return pass_items(tasks / 2, 1, 4'000'000 / tasks); });
        });
        benchmark::RegisterBenchmark(("flat_lock_" + name).c_str(), [tasks](benchmark::State& state) {
            run_all(state, 1e6, false, [tasks] { return hand_over(tasks, 1'000'000 / tasks); });
        });
        benchmark::RegisterBenchmark(("flat_sleep_" + name).c_str(), [tasks](benchmark::State& state) {
            for (auto _ : state) {
                aio::run(sleep_often(tasks, 1'000'000 / tasks), {.clock = aio::ClockKind::virtual_time});
            }
            operations(state, 1e6);
        });
    }
    benchmark::RegisterBenchmark(
        "sleeps/", [](benchmark::State& state) { run_all(state, 1, false, [] { return sleep_together(1000); }); });
}

}  // namespace bench
