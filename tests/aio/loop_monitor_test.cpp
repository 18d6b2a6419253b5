// LoopMonitor: the figures of tasks, coroutines and the loop, asked for while the program runs and after.
#include "recording_support.hpp"

#include "aio/loop_fold.hpp"
#include "aio/loop_monitor.hpp"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <cstring>
#include <sstream>
#include <thread>

using namespace test;
using aio::LoopMonitor;
using aio::TaskCounts;
using aio::TaskState;

namespace {

aio::RunOptions on_virtual_time(std::uint64_t seed = 0) {
    aio::RunOptions options;
    options.clock = aio::ClockKind::virtual_time;
    options.seed = seed;
    return options;
}

struct Seen {
    int done = 0;
    int failed = 0;
};

// Takes `seconds`, then fails one time in five.
aio::Coro<int> demo_task(int number, int seconds) {
    co_await aio::sleep(seconds * 1s);
    if (aio::current_loop().random()() % 5 == 0) throw std::runtime_error("task " + std::to_string(number) + " failed");
    co_return number;
}

aio::Coro<> demo(Seen* seen) {
    std::vector<aio::Task<int>> tasks;
    for (int i = 0; i < 10; ++i) {
        tasks.push_back(aio::create_task(demo_task(i, i % 3 + 1), "demo-" + std::to_string(i)));
        co_await aio::sleep(100ms);
    }
    for (const auto& outcome : co_await aio::gather(aio::return_exceptions, std::move(tasks))) {
        ++(outcome.has_value() ? seen->done : seen->failed);
    }
}

aio::Coro<> open_resource() { co_await aio::sleep(100ms); }

// Two tries, each of which may fail, as in a program that fetches.
aio::Coro<int> process_data(int number, bool broken) {
    co_await open_resource();
    co_await aio::sleep(1s);
    if (broken) throw std::runtime_error("no data " + std::to_string(number));
    co_return number;
}

aio::Coro<> sleep_for(aio::Duration delay) { co_await aio::sleep(delay); }

const aio::CoroutineFigures& figures_of(const std::vector<aio::CoroutineFigures>& all, const std::string& function) {
    for (const auto& figures : all) {
        if (figures.function == function) return figures;
    }
    FAIL("no figures of " << function);
    return all.front();
}

bool has_line(const std::string& text, const std::string& line) {
    return ("\n" + text + "\n").find("\n" + line + "\n") != std::string::npos;
}

// Takes the place of the logger "aio" while it lives.
class Log {
public:
    Log() {
        auto logger = std::make_shared<spdlog::logger>("aio", std::make_shared<spdlog::sinks::ostream_sink_mt>(out_));
        logger->set_pattern("%l %v");
        spdlog::register_logger(logger);
    }
    ~Log() { spdlog::drop("aio"); }
    Lines lines() const {
        Lines lines;
        std::istringstream in(out_.str());
        for (std::string line; std::getline(in, line);) lines.push_back(line);
        return lines;
    }

private:
    std::ostringstream out_;
};

void make_timeless(std::vector<loopscope::Event>& slots) {
    for (std::size_t i = 0; i < slots.size(); i += 1 + slots[i].extra) slots[i].time = 0;
}

}  // namespace

