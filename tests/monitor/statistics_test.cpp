// Statistics: figures worked out by hand, and what must be true of any run.
#include "monitor/statistics.hpp"
#include "stream_builder.hpp"

#include <doctest/doctest.h>

#include <map>
#include <numeric>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr auto kSleep = static_cast<std::size_t>(WaitReason::sleep);

Recording recorded(const StreamBuilder& out) {
    Recording recording;
    REQUIRE(recording.append(out.slots()));
    return recording;
}

// One task that sleeps for two seconds; each event is told 100 ns after the one before.
struct Sleeper {
    StreamBuilder out;
    SiteId line, other, body;
    Recording recording;
    std::size_t first_step = 0, last = 0;

    Sleeper() {
        line = out.site(10);
        other = out.site(20);
        body = out.site(5);
        out.add(EventKind::loop_start, 0, {.detail = number(ClockKind::virtual_time)});
        const Sequence created = out.add(EventKind::task_create, 1);
        out.add(EventKind::task_ready, 1, {.cause = created, .detail = number(WakeReason::created)});
        out.add(EventKind::turn_begin, 0, {.b = 1});
        out.add(EventKind::run_begin, 0, {.a = 1});
        first_step = out.last();
        out.add(EventKind::step_begin, 1, {.a = 1});
        out.add(EventKind::coro_enter, 1, {.b = pack(1, body)});
        out.add(EventKind::timer_arm, 1, {.b = 2 * kSecond});
        out.add(EventKind::task_wait, 1, {.detail = number(WaitReason::sleep), .a = line, .b = 1});
        out.add(EventKind::step_end, 1, {.detail = number(StepResult::suspended)});
        out.add(EventKind::turn_end, 0, {.b = 1});
        out.add(EventKind::turn_begin, 0, {.b = 2});
        out.add(EventKind::poll_begin, 0, {.b = 2 * kSecond});
        out.add(EventKind::held, 0, {.b = 60});
        out.add(EventKind::poll_end);
        out.add(EventKind::time_moves, 0, {.b = 2 * kSecond});
        out.add(EventKind::timer_fire, 1, {.b = 2 * kSecond});
        out.add(EventKind::run_begin, 0, {.a = 1});
        const Sequence fired = out.add(EventKind::callback_begin, 1, {.detail = number(HandleKind::timer)});
        out.add(EventKind::task_ready, 1, {.cause = fired, .detail = number(WakeReason::timer)});
        out.add(EventKind::callback_end, 1, {.detail = number(HandleKind::timer)});
        out.add(EventKind::step_begin, 1, {.a = 2});
        out.add(EventKind::await_passed, 1, {.a = other});
        out.add(EventKind::task_done, 1);
        out.add(EventKind::step_end, 1, {.detail = number(StepResult::finished)});
        out.add(EventKind::turn_end, 0, {.b = 2});
        last = out.last();
        out.add(EventKind::loop_stop);
        recording = recorded(out);
    }
};

const SiteStatistics& site_of(const Statistics& statistics, SiteId id) {
    const auto found = std::ranges::find(statistics.sites, id, &SiteStatistics::site);
    REQUIRE(found != statistics.sites.end());
    return *found;
}

// The sums and distributions of both together.
void add(TaskStatistics& sum, const TaskStatistics& more) {
    sum.steps += more.steps;
    sum.run_ns += more.run_ns;
    sum.ready_ns += more.ready_ns;
    for (std::size_t i = 0; i < kWaitReasons; ++i) {
        sum.wait_ns[i] += more.wait_ns[i];
        sum.waits[i] += more.waits[i];
    }
}

void check_same(const TaskStatistics& left, const TaskStatistics& right) {
    CHECK(left.steps == right.steps);
    CHECK(left.run_ns == right.run_ns);
    CHECK(left.ready_ns == right.ready_ns);
    CHECK(left.wait_ns == right.wait_ns);
    CHECK(left.waits == right.waits);
}

void check_same_loop(const LoopStatistics& one, const LoopStatistics& two, const LoopStatistics& both) {
    CHECK(one.turns + two.turns == both.turns);
    CHECK(one.steps + two.steps == both.steps);
    CHECK(one.callbacks + two.callbacks == both.callbacks);
    CHECK(one.loop_ns + two.loop_ns == both.loop_ns);
    CHECK(one.real_ns + two.real_ns == both.real_ns);
    CHECK(one.run_ns + two.run_ns == both.run_ns);
    CHECK(one.callback_ns + two.callback_ns == both.callback_ns);
    CHECK(one.poll_ns + two.poll_ns == both.poll_ns);
    for (auto histogram : {&LoopStatistics::step, &LoopStatistics::lag, &LoopStatistics::turn}) {
        Histogram sum = one.*histogram;
        sum.add(two.*histogram);
        CHECK(sum == both.*histogram);
    }
    CHECK(std::max(one.longest_step_ns, two.longest_step_ns) == both.longest_step_ns);
}

