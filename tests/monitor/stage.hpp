// Stage: tasks that a test lets do things one by one, for what is said of them afterwards.
#pragma once
#include "monitor/recording.hpp"
#include "monitor/stream_builder.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace loopscope::testing {

// main (1), worker-1 (2), worker-2 (3), worker-3 (4), made at line 40 and ready. Whoever waits, waits at a line of
// bank.cpp; holding begins at line 25.
class Stage {
public:
    explicit Stage(TaskId workers = 3) {
        out.add(EventKind::loop_start, 0, {.detail = number(ClockKind::virtual_time)});
        out.add(EventKind::turn_begin, 0, {.b = 1});
        create("main", 0);
        for (TaskId worker = 1; worker <= workers; ++worker) create("worker-" + std::to_string(worker), 1);
    }

    TaskId create(std::string_view name, TaskId parent) {
        const StringId named = out.string(name);
        const SiteId where = parent == 0 ? 0 : line(40);
        const Sequence cause = out.add(EventKind::task_create, ++tasks_, {.a = named, .b = pack(parent, where)});
        out.add(EventKind::task_ready, tasks_, {.cause = cause, .detail = number(WakeReason::created)});
        return tasks_;
    }
    ObjectId make(ObjectKind kind, std::string_view name = "") {
        const StringId named = out.string(name);
        out.add(EventKind::object_create, ++objects_, {.detail = number(kind), .a = named, .b = pack(1, line(9))});
        return objects_;
    }
    void child(ObjectId object, TaskId task) { out.add(EventKind::object_child, object, {.a = task}); }
    void inner(ObjectId object, ObjectId other) { out.add(EventKind::object_child, object, {.b = other}); }
    void value(ObjectId object, std::int64_t value, ValueKind kind = ValueKind::value) {
        out.add(EventKind::object_value, object, {.detail = number(kind), .b = static_cast<std::uint64_t>(value)});
    }
    void take(ObjectId object, TaskId task) {
        out.add(EventKind::object_take, object, {.a = line(25), .b = pack(task, 1)});
    }
    void run(TaskId task) { out.add(EventKind::step_begin, task, {.a = ++steps_}); }
    // In a step of its own.
    void wait(TaskId task, WaitReason reason, std::uint64_t on, std::uint32_t at = 31) {
        run(task);
        const SiteId where = line(at);
        out.add(EventKind::task_wait, task, {.detail = number(reason), .a = where, .b = on});
        out.add(EventKind::step_end, task, {.detail = number(StepResult::suspended)});
    }
    void sleep(TaskId task, std::uint64_t until_ms = 300, std::uint32_t at = 27) {
        out.add(EventKind::timer_arm, ++timers_, {.b = until_ms * 1'000'000});
        wait(task, WaitReason::sleep, timers_, at);
    }
    Sequence finish(TaskId task, Outcome outcome = Outcome::returned, std::string_view error = "") {
        run(task);
        const StringId text = out.string(error);
        const Sequence done = out.add(EventKind::task_done, task, {.detail = number(outcome), .a = text});
        out.add(EventKind::step_end, task, {.detail = number(StepResult::finished)});
        return done;
    }
    void wake(TaskId task, Sequence cause, WakeReason reason) {
        out.add(EventKind::task_ready, task, {.cause = cause, .detail = number(reason)});
    }
    void enter(TaskId task, std::string_view function, std::uint32_t awaited_at) {
        const SiteId where = awaited_at == 0 ? 0 : line(awaited_at);
        const SiteId body = out.site(1, "aio::Coro<void> (anonymous namespace)::" + std::string(function) + "(int)");
        out.add(EventKind::coro_enter, ++coros_, {.a = where, .b = pack(task, body)});
    }
    SiteId line(std::uint32_t number) { return out.site(number, "body", "/src/bank.cpp"); }

    Recording record() const {
        Recording recording;
        REQUIRE(recording.append(out.slots()));
        return recording;
    }

    StreamBuilder out;

private:
    std::uint32_t tasks_ = 0, objects_ = 0, timers_ = 0, steps_ = 0, coros_ = 0;
};

}  // namespace loopscope::testing
