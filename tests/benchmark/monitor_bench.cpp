// The monitor's figures: one event, and a recording of a million.
#include "report.hpp"

#include "aio/aio.hpp"
#include "monitor/pump.hpp"
#include "monitor/recording.hpp"

#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

namespace bench {
namespace {

using loopscope::Event;

struct Keep final : loopscope::Sink {
    std::vector<Event> slots;
    void write(std::span<const Event> more) override { slots.insert(slots.end(), more.begin(), more.end()); }
};

aio::Coro<> worker(int rounds) {
    using namespace std::chrono_literals;
    for (int i = 0; i < rounds; ++i) {
        co_await aio::sleep(i % 4 == 0 ? 1ms : 0ms);
    }
}

aio::Coro<> workers(int tasks, int rounds) {
    std::vector<aio::Coro<>> coros;
    for (int i = 0; i < tasks; ++i) coros.push_back(worker(rounds));
    co_await aio::gather(std::move(coros));
}

// A program of 100 tasks that mostly give way and sometimes sleep; a little over a million events.
const std::vector<Event>& million() {
    static const std::vector<Event> slots = [] {
        Keep keep;
        loopscope::Recorder recorder;
        {
            const loopscope::Pump pump(recorder, {&keep});
            aio::run(workers(100, 2000), {.clock = aio::ClockKind::virtual_time, .recorder = &recorder});
        }
        keep.slots.resize(std::min<std::size_t>(keep.slots.size(), 1'000'000));
        return std::move(keep.slots);
    }();
    return slots;
}

void one_event(benchmark::State& state) {
    struct Nowhere final : loopscope::Sink {
        void write(std::span<const Event> slots) override { benchmark::DoNotOptimize(slots.data()); }
    } nowhere;
    loopscope::Recorder recorder;
    const loopscope::Pump pump(recorder, {&nowhere});
    constexpr int kEvents = 1'000'000;
    for (auto _ : state) {
        for (std::uint32_t i = 0; i < kEvents; ++i) {
            recorder.record(loopscope::EventKind::task_ready, i, i);
            if (i % 4 == 3) recorder.stamp();  // as a step does
        }
    }
    state.counters[kOperations] = kEvents;
}

void open(benchmark::State& state) {
    const auto& slots = million();
    for (auto _ : state) {
        loopscope::Recording recording;
        recording.append(slots);
        benchmark::DoNotOptimize(recording.size());
    }
    state.counters[kOperations] = 1;
}

void jump(benchmark::State& state) {
    loopscope::Recording recording;
    recording.append(million());
    std::size_t index = 0;
    for (auto _ : state) {
        // A stride that is prime to the size visits places all over.
        index = (index + 611'953) % recording.size();
        benchmark::DoNotOptimize(recording.at(index).turn());
    }
    state.counters[kOperations] = 1;
}

}  // namespace

void register_monitor() {
    benchmark::RegisterBenchmark("event/", one_event);
    benchmark::RegisterBenchmark("open/", open);
    benchmark::RegisterBenchmark("jump/", jump);
}

}  // namespace bench
