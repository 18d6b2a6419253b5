#include "window_recordings.hpp"

#include "aio/aio.hpp"
#include "monitor/pump.hpp"
#include "monitor/trace_file.hpp"

#include <chrono>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace bench {
namespace {

constexpr int kProducers = 20;
constexpr int kConsumers = 30;
constexpr int kHolders = 10;
constexpr int kSleepers = 140;
// One round of each of them is so many events, as counted.
constexpr std::size_t kEventsARound = 1'150;

aio::Coro<> produces(aio::Queue<int>& queue, int rounds, unsigned seed) {
    std::minstd_rand random(seed);
    for (int i = 0; i < rounds; ++i) {
        co_await queue.put(i);
        co_await aio::sleep(std::chrono::microseconds(100 + random() % 1000));
    }
}
aio::Coro<> consumes(aio::Queue<int>& queue) {
    try {
        for (;;) {
            (void)co_await queue.get();
            co_await aio::sleep(200us);
        }
    } catch (const aio::QueueShutDown&) {
        co_return;
    }
}
aio::Coro<> holds(aio::Lock& lock, int rounds) {
    for (int i = 0; i < rounds; ++i) {
        const auto guard = co_await lock.guard();
        co_await aio::sleep(50us);
    }
}
aio::Coro<> sleeps(int rounds, unsigned seed) {
    std::minstd_rand random(seed);
    for (int i = 0; i < rounds; ++i) co_await aio::sleep(std::chrono::microseconds(random() % 2000));
}

aio::Coro<> day(int rounds) {
    aio::Queue<int> queue(50, "work");
    aio::Lock lock("table");
    std::vector<aio::Task<>> tasks;
    std::vector<aio::Task<>> consumers;
    for (unsigned i = 0; i < kProducers; ++i)
        tasks.push_back(aio::create_task(produces(queue, rounds, i + 1), "producer-" + std::to_string(i)));
    for (unsigned i = 0; i < kHolders; ++i)
        tasks.push_back(aio::create_task(holds(lock, rounds), "holder-" + std::to_string(i)));
    for (unsigned i = 0; i < kSleepers; ++i)
        tasks.push_back(aio::create_task(sleeps(rounds, i + 1), "sleeper-" + std::to_string(i)));
    for (unsigned i = 0; i < kConsumers; ++i)
        consumers.push_back(aio::create_task(consumes(queue), "consumer-" + std::to_string(i)));
    for (auto& task : tasks) co_await task;
    queue.shutdown();
    for (auto& consumer : consumers) co_await consumer;
}

void run_into(loopscope::Sink& sink, std::size_t events) {
    loopscope::Recorder recorder;
    const loopscope::Pump pump(recorder, {&sink});
    const int rounds = static_cast<int>(events / kEventsARound) + 1;
    aio::run(day(rounds), {.clock = aio::ClockKind::virtual_time, .recorder = &recorder});
}

}  // namespace

loopscope::Recording large_recording(std::size_t events) {
    struct Take final : loopscope::Sink {
        loopscope::Recording recording;
        void write(std::span<const loopscope::Event> slots) override { recording.append(slots); }
    } take;
    run_into(take, events);
    if (take.recording.size() < events) throw std::runtime_error("the recording has too few events");
    return std::move(take.recording);
}

void write_large_recording(std::size_t events, const std::filesystem::path& path) {
    loopscope::TraceFileWriter file(path);
    run_into(file, events);
    if (!file.finish()) throw std::runtime_error(file.error());
}

}  // namespace bench
