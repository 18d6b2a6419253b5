// Small runs that show one thing each on the timeline.
#pragma once
#include "monitor/recording.hpp"
#include "monitor/stream_builder.hpp"

#include <string>

namespace viz::testing {

class TimelineStream {
public:
    using K = loopscope::EventKind;

    TimelineStream() {
        out.add(
            K::loop_start, 0,
            {.detail = loopscope::testing::number(loopscope::ClockKind::virtual_time), .a = out.string("timeline")});
    }

    void task(loopscope::TaskId id, const char* name, loopscope::TaskId parent = 0) {
        out.add(K::task_create, id, {.a = out.string(name), .b = loopscope::pack(parent, 0)});
        out.add(K::task_ready, id, {.detail = loopscope::testing::number(loopscope::WakeReason::created)});
    }
    void turn(std::uint32_t handles) {
        out.add(K::turn_begin, 0, {.b = ++turns_});
        out.add(K::run_begin, 0, {.a = handles});
    }
    void turn_end() { out.add(K::turn_end, 0, {.b = turns_}); }
    // Everybody waits until this time, in seconds; then the timer of `task` fires.
    void sleep_is_over(loopscope::TaskId task, double at) {
        out.add(K::turn_begin, 0, {.b = ++turns_});
        const auto ns = static_cast<std::uint64_t>(at * 1e9);
        out.add(K::poll_begin, 0, {.b = ns - now_});
        out.add(K::poll_end);
        out.add(K::time_moves, 0, {.b = ns});
        now_ = ns;
        out.add(K::timer_fire, task, {.b = ns});
        out.add(K::run_begin, 0, {.a = 1});
        const auto cause =
            out.add(K::callback_begin, task, {.detail = loopscope::testing::number(loopscope::HandleKind::timer)});
        out.add(K::task_ready, task,
                {.cause = cause, .detail = loopscope::testing::number(loopscope::WakeReason::timer)});
        out.add(K::callback_end, task, {.detail = loopscope::testing::number(loopscope::HandleKind::timer)});
        turn_end();
    }
    // A step of its own turn, that ends in a sleep until `at`.
    void step_to_sleep(loopscope::TaskId task, double at, loopscope::SiteId site = 0) {
        turn(1);
        out.add(K::step_begin, task, {.a = 1});
        out.add(K::timer_arm, task, {.b = static_cast<std::uint64_t>(at * 1e9)});
        out.add(K::task_wait, task,
                {.detail = loopscope::testing::number(loopscope::WaitReason::sleep), .a = site, .b = task});
        out.add(K::step_end, task);
        turn_end();
    }
    void step_to_end(loopscope::TaskId task) {
        turn(1);
        out.add(K::step_begin, task, {.a = 2});
        out.add(K::task_done, task);
        out.add(K::step_end, task, {.detail = loopscope::testing::number(loopscope::StepResult::finished)});
        turn_end();
    }
    loopscope::Recording take() {
        loopscope::Recording recording;
        recording.append(out.slots());
        return recording;
    }

    loopscope::testing::StreamBuilder out;

private:
    std::uint64_t turns_ = 0;
    std::uint64_t now_ = 0;
};

// Ten sleeps of 0.1 s, one of 20 s, and ten of 0.1 s again.
inline loopscope::Recording long_gap_run() {
    TimelineStream run;
    run.task(1, "main");
    double at = 0;
    for (int nap = 0; nap < 21; ++nap) {
        at += nap == 10 ? 20.0 : 0.1;
        run.step_to_sleep(1, at, run.out.site(7, "nap"));
        run.sleep_is_over(1, at);
    }
    run.step_to_end(1);
    run.out.add(TimelineStream::K::loop_stop);
    return run.take();
}

// Two tasks hold a lock each and wait for the other's.
inline loopscope::Recording deadlock_run() {
    TimelineStream run;
    using K = TimelineStream::K;
    run.task(1, "main");
    run.turn(1);
    run.out.add(K::step_begin, 1, {.a = 1});
    for (const loopscope::ObjectId id : {1u, 2u})
        run.out.add(K::object_create, id,
                    {.detail = loopscope::testing::number(loopscope::ObjectKind::lock),
                     .a = run.out.string(id == 1 ? "left" : "right")});
    run.task(2, "anna", 1);
    run.task(3, "bert", 1);
    run.out.add(K::task_wait, 1, {.detail = loopscope::testing::number(loopscope::WaitReason::task), .b = 2});
    run.out.add(K::step_end, 1);
    run.turn_end();
    for (const bool first : {true, false}) {
        run.turn(2);
        for (const loopscope::TaskId task : {2u, 3u}) {
            run.out.add(K::step_begin, task, {.a = first ? 1u : 2u});
            const loopscope::ObjectId own = task - 1;
            if (first) {
                run.out.add(K::object_take, own, {.b = loopscope::pack(task, 1)});
                run.out.add(K::task_wait, task, {.detail = loopscope::testing::number(loopscope::WaitReason::yield)});
                run.out.add(K::task_ready, task,
                            {.detail = loopscope::testing::number(loopscope::WakeReason::yielded)});
            } else {
                run.out.add(K::task_wait, task,
                            {.detail = loopscope::testing::number(loopscope::WaitReason::acquire), .b = 3 - own});
            }
            run.out.add(K::step_end, task);
        }
        run.turn_end();
    }
    return run.take();
}

// One lane of 100,000 events: it sleeps and wakes again and again.
inline loopscope::Recording busy_run() {
    TimelineStream run;
    using K = TimelineStream::K;
    run.task(1, "busy");
    for (std::uint32_t step = 1; step <= 20'000; ++step) {
        run.out.add(K::step_begin, 1, {.a = step});
        run.out.add(K::task_wait, 1, {.detail = loopscope::testing::number(loopscope::WaitReason::sleep)});
        run.out.add(K::step_end, 1);
        run.out.add(K::turn_begin, 0, {.b = step});
        // The second half has long waits.
        run.out.add(K::time_moves, 0,
                    {.b = (step < 10'000 ? step : 10'000 + (step - 10'000) / 500 * 500) * 1'000'000ull});
        run.out.add(K::task_ready, 1, {.detail = loopscope::testing::number(loopscope::WakeReason::timer)});
    }
    return run.take();
}

// A root with `children` below it, each of which has slept once.
inline loopscope::Recording many_lanes_run(std::uint32_t children) {
    TimelineStream run;
    run.task(1, "root");
    for (std::uint32_t child = 0; child < children; ++child)
        run.task(2 + child, ("child-" + std::to_string(child)).c_str(), 1);
    run.turn(children);
    for (std::uint32_t child = 0; child < children; ++child) {
        run.out.add(TimelineStream::K::step_begin, 2 + child, {.a = 1});
        run.out.add(TimelineStream::K::task_wait, 2 + child,
                    {.detail = loopscope::testing::number(loopscope::WaitReason::sleep), .b = 2 + child});
        run.out.add(TimelineStream::K::step_end, 2 + child);
    }
    run.turn_end();
    return run.take();
}

}  // namespace viz::testing