// [0, cut) and [cut, size) make up the whole.
void check_cut(const Recording& recording, std::size_t cut) {
    CAPTURE(cut);
    const Statistics whole = statistics_of(recording, 0, recording.size());
    const Statistics parts[] = {statistics_of(recording, 0, cut), statistics_of(recording, cut, recording.size())};
    check_same_loop(parts[0].loop, parts[1].loop, whole.loop);
    std::map<TaskId, TaskStatistics> tasks;
    std::map<SiteId, SiteStatistics> sites;
    for (const Statistics& part : parts) {
        for (const TaskStatistics& task : part.tasks) add(tasks[task.task], task);
        for (const SiteStatistics& site : part.sites) {
            SiteStatistics& sum = sites[site.site];
            sum.waits += site.waits;
            sum.passed += site.passed;
            sum.wait_ns += site.wait_ns;
            sum.wait.add(site.wait);
            sum.step.add(site.step);
        }
    }
    REQUIRE(tasks.size() == whole.tasks.size());
    REQUIRE(sites.size() == whole.sites.size());
    for (const TaskStatistics& task : whole.tasks) check_same(tasks[task.task], task);
    for (const SiteStatistics& site : whole.sites) {
        CHECK(sites[site.site].waits == site.waits);
        CHECK(sites[site.site].passed == site.passed);
        CHECK(sites[site.site].wait_ns == site.wait_ns);
        CHECK(sites[site.site].wait == site.wait);
        CHECK(sites[site.site].step == site.step);
    }
}

// The same sums from a task's lane, which is kept in another way.
TaskStatistics from_lane(const Recording& recording, TaskId id) {
    TaskStatistics sum;
    for (const Span& span : recording.lane(id)->spans) {
        const std::size_t end = span.end == kOpen ? recording.size() : span.end + std::size_t{1};
        const std::uint64_t real = recording.real_time_at(end) - recording.real_time_at(span.begin + 1);
        const std::uint64_t loop = recording.loop_time_at(end) - recording.loop_time_at(span.begin + 1);
        if (span.state == TaskState::running) ++sum.steps;
        if (span.state == TaskState::ready) sum.ready_ns += real;
        if (span.state == TaskState::waiting) sum.wait_ns[static_cast<std::size_t>(span.wait_reason)] += loop;
    }
    return sum;
}

}  // namespace

