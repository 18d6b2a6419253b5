// The monitor's figures: one event, and a recording of a million.
#include "report.hpp"

#include "aio/aio.hpp"
#include "monitor/diagnose.hpp"
#include "monitor/pump.hpp"
#include "monitor/recording.hpp"
#include "monitor/statistics.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <random>
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

// Many that sleep at random: whatever instant one asks for, nearly all of them are alive.
aio::Coro<> sleeper(std::uint32_t seed, int rounds) {
    std::minstd_rand random(seed);
    for (int i = 0; i < rounds; ++i) co_await aio::sleep(std::chrono::microseconds(1 + random() % 1'000'000));
}

aio::Coro<> sleepers(std::uint32_t tasks, int rounds) {
    std::vector<aio::Coro<>> coros;
    for (std::uint32_t i = 0; i < tasks; ++i) coros.push_back(sleeper(i + 1, rounds));
    co_await aio::gather(std::move(coros));
}

// A recording of about ten million events, whose vectors of slots would not be kept beside it.
loopscope::Recording record_many(aio::Coro<> program) {
    struct Take final : loopscope::Sink {
        loopscope::Recording recording;
        void write(std::span<const Event> slots) override { recording.append(slots); }
    } take;
    loopscope::Recorder recorder;
    {
        const loopscope::Pump pump(recorder, {&take});
        aio::run(std::move(program), {.clock = aio::ClockKind::virtual_time, .recorder = &recorder});
    }
    return std::move(take.recording);
}

// The slowest of many jumps: a reader waits for that one, not for the mean. Each is done three times, so
// that it is the place that is slow and not the machine.
void worst_jump(benchmark::State& state, aio::Coro<> (*program)()) {
    const loopscope::Recording recording = record_many(program());
    if (recording.size() < 10'000'000) return state.SkipWithError("fewer than 10,000,000 events");
    std::mt19937_64 random(1);
    for (auto _ : state) {
        std::chrono::duration<double> worst{};
        for (int i = 0; i < 200; ++i) {
            const std::size_t index = random() % recording.size();
            std::chrono::duration<double> best = std::chrono::hours(1);
            for (int again = 0; again < 3; ++again) {
                const auto since = std::chrono::steady_clock::now();
                benchmark::DoNotOptimize(recording.at(index).turn());
                best = std::min<std::chrono::duration<double>>(best, std::chrono::steady_clock::now() - since);
            }
            worst = std::max(worst, best);
        }
        state.SetIterationTime(worst.count());
    }
    state.counters[kOperations] = 1;
}

// What a question about a whole recording costs for each of its events.
template <class Ask>
void ask_all(benchmark::State& state, Ask ask) {
    loopscope::Recording recording;
    recording.append(million());
    for (auto _ : state) ask(recording);
    state.counters[kOperations] = static_cast<double>(recording.size());
}

void statistics(benchmark::State& state) {
    ask_all(state, [](const loopscope::Recording& recording) {
        benchmark::DoNotOptimize(loopscope::statistics_of(recording, 0, recording.size()).loop.run_ns);
    });
}

void path(benchmark::State& state) {
    ask_all(state, [](const loopscope::Recording& recording) {
        benchmark::DoNotOptimize(loopscope::critical_path(recording, 0, recording.size()).size());
    });
}

void findings(benchmark::State& state) {
    ask_all(state, [](const loopscope::Recording& recording) {
        benchmark::DoNotOptimize(loopscope::diagnose(recording).size());
    });
}

}  // namespace

void register_monitor() {
    const auto jumps = [](const char* name, aio::Coro<> (*program)()) {
        benchmark::RegisterBenchmark(name, worst_jump, program)->UseManualTime()->Iterations(5)->Repetitions(1);
    };
    jumps("jump_many/", [] { return workers(100, 23'000); });
    jumps("jump_crowd/", [] { return sleepers(100'000, 6); });
    benchmark::RegisterBenchmark("event/", one_event);
    benchmark::RegisterBenchmark("open/", open);
    benchmark::RegisterBenchmark("jump/", jump);
    benchmark::RegisterBenchmark("statistics/", statistics);
    benchmark::RegisterBenchmark("critical_path/", path);
    benchmark::RegisterBenchmark("findings/", findings);
}

}  // namespace bench
