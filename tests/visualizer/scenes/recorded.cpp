#include "visualizer/scenes/recorded.hpp"

#include "aio/aio.hpp"
#include "monitor/pump.hpp"
#include "monitor/stream_builder.hpp"
#include "monitor/trace_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

namespace scenes {
namespace {

aio::Coro<> holds(aio::Lock& lock, aio::Duration time) {
    const auto guard = co_await lock.guard();
    co_await aio::sleep(time);
}
aio::Coro<> uses(aio::Semaphore& permits, int number) {
    const auto guard = co_await permits.guard();
    aio::watch("number", number);
    co_await aio::sleep(100ms);
}
aio::Coro<> produces(aio::Queue<std::string>& queue) {
    for (int i = 0; i < 6; ++i) co_await queue.put("letter " + std::to_string(i));
    queue.shutdown();
}
aio::Coro<> consumes(aio::Queue<std::string>& queue) {
    try {
        for (;;) {
            aio::print("got {}", co_await queue.get());
            co_await aio::sleep(50ms);
        }
    } catch (const aio::QueueShutDown&) {
        co_return;
    }
}
aio::Coro<> waits_for(aio::Event& event) { co_await event.wait(); }
aio::Coro<> meets(aio::Barrier& barrier) { co_await barrier.wait(); }
aio::Coro<> is_told(aio::Condition& condition) {
    const auto guard = co_await condition.guard();
    co_await condition.wait();
}
aio::Coro<> naps() { co_await aio::sleep(30ms); }
aio::Coro<> forever() { co_await aio::sleep(1h); }
aio::Coro<> fails() {
    co_await aio::sleep(10ms);
    throw std::runtime_error("no route to host");
}

aio::Coro<> primitives() {
    aio::Lock lock("db");
    aio::Semaphore permits(2, "doors");
    aio::Queue<std::string> queue(2, "post");
    aio::Event event("bell");
    aio::Barrier barrier(3, "door");
    aio::Condition condition("news");
    auto told = aio::create_task(is_told(condition), "told");
    auto listener = aio::create_task(waits_for(event), "listener");
    auto first = aio::create_task(meets(barrier), "first");
    auto second = aio::create_task(meets(barrier), "second");
    co_await aio::gather(holds(lock, 1s), holds(lock, 200ms), holds(lock, 10ms), uses(permits, 1), uses(permits, 2),
                         uses(permits, 3), uses(permits, 4), produces(queue), consumes(queue));
    aio::checkpoint("busy");
    event.set();
    co_await barrier.wait();
    {
        const auto guard = co_await condition.guard();
        condition.notify_all();
    }
    co_await aio::gather(told, listener, first, second);
    co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
        group.create_task(naps(), "child-1");
        group.create_task(naps(), "child-2");
        co_return;
    });
    const int sum = co_await aio::to_thread([] { return 42; });
    aio::watch("sum", sum);
    aio::checkpoint("over");
}

aio::Coro<> take_both(aio::Lock& left, aio::Lock& right) {
    const auto one = co_await left.guard();
    co_await aio::sleep(1s);
    const auto both = co_await right.guard();
}

aio::Coro<> deadlock() {
    aio::Lock a("fork-a");
    aio::Lock b("fork-b");
    aio::Lock c("fork-c");
    auto one = aio::create_task(take_both(a, b), "Ada");
    auto two = aio::create_task(take_both(b, c), "Barbara");
    auto three = aio::create_task(take_both(c, a), "Grace");
    co_await aio::gather(one, two, three);
}

aio::Coro<> swallows() {
    try {
        co_await aio::sleep(10s);
    } catch (const aio::CancelledError&) {
        aio::print("not now");
    }
    co_await aio::sleep(1s);
}
aio::Coro<> polls(const bool& done) {
    while (!done) co_await aio::sleep(10ms);
}
aio::Coro<> floods(aio::Queue<int>& queue) {
    for (int i = 0; i < 300; ++i) {
        co_await queue.put(i);
        co_await aio::sleep(1ms);
    }
}

aio::Coro<> findings() {
    aio::Queue<int> queue(0, "inbox");
    aio::Lock lock("table");
    bool done = false;
    auto slow = aio::create_task(holds(lock, 30s), "slow");
    auto also = aio::create_task(holds(lock, 1s), "also");
    auto flood = aio::create_task(floods(queue), "flood");
    auto poll = aio::create_task(polls(done), "poll");
    auto deaf = aio::create_task(swallows(), "deaf");
    auto bad = aio::create_task(fails(), "bad");
    {
        [[maybe_unused]] auto forgotten = naps();
    }
    co_await aio::sleep(1s);
    deaf.cancel("enough");
    co_await aio::sleep(2s);
    done = true;
    co_await aio::gather(slow, also, flood, poll);
    auto left = aio::create_task(forever(), "left alone");
    co_await aio::sleep(0);
}

aio::Coro<> branch(int depth, int number) {
    co_await aio::sleep(std::chrono::milliseconds(number % 7 * 10));
    if (depth == 0) co_return;
    std::vector<aio::Coro<>> below;
    for (int i = 0; i < 6; ++i) below.push_back(branch(depth - 1, number * 6 + i));
    co_await aio::gather(std::move(below));
}
aio::Coro<> crowd() {
    std::vector<aio::Coro<>> below;
    for (int i = 0; i < 5; ++i) below.push_back(branch(2, i));
    co_await aio::gather(std::move(below));
}