TEST_SUITE("statistics") {
    TEST_CASE("the nearest rank is a percentile") {
        const std::vector<std::uint64_t> sorted{15, 20, 35, 40, 50};
        CHECK(percentile(sorted, 0) == 15);
        CHECK(percentile(sorted, 5) == 15);
        CHECK(percentile(sorted, 30) == 20);
        CHECK(percentile(sorted, 40) == 20);
        CHECK(percentile(sorted, 50) == 35);
        CHECK(percentile(sorted, 100) == 50);
        CHECK(percentile({}, 50) == 0);
        CHECK(percentile({7}, 99) == 7);
    }

    TEST_CASE("a histogram's buckets cover every duration once") {
        for (std::size_t bucket = 0; bucket < 495; ++bucket) {
            Histogram histogram;
            histogram.add(Histogram::floor_of(bucket));
            histogram.add(Histogram::floor_of(bucket + 1) - 1);
            REQUIRE(histogram.buckets().size() == bucket + 1);
            REQUIRE(histogram.buckets()[bucket] == 2);
        }
        Histogram histogram;
        histogram.add(~std::uint64_t{0});
        CHECK(histogram.percentile(50) == ~std::uint64_t{0});
    }

    TEST_CASE("a histogram's percentile is never too small, and too large by an eighth at most") {
        Histogram histogram;
        std::vector<std::uint64_t> all;
        std::mt19937_64 random(7);
        for (int i = 0; i < 1000; ++i) {
            all.push_back(random() >> (random() % 60));
            histogram.add(all.back());
        }
        std::ranges::sort(all);
        for (const double p : {0.0, 1.0, 25.0, 50.0, 90.0, 99.0, 99.9, 100.0}) {
            const std::uint64_t exact = percentile(all, p);
            CHECK(histogram.percentile(p) >= exact);
            CHECK(histogram.percentile(p) - exact <= exact / 8);
        }
        CHECK(histogram.least() == all.front());
        CHECK(histogram.most() == all.back());
    }

    TEST_CASE("steps, callbacks and polls of a run, without the time at the gate") {
        const Sleeper run;
        const Statistics statistics = statistics_of(run.recording, 0, run.recording.size());
        const LoopStatistics& loop = statistics.loop;
        CHECK(loop.turns == 2);
        CHECK(loop.steps == 2);
        CHECK(loop.callbacks == 1);
        CHECK(loop.loop_ns == 2 * kSecond);
        CHECK(loop.real_ns == run.recording[run.last].time - run.recording[0].time - 60);
        CHECK(loop.run_ns == 400 + 300);
        CHECK(loop.callback_ns == 200);
        CHECK(loop.poll_ns == 200 - 60);
        CHECK(loop.turn.sum() == 600 + 800);
        CHECK(loop.lag.sum() == 300 + 200);
        CHECK(loop.longest_step_ns == 400);
        CHECK(loop.longest_step == run.first_step);
        CHECK(loop.longest_step_site == run.body);
        CHECK(loop.utilisation() == doctest::Approx(900.0 / static_cast<double>(loop.real_ns)));
    }

    TEST_CASE("a task's time, and the lines where it passed") {
        const Sleeper run;
        const Statistics statistics = statistics_of(run.recording, 0, run.recording.size());
        REQUIRE(statistics.tasks.size() == 1);
        const TaskStatistics& task = statistics.tasks[0];
        CHECK(task.steps == 2);
        CHECK(task.run_ns == 700);
        CHECK(task.ready_ns == 600);
        CHECK(task.wait_ns[kSleep] == 2 * kSecond);
        CHECK(task.waits[kSleep] == 1);
        CHECK(task.waited() == 2 * kSecond);
        CHECK(task.lived_ns == 2 * kSecond);
        CHECK(statistics.sites[0].site == run.line);
        CHECK(statistics.sites[0].reason == WaitReason::sleep);
        CHECK(statistics.sites[0].wait.sum() == 2 * kSecond);
        CHECK(site_of(statistics, run.line).step.sum() == 300);
        CHECK(site_of(statistics, run.body).step.sum() == 400);
        CHECK(site_of(statistics, run.other).passed == 1);
    }

    TEST_CASE("a range counts only what lies in it, and whole only what ended in it") {
        const Sleeper run;
        // From inside the first step up to inside the sleep.
        const Statistics statistics = statistics_of(run.recording, run.first_step + 2, run.first_step + 6);
        REQUIRE(statistics.tasks.size() == 1);
        CHECK(statistics.tasks[0].run_ns == 300);
        CHECK(statistics.tasks[0].waits[kSleep] == 1);
        CHECK(statistics.tasks[0].waited() == 0);
        CHECK(!statistics.tasks[0].lived_ns);
        CHECK(statistics.loop.steps == 0);
        CHECK(statistics.loop.step.sum() == 400);
        CHECK(statistics.loop.turn.sum() == 600);
        CHECK(statistics_of(run.recording, 5, 5).loop.real_ns == 0);
    }

    TEST_CASE("the sleep is the critical path") {
        const Sleeper run;
        const auto path = critical_path(run.recording, 0, run.recording.size());
        REQUIRE(path.size() == 3);
        CHECK(path[0].state == TaskState::running);
        CHECK(path[1].state == TaskState::waiting);
        CHECK(path[1].reason == WaitReason::sleep);
        CHECK(path[1].site == run.line);
        CHECK(path[1].loop_ns == 2 * kSecond);
        CHECK(path[2].state == TaskState::running);
        CHECK(path[0].begin == 0);
        CHECK(path[2].end == run.recording.size());
    }

    TEST_CASE("how many are alive is counted where they are made, and weighted by the time they live") {
        StreamBuilder out;
        const auto live = [&](TaskId id) {
            out.add(EventKind::task_create, id, {.b = pack(id == 1 ? 0 : 1, 0)});
            out.add(EventKind::task_ready, id);
        };
        live(1);
        out.add(EventKind::time_moves, 0, {.b = kSecond});
        live(2);
        live(3);
        out.add(EventKind::time_moves, 0, {.b = 4 * kSecond});
        const Recording recording = recorded(out);
        const Concurrency crowd = statistics_of(recording, 0, recording.size()).concurrency;
        CHECK(crowd.most_alive == 3);
        CHECK(crowd.most_alive_at == 5);
        CHECK(crowd.most_ready == 3);
        CHECK(crowd.mean_alive == doctest::Approx((1 * 1 + 3 * 3) / 4.0));
        CHECK(crowd.mean_waiting == 0.0);
        CHECK(statistics_of(recording, 6, recording.size()).concurrency.most_alive_at == 6);
    }

    TEST_CASE("two neighbouring ranges add up to the whole, wherever the cut") {
        const Sleeper run;
        for (std::size_t cut = 0; cut <= run.recording.size(); ++cut) check_cut(run.recording, cut);
        for (std::uint32_t seed = 1; seed <= 8; ++seed) {
            CAPTURE(seed);
            const Recording recording = recorded(RandomProgram(seed, 600).out);
            for (std::size_t cut = seed; cut < recording.size(); cut += 17) check_cut(recording, cut);
        }
    }

    TEST_CASE("what the tasks have in time is what their lanes show, and together what the loop has") {
        for (std::uint32_t seed = 1; seed <= 30; ++seed) {
            CAPTURE(seed);
            const Recording recording = recorded(RandomProgram(seed, 3000).out);
            const Statistics statistics = statistics_of(recording, 0, recording.size());
            REQUIRE(statistics.tasks.size() == recording.tasks().size());
            std::uint64_t run = 0;
            for (const TaskStatistics& task : statistics.tasks) {
                CAPTURE(task.task);
                const TaskStatistics expected = from_lane(recording, task.task);
                CHECK(task.steps == expected.steps);
                CHECK(task.ready_ns == expected.ready_ns);
                CHECK(task.wait_ns == expected.wait_ns);
                // Loop time stands still while anybody is ready.
                if (task.lived_ns) CHECK(task.waited() == *task.lived_ns);
                run += task.run_ns;
            }
            CHECK(run == statistics.loop.run_ns);
            CHECK(statistics.loop.step.sum() == run);
            CHECK(statistics.loop.step.count() == statistics.loop.steps);
            std::uint64_t waited = 0;
            for (const SiteStatistics& site : statistics.sites) waited += site.wait_ns;
            CHECK(statistics.concurrency.mean_waiting * static_cast<double>(statistics.loop.loop_ns) ==
                  doctest::Approx(static_cast<double>(waited)));
        }
    }

    TEST_CASE("a critical path has no gap, and is as long as the run") {
        for (std::uint32_t seed = 1; seed <= 30; ++seed) {
            CAPTURE(seed);
            const Recording recording = recorded(RandomProgram(seed, 3000).out);
            const auto path = critical_path(recording, 0, recording.size());
            REQUIRE(!path.empty());
            CHECK(path.front().begin == 0);
            CHECK(path.back().end == recording.size());
            std::uint64_t length = 0;
            for (std::size_t i = 0; i < path.size(); ++i) {
                if (i > 0) CHECK(path[i].begin == path[i - 1].end);
                length += path[i].loop_ns;
            }
            CHECK(length == recording.loop_time_at(recording.size()));
        }
    }

    TEST_CASE("of a recording that let go of its beginning the rest is counted as in the whole one") {
        std::size_t cut = 0;
        for (std::uint32_t seed = 1; seed <= 12; ++seed) {
            CAPTURE(seed);
            const RandomProgram program(seed, 3000);
            const Recording whole = recorded(program.out);
            Recording limited;
            limited.keep_at_most(300);
            REQUIRE(limited.append(program.out.slots()));
            cut += limited.first() > 0 ? 1 : 0;
            const Statistics expected = statistics_of(whole, limited.first(), whole.size());
            const Statistics found = statistics_of(limited, 0, limited.size());
            CHECK(found.from == limited.first());
            CHECK(found.loop.real_ns == expected.loop.real_ns);
            CHECK(found.loop.loop_ns == expected.loop.loop_ns);
            CHECK(found.loop.step == expected.loop.step);
            REQUIRE(found.tasks.size() == expected.tasks.size());
            for (std::size_t i = 0; i < found.tasks.size(); ++i) check_same(found.tasks[i], expected.tasks[i]);
            CHECK(found.concurrency.mean_alive == doctest::Approx(expected.concurrency.mean_alive));
            const auto path = critical_path(limited, 0, limited.size());
            CHECK(path.back().end == limited.size());
            CHECK(path.front().begin >= limited.first());
        }
        CHECK(cut > 3);
    }

    TEST_CASE("a run whose beginning was lost still has figures") {
        StreamBuilder out;
        out.drop(1000);
        out.add(EventKind::step_end, 7, {.detail = number(StepResult::suspended)});
        out.add(EventKind::step_begin, 8, {.a = 40});
        out.add(EventKind::task_wait, 8, {.detail = number(WaitReason::get), .a = 3, .b = 9});
        out.add(EventKind::callback_begin, 5, {.cause = 3, .detail = number(HandleKind::callback)});
        out.add(EventKind::task_done, 8, {.cause = 2});
        const Recording recording = recorded(out);
        for (std::size_t from = 0; from <= recording.size(); ++from) {
            for (std::size_t to = from; to <= recording.size(); ++to) {
                CHECK(statistics_of(recording, from, to).tasks.empty());
                CHECK(critical_path(recording, from, to).empty());
            }
        }
        CHECK(statistics_of(recording, 0, recording.size()).loop.steps == 1);
    }
}
