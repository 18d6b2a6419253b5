// Writes recordings of many kinds into a folder, for the checks of what is exported: random programs, a
// real one with every primitive, and one whose texts are as bad as texts can be.
//
//     sample_recordings FOLDER
#include "aio/aio.hpp"
#include "monitor/object_program.hpp"
#include "monitor/pump.hpp"
#include "monitor/stream_builder.hpp"
#include "monitor/trace_file.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using namespace loopscope::testing;
using loopscope::EventKind;
using loopscope::pack;
using loopscope::TraceFileWriter;

namespace {

void keep(const std::filesystem::path& path, const StreamBuilder& stream) {
    TraceFileWriter file(path);
    file.write(stream.slots());
    if (!file.finish()) throw std::runtime_error(file.error());
}

aio::Coro<> holds(aio::Lock& lock, aio::Duration time) {
    auto guard = co_await lock.guard();
    co_await aio::sleep(time);
}
aio::Coro<int> uses(aio::Semaphore& permits, int number) {
    auto guard = co_await permits.guard();
    co_await aio::sleep(100ms);
    aio::watch("used", number);
    co_return number;
}
aio::Coro<> produces(aio::Queue<std::string>& queue) {
    for (int i = 0; i < 5; ++i) co_await queue.put("letter " + std::to_string(i));
    queue.shutdown();
}
aio::Coro<> consumes(aio::Queue<std::string>& queue) {
    for (;;) {
        try {
            const std::string item = co_await queue.get();
            aio::print("got {}", item);
        } catch (const aio::QueueShutDown&) {
            co_return;
        }
        co_await aio::sleep(50ms);
    }
}
aio::Coro<> waits_for(aio::Event& event) { co_await event.wait(); }
aio::Coro<> meets(aio::Barrier& barrier) { co_await barrier.wait(); }
aio::Coro<> is_told(aio::Condition& condition) {
    auto guard = co_await condition.guard();
    co_await condition.wait();
}
aio::Coro<> fails() {
    co_await aio::sleep(10ms);
    throw std::runtime_error("a <bad> \"day\" & more");
}
aio::Coro<> naps() { co_await aio::sleep(30ms); }
aio::Coro<> forever() { co_await aio::sleep(1h); }

aio::Coro<> with_primitives() {
    aio::Lock lock("db");
    aio::Semaphore permits(2, "doors");
    aio::Queue<std::string> queue(2, "post");
    co_await aio::gather(holds(lock, 1s), holds(lock, 200ms), uses(permits, 1), uses(permits, 2), uses(permits, 3),
                         produces(queue), consumes(queue));
    aio::Event event("bell");
    aio::Barrier barrier(2, "door");
    aio::Condition condition("news");
    auto told = aio::create_task(is_told(condition), "told");
    auto rings = aio::create_task(waits_for(event), "listener");
    auto met = aio::create_task(meets(barrier), "first");
    co_await aio::sleep(100ms);
    event.set();
    co_await barrier.wait();
    {
        auto guard = co_await condition.guard();
        condition.notify_all();
    }
    co_await aio::gather(told, rings, met);
}

aio::Coro<> everything() {
    co_await with_primitives();
    aio::checkpoint("primitives");
    co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
        group.create_task(forever(), "cancelled before it starts").cancel("not needed");
        group.create_task(naps(), "child");
        co_return;
    });
    try {
        co_await aio::with_timeout(100ms, forever());
    } catch (const aio::TimeoutError&) {
        aio::mark("too late");
    }
    const auto bad = aio::create_task(fails(), "bad");
    co_await aio::wait(bad);
    try {
        co_await bad;
    } catch (const std::runtime_error& error) {
        aio::print("{}", error.what());
    }
    const int sum = co_await aio::to_thread([] { return 42; });
    aio::watch("sum", sum);
    for (int i = 0; i < 3; ++i) co_await aio::sleep(0);
    const auto left = aio::create_task(forever(), "left alone");
    co_await aio::sleep(0);
}

void keep_real_program(const std::filesystem::path& path, aio::ClockKind clock) {
    TraceFileWriter file(path);
    {
        loopscope::Recorder recorder;
        const loopscope::Pump pump(recorder, {&file});
        aio::run(everything(), {.clock = clock, .recorder = &recorder});
    }
    if (!file.finish()) throw std::runtime_error(file.error());
}

// Names and texts with everything that a format could stumble over, and numbers that do not fit.
StreamBuilder bad_texts() {
    StreamBuilder stream;
    const std::string bad =
        "\"quoted\\\" <tag> & \x01\x1f\x7f\n\t\xff\xc3\xed\xa0\x80 \xe2\x82\xac \xe4\xbb\xbb\xe5\x8a\xa1 ]]>";
    stream.add(EventKind::loop_start, 0, {.a = stream.string(bad)});
    const auto site = stream.site(7, bad, "/src/" + bad + ".cpp");
    for (loopscope::TaskId task = 1; task <= 3; ++task) {
        stream.add(EventKind::task_create, task, {.a = stream.string(bad), .b = pack(task - 1, site)});
        stream.add(EventKind::task_ready, task,
                   {.cause = stream.last(), .detail = number(loopscope::WakeReason::created)});
    }
    stream.add(EventKind::object_create, 1,
               {.detail = number(loopscope::ObjectKind::lock), .a = stream.string(bad), .b = pack(1, site)});
    for (loopscope::TaskId task = 1; task <= 3; ++task) {
        stream.add(EventKind::step_begin, task, {.a = 1});
        stream.add_text(EventKind::print, task, {.b = site}, bad);
        stream.add_text(EventKind::watch, task, {.detail = 1, .a = stream.string("value"), .b = site},
                        task == 1 ? "1e400" : "-0.5");
        stream.add(EventKind::task_wait, task, {.detail = 200, .a = site, .b = ~std::uint64_t{0}});
        stream.add(EventKind::step_end, task);
    }
    stream.add(static_cast<EventKind>(900), 4'000'000'000,
               {.cause = 99, .detail = 255, .a = 4'294'967'295, .b = ~std::uint64_t{0}});
    stream.drop(1000);
    stream.add(EventKind::task_done, 2, {.detail = 1, .a = stream.string(bad)});
    return stream;
}

}  // namespace

int main(int count, char** words) {
    if (count != 2) return std::fputs("usage: sample_recordings FOLDER\n", stderr), 2;
    const std::filesystem::path folder = words[1];
    for (std::uint32_t seed = 1; seed <= 4; ++seed) {
        keep(folder / ("random_" + std::to_string(seed) + ".loop"), RandomProgram(seed, 200 * seed * seed).out);
        keep(folder / ("objects_" + std::to_string(seed) + ".loop"), ObjectProgram(seed, 200 * seed * seed).out);
    }
    keep_real_program(folder / "virtual.loop", aio::ClockKind::virtual_time);
    keep_real_program(folder / "real.loop", aio::ClockKind::real);
    keep(folder / "bad_texts.loop", bad_texts());
    keep(folder / "empty.loop", StreamBuilder{});
    return 0;
}