aio::Coro<> named_program(std::vector<std::string> names) {
    aio::Lock lock(names[0]);
    aio::Queue<std::string> queue(1, names[1]);
    std::vector<aio::Task<>> tasks;
    for (const std::string& name : names) tasks.push_back(aio::create_task(holds(lock, 1s), name));
    auto put = aio::create_task(produces(queue), names[2]);
    auto got = aio::create_task(consumes(queue), names[0]);
    for (const std::string& name : names) {
        aio::print("{} is here", name);
        aio::watch(name, name);
    }
    aio::checkpoint(names[1]);
    for (auto& task : tasks) co_await task;
    co_await aio::gather(put, got);
}

aio::Coro<> timers() {
    for (const aio::Duration due : {aio::Duration(1ms), aio::Duration(1s), aio::Duration(3h), aio::Duration(2160h)})
        co_await aio::gather(aio::sleep(due), aio::sleep(due / 2));
}

aio::Coro<> failures() {
    auto bad = aio::create_task(fails(), "bad");
    auto stopped = aio::create_task(forever(), "stopped");
    co_await aio::wait(bad);
    try {
        co_await bad;
    } catch (const std::runtime_error& error) {
        aio::print("{}", error.what());
    }
    stopped.cancel("not needed any more");
    co_await aio::wait(stopped);
    try {
        co_await aio::with_timeout(100ms, forever());
    } catch (const aio::TimeoutError&) {
        aio::mark("too late");
    }
    co_await aio::with_task_group([](aio::TaskGroup& group) -> aio::Coro<> {
        group.create_task(fails(), "breaks");
        group.create_task(forever(), "is cancelled");
        co_return;
    });
}

aio::Coro<> prints() {
    for (int i = 0; i < 500; ++i) {
        aio::print("line {} {}", i, std::string(static_cast<std::size_t>(i % 50 == 0 ? 400 : i % 20), 'x'));
        co_await aio::sleep(10ms);
    }
}

std::vector<std::string> long_names() {
    return {"the-task-that-downloads-all-of-the-pages-of-the-catalogue-one-after-the-other-and-never-stops",
            "a name with a lot of words in it that nobody would give to anything but that somebody will", "third"};
}
std::vector<std::string> wide_names() {
    std::string endless;
    for (int i = 0; i < 100; ++i) endless += "W";
    return {"\xe4\xbb\xbb\xe5\x8a\xa1\xe4\xb8\x80\xe4\xb8\x8b\xe8\xbd\xbd\xe7\xbd\x91\xe9\xa1\xb5", endless,
            "e\xcc\x81t\xc3\xa9 \xf0\x9f\x90\x8d \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d"};
}

aio::Coro<> coroutine_of(Program program) {
    switch (program) {
        case Program::primitives:
            return primitives();
        case Program::deadlock:
            return deadlock();
        case Program::findings:
            return findings();
        case Program::crowd:
            return crowd();
        case Program::long_names:
            return named_program(long_names());
        case Program::wide_names:
            return named_program(wide_names());
        case Program::timers:
            return timers();
        case Program::failures:
            return failures();
        case Program::prints:
            break;
    }
    return prints();
}

// What these programs print, and what aio warns of, is not the test's output.
class Quiet {
public:
    Quiet() {
        std::fflush(stdout);
        const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        for (std::size_t i = 0; i < kept_.size(); ++i) {
            kept_[i] = ::dup(static_cast<int>(i) + 1);
            ::dup2(nowhere, static_cast<int>(i) + 1);
        }
        ::close(nowhere);
    }
    ~Quiet() {
        std::fflush(stdout);
        for (std::size_t i = 0; i < kept_.size(); ++i) {
            ::dup2(kept_[i], static_cast<int>(i) + 1);
            ::close(kept_[i]);
        }
    }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;

private:
    std::array<int, 2> kept_{};
};

void run_into(loopscope::Sink& sink, Program program) {
    const Quiet quiet;
    loopscope::Recorder recorder;
    const loopscope::Pump pump(recorder, {&sink});
    try {
        aio::run(coroutine_of(program), {.clock = aio::ClockKind::virtual_time, .recorder = &recorder});
    } catch (const std::exception&) {
        // a part of the story
    }
}

class Recorded final : public viz::Session {
public:
    Recorded(loopscope::Recording recording, std::string name) : name_(std::move(name)) {
        recording_ = std::move(recording);
    }
    bool poll() override { return false; }
    viz::SessionState state() const override { return viz::SessionState::finished; }
    std::string source_name() const override { return name_; }

private:
    std::string name_;
};

}  // namespace

loopscope::Recording record(Program program) {
    struct Keep final : loopscope::Sink {
        loopscope::Recording recording;
        void write(std::span<const loopscope::Event> slots) override { recording.append(slots); }
    } keep;
    run_into(keep, program);
    return std::move(keep.recording);
}

loopscope::Recording empty_recording() {
    loopscope::testing::StreamBuilder out;
    out.add(loopscope::EventKind::loop_start, 0, {.a = out.string("nothing")});
    out.add(loopscope::EventKind::loop_stop);
    loopscope::Recording recording;
    recording.append(out.slots());
    return recording;
}

std::unique_ptr<viz::Session> recorded_session(loopscope::Recording recording, std::string name) {
    return std::make_unique<Recorded>(std::move(recording), std::move(name));
}

void write_file(Program program, const std::filesystem::path& path) {
    loopscope::TraceFileWriter file(path);
    run_into(file, program);
    if (!file.finish()) throw std::runtime_error(file.error());
}

}  // namespace scenes