TEST_SUITE("aio.loop_monitor") {
    TEST_CASE("ten tasks, one in five of which fails: the monitor counts what the program saw") {
        Seen seen;
        LoopMonitor monitor({.log_reports = false});
        aio::run(demo(&seen), monitor.options(on_virtual_time(1)));
        const TaskCounts counts = monitor.counts();
        CHECK(seen.done + seen.failed == 10);
        CHECK(seen.failed > 0);
        CHECK(counts.failed == static_cast<std::size_t>(seen.failed));
        CHECK(counts.done == static_cast<std::size_t>(seen.done) + 1);  // main
        CHECK(counts.active() == 0);
        CHECK(counts.total() == 11);
        const auto tasks = monitor.tasks();
        REQUIRE(tasks.size() == 11);
        CHECK(tasks[0].name == "main");
        CHECK(tasks[0].duration == 3800ms);  // demo-8 starts at 0.8 s and takes 3 s
        for (int i = 0; i < 10; ++i) {
            const auto& task = tasks[static_cast<std::size_t>(i) + 1];
            CHECK(task.name == "demo-" + std::to_string(i));
            CHECK(task.start == i * 100ms);
            CHECK(task.duration == (i % 3 + 1) * 1s);
            REQUIRE(task.end);
            CHECK(*task.end == task.start + task.duration);
            CHECK(task.error.empty() == (task.state == TaskState::done));
            if (task.state == TaskState::failed) {
                CHECK(task.error.find("task " + std::to_string(i) + " failed") != std::string::npos);
            }
        }
    }

    TEST_CASE("the summary says it all in lines") {
        Seen seen;
        LoopMonitor monitor;
        aio::run(demo(&seen), monitor.options(on_virtual_time(1)));
        Lines lines;
        std::istringstream in(monitor.summary());
        for (std::string line; std::getline(in, line);) lines.push_back(line);
        REQUIRE(lines.size() == 8);
        CHECK(lines[0] == "11 tasks: 9 done, 2 failed, 0 cancelled");
        CHECK(lines[1] ==
              "  those done took 2.089 s on average, 1.000 s at least, 3.800 s at most (p50 2.000 s, p90 3.800 s, "
              "p99 3.800 s)");
        CHECK(lines[2] == "  task 'demo-2' failed after 3.000 s: task 2 failed");
        CHECK(lines[3] == "  task 'demo-6' failed after 1.000 s: task 6 failed");
        CHECK(lines[4] == "coroutines:");
        CHECK(lines[5].starts_with("  demo_task (loop_monitor_test.cpp:"));
        CHECK(
            lines[5].ends_with("): 0 active, 10 completed (8 succeeded, 2 failed, 0 cancelled), 19.000 s in all, "
                               "1.900 s on average"));
        CHECK(lines[6].starts_with("  demo (loop_monitor_test.cpp:"));
        CHECK(lines[7].starts_with("60 turns, 32 steps; the longest step took "));
    }

    TEST_CASE("durations are of those that returned: mean, least, most and percentiles") {
        struct Body {
            static aio::Coro<> main() {
                std::vector<aio::Coro<int>> all;
                for (int i = 1; i <= 9; ++i) all.push_back(value_after(i * 1s, i));
                co_await aio::gather(std::move(all));
                auto failing = aio::create_task(fail("no"));
                co_await aio::gather(aio::return_exceptions, failing);
            }
        };
        LoopMonitor monitor;
        aio::run(Body::main(), monitor.options(on_virtual_time()));
        const auto durations = monitor.durations();
        CHECK(durations.count == 10);  // main takes 9 s as well
        CHECK(durations.shortest == 1s);
        CHECK(durations.longest == 9s);
        CHECK(durations.mean == 5400ms);
        CHECK(durations.p50 == 5s);
        CHECK(durations.p90 == 9s);
        CHECK(durations.p99 == 9s);
        LoopMonitor unused;
        CHECK(unused.durations().count == 0);
        CHECK(unused.summary() == "0 tasks: 0 done, 0 failed, 0 cancelled\n0 turns, 0 steps");
    }

    TEST_CASE("a cancelled task is neither done nor failed, also if it was cancelled before its first step") {
        struct Body {
            static aio::Coro<> main() {
                auto early = aio::create_task(sleep_for(1h), "early");
                early.cancel();
                auto late = aio::create_task(sleep_for(1h), "late");
                co_await aio::sleep(2s);
                late.cancel();
                co_await aio::wait(early, late);
            }
        };
        LoopMonitor monitor;
        aio::run(Body::main(), monitor.options(on_virtual_time()));
        CHECK(monitor.counts() == TaskCounts{.done = 1, .cancelled = 2});
        const auto tasks = monitor.tasks();
        CHECK(tasks[1].state == TaskState::cancelled);
        CHECK(tasks[1].duration == 0s);
        CHECK(tasks[2].state == TaskState::cancelled);
        CHECK(tasks[2].duration == 2s);
        const auto coroutines = monitor.coroutines();
        const auto& sleeps = figures_of(coroutines, "sleep_for");
        CHECK(sleeps.cancelled == 2);
        CHECK(sleeps.failed == 0);
        CHECK(sleeps.total == 2s);
    }

    TEST_CASE("coroutines are counted by their function: active, succeeded, failed, and how long they took") {
        struct Body {
            static aio::Coro<> main(const LoopMonitor* monitor) {
                std::vector<aio::Task<int>> tasks;
                for (int i = 0; i < 5; ++i) tasks.push_back(aio::create_task(process_data(i, i == 3)));
                co_await aio::sleep(50ms);
                auto now = monitor->coroutines();
                CHECK(figures_of(now, "process_data").active == 5);
                CHECK(figures_of(now, "open_resource").active == 5);
                CHECK(figures_of(now, "process_data").completed() == 0);
                CHECK(figures_of(now, "process_data").mean() == 0s);
                co_await aio::gather(aio::return_exceptions, std::move(tasks));
            }
        };
        LoopMonitor monitor;
        aio::run(Body::main(&monitor), monitor.options(on_virtual_time()));
        const auto all = monitor.coroutines();
        const auto& process = figures_of(all, "process_data");
        CHECK(process.active == 0);
        CHECK(process.completed() == 5);
        CHECK(process.succeeded == 4);
        CHECK(process.failed == 1);
        CHECK(process.total == 5500ms);
        CHECK(process.mean() == 1100ms);
        CHECK(process.place.starts_with("loop_monitor_test.cpp:"));
        CHECK(figures_of(all, "open_resource").succeeded == 5);
        CHECK(figures_of(all, "open_resource").total == 500ms);
        CHECK(figures_of(all, "main").succeeded == 1);
    }

    TEST_CASE("a coroutine that awaits what fails ends with it, and one that catches does not") {
        struct Body {
            static aio::Coro<> inner() {
                co_await aio::sleep(1s);
                throw std::runtime_error("no");
            }
            static aio::Coro<> middle() { co_await inner(); }
            static aio::Coro<> main() {
                try {
                    co_await middle();
                } catch (const std::runtime_error&) {
                }
            }
        };
        LoopMonitor monitor;
        aio::run(Body::main(), monitor.options(on_virtual_time()));
        const auto all = monitor.coroutines();
        CHECK(figures_of(all, "inner").failed == 1);
        CHECK(figures_of(all, "middle").failed == 1);
        CHECK(figures_of(all, "main").succeeded == 1);
    }

    TEST_CASE("asked from inside of a coroutine, it knows everything up to that line") {
        struct Body {
            static aio::Coro<> outer() { co_await sleep_for(5s); }
            static aio::Coro<> main(const LoopMonitor* monitor) {
                CHECK(monitor->counts() == TaskCounts{.running = 1});
                auto task = aio::create_task(outer(), "outer");
                CHECK(monitor->counts() == TaskCounts{.ready = 1, .running = 1});
                co_await aio::sleep(1s);
                CHECK(monitor->counts() == TaskCounts{.running = 1, .waiting = 1});
                const auto active = monitor->active_coroutines();
                REQUIRE(active.size() == 3);
                CHECK(active[0].function == "main");
                CHECK(active[1].function == "outer");
                CHECK(active[2].function == "sleep_for");
                CHECK(active[2].task == 2);
                CHECK(active[2].start == 0s);
                const auto tasks = monitor->tasks();
                REQUIRE(tasks.size() == 2);
                CHECK(tasks[0].state == TaskState::running);
                CHECK_FALSE(tasks[1].end);
                CHECK(tasks[1].duration == 1s);
                CHECK(has_line(monitor->summary(), "  task 'outer' is waiting since 0.000 s"));
                co_await task;
                CHECK(monitor->counts() == TaskCounts{.running = 1, .done = 1});
            }
        };
        LoopMonitor monitor;
        aio::run(Body::main(&monitor), monitor.options(on_virtual_time()));
        CHECK(monitor.counts() == TaskCounts{.done = 2});
        CHECK(monitor.active_coroutines().empty());
    }

    TEST_CASE("a report comes as loop time passes a period, of how things stood then; a jump brings one") {
        struct Body {
            static aio::Coro<> main() {
                auto task = aio::create_task(value_after(2500ms, 1));
                co_await aio::sleep(1500ms);  // 1 s on the way
                co_await task;                // 2 s
                co_await aio::sleep(1h);      // one for all of them
                co_await aio::sleep(1ms);
            }
        };
        std::vector<aio::LoopReport> reports;
        LoopMonitor monitor({.report_every = 1s, .log_reports = false, .on_report = [&](const auto& report) {
                                 reports.push_back(report);
                             }});
        aio::run(Body::main(), monitor.options(on_virtual_time()));
        CHECK(monitor.counts().total() == 2);  // waits for the reports as well
        REQUIRE(reports.size() == 3);
        CHECK(reports[0].time == 1s);
        CHECK(reports[0].tasks == TaskCounts{.waiting = 2});
        CHECK(reports[0].coroutines == 2);
        CHECK(reports[1].time == 2s);
        CHECK(reports[1].tasks == TaskCounts{.waiting = 2});
        CHECK(reports[2].time == 3602s);
        CHECK(reports[2].tasks == TaskCounts{.waiting = 1, .done = 1});
        CHECK(reports[2].coroutines == 1);
        CHECK(reports[2].loop.steps == reports[1].loop.steps + 2);
        CHECK(
            to_text(reports[2]) ==
            "t=3602.000 s: 1 task active (0 ready, 0 running, 1 waiting), 1 done, 0 failed, 0 cancelled; 1 coroutine");
    }

    TEST_CASE("what happens at the very end of a period belongs to the next one") {
        std::vector<aio::LoopReport> reports;
        LoopMonitor monitor({.report_every = 1s, .log_reports = false, .on_report = [&](const auto& report) {
                                 reports.push_back(report);
                             }});
        aio::run(sleep_for(1s), monitor.options(on_virtual_time()));
        CHECK(monitor.counts().done == 1);
        REQUIRE(reports.size() == 1);
        CHECK(reports[0].tasks == TaskCounts{.waiting = 1});
    }

    TEST_CASE("reports and the summary go to the log") {
        const Log log;
        {
            LoopMonitor monitor({.report_every = 1s});
            aio::run(sleep_for(1s), monitor.options(on_virtual_time()));
            monitor.log_summary();
        }
        const Lines lines = log.lines();
        REQUIRE(lines.size() == 6);
        CHECK(lines[0] ==
              "info t=1.000 s: 1 task active (0 ready, 0 running, 1 waiting), 0 done, 0 failed, 0 cancelled; 1 "
              "coroutine");
        CHECK(lines[1] == "info 1 task: 1 done, 0 failed, 0 cancelled");
        CHECK(lines[3] == "info coroutines:");
    }

    TEST_CASE("a callback for reports may ask the monitor, and may raise") {
        const Log log;
        std::vector<std::size_t> active;
        {
            LoopMonitor* asked = nullptr;
            LoopMonitor monitor({.report_every = 1s, .log_reports = false, .on_report = [&](const auto&) {
                                     active.push_back(asked->counts().total());
                                     throw std::runtime_error("no screen");
                                 }});
            asked = &monitor;
            aio::run(sleep_for(1s), monitor.options(on_virtual_time()));
        }
        CHECK(active == std::vector<std::size_t>{1});
        CHECK(log.lines() == Lines{"warning on_report of a loop monitor raised an exception: no screen"});
    }

    TEST_CASE("with a monitor a program runs in the same order as without, event for event") {
        struct Body {
            static aio::Coro<> main(const LoopMonitor* monitor) {
                Seen seen;
                co_await demo(&seen);
                if (monitor != nullptr) CHECK(monitor->counts().running == 1);
            }
        };
        const auto run = [](const LoopMonitor* monitor, aio::RunOptions options) {
            aio::run(Body::main(monitor), std::move(options));
        };
        Keep plain;
        loopscope::Recorder recorder;
        {
            const loopscope::Pump pump(recorder, {&plain});
            auto options = on_virtual_time(3);
            options.recorder = &recorder;
            run(nullptr, options);
        }
        Keep watched;
        {
            LoopMonitor monitor({.report_every = 100ms, .log_reports = false, .sinks = {&watched}});
            run(&monitor, monitor.options(on_virtual_time(3)));
        }
        make_timeless(plain.slots);
        make_timeless(watched.slots);
        REQUIRE(plain.slots.size() == watched.slots.size());
        CHECK(std::memcmp(plain.slots.data(), watched.slots.data(), plain.slots.size() * sizeof(loopscope::Event)) ==
              0);
    }

    TEST_CASE("one monitor is for one run, and takes the place of another recorder") {
        LoopMonitor monitor;
        aio::run(sleep_for(1s), monitor.options(on_virtual_time()));
        CHECK_THROWS_WITH_AS(monitor.options(), doctest::Contains("this monitor has a run already: make another one"),
                             aio::UsageError);
        LoopMonitor other;
        loopscope::Recorder recorder;
        CHECK_THROWS_WITH_AS(other.options({.recorder = &recorder}),
                             doctest::Contains("these options name a recorder already"), aio::UsageError);
    }

    TEST_CASE("a loop made by hand is monitored by its recorder, and by its end what is left is told as it is") {
        LoopMonitor monitor;
        {
            aio::EventLoop loop({.clock = aio::ClockKind::virtual_time, .recorder = &monitor.recorder()});
            loop.set_exception_handler([](const aio::ErrorContext&) {});
            loop.create_task(sleep_for(1h), "left");
            loop.run_until_done(loop.create_task(sleep_for(1s), "first"));
        }
        CHECK(monitor.counts() == TaskCounts{.waiting = 1, .done = 1});
        CHECK(monitor.recording().finished());
    }

    TEST_CASE("a monitor that keeps little has the figures of everything all the same") {
        struct Body {
            static aio::Coro<> main() {
                for (int i = 0; i < 5000; ++i) {
                    auto task = aio::create_task(sleep_for(1s));
                    co_await task;
                }
            }
        };
        LoopMonitor monitor({.keep_events = 0});
        aio::run(Body::main(), monitor.options(on_virtual_time()));
        CHECK(monitor.recording().first() > 0);
        CHECK(monitor.counts() == TaskCounts{.done = 5001});
        const auto coroutines = monitor.coroutines();
        CHECK(figures_of(coroutines, "sleep_for").succeeded == 5000);
        CHECK(figures_of(coroutines, "sleep_for").total == 5000s);
        const auto tasks = monitor.tasks();
        CHECK(tasks.size() < 5001);
        REQUIRE(tasks.size() > 1);
        CHECK(tasks.front().name == "main");
        CHECK(tasks.front().duration == 5000s);
        for (std::size_t i = 1; i < tasks.size(); ++i) CHECK(tasks[i].duration == 1s);
        CHECK(monitor.loop().turns > 10000);
    }

    TEST_CASE("what a monitor keeps is bounded, unless it is told to keep all") {
        CHECK(aio::LoopMonitorOptions{}.keep_events == 2'000'000);
        CHECK(loopscope::kKeepAll > 1'000'000'000);
    }

    TEST_CASE("a run on another thread can be asked about from there, and afterwards from here") {
        LoopMonitor monitor({.report_every = 100ms, .log_reports = false, .on_report = [](const auto&) {}});
        Seen seen;
        std::thread([&] { aio::run(demo(&seen), monitor.options(on_virtual_time(5))); }).join();
        CHECK(monitor.counts().total() == 11);
    }

    TEST_CASE("the longest step is told with its task, and without the time for which it was held") {
        struct Body {
            static aio::Coro<> main() {
                const auto a = aio::create_task(sleep_for(1s), "slow");
                const auto b = aio::create_task(sleep_for(1s), "held");
                co_await aio::wait(a, b);
            }
        };
        using loopscope::EventKind;
        // The same run on a clock of the test's own: an event a microsecond, and two long first steps.
        std::vector<loopscope::Event> slots = record_slots(Body::main());
        std::uint64_t now = 0;
        for (std::size_t i = 0; i < slots.size(); i += 1 + slots[i].extra) {
            const bool ends = slots[i].kind == EventKind::step_end;
            if (ends && slots[i].subject == 2 && now < 1'000'000) now += 5'000'000;
            if (ends && slots[i].subject == 3 && now < 9'000'000) {
                now += 10'000'000;
                slots.insert(slots.begin() + static_cast<std::ptrdiff_t>(i),
                             loopscope::Event{now, 0, 0, EventKind::held, 0, 0, 0, 9'000'000});
                ++i;
            }
            slots[i].time = now += 1000;
        }
        loopscope::Recording recording;
        REQUIRE(recording.append(slots));
        aio::detail::LoopFold fold({});
        for (std::size_t i = 0; i < recording.size(); ++i) CHECK_FALSE(fold.take(recording, i));
        CHECK(fold.loop().longest_step_of == "slow");
        CHECK(fold.loop().longest_step > 5ms);
        CHECK(fold.loop().longest_step < 5100us);
        CHECK(fold.loop().steps == recording.steps().size());
        CHECK(fold.loop().turns == recording.turns().size());
    }
}
