// A small run that every panel can be tried on, written event by event as the runtime does:
//
//   main (1) makes a coroutine and forgets it, gathers fetch-1, -2, -3 (2, 3, 4), which sleep
//   1, 2 and 3 s; broken (5) fails in its first step; doomed (6) is cancelled by fetch-1.
//
// The source lines are those of kSampleProgram.
#pragma once
#include "kit/book/lesson_text.hpp"
#include "monitor/recording.hpp"
#include "monitor/stream_builder.hpp"
#include "panels/view.hpp"

#include <string>

namespace viz::testing {

inline constexpr const char* kSampleProgram = R"(#include "kit/lesson.hpp"

/* What takes
   its time. */
// [fetch]
aio::Coro<int> fetch(int id) {
    aio::print("asked {}", id);  // said at once
    co_await aio::sleep(id * 1s);
    co_return id;
}
// [/fetch]
aio::Coro<> greet() { co_return; }

aio::Coro<> program() {
    greet();
    co_await aio::gather(fetch(1), fetch(2), fetch(3));
}
)";

inline constexpr const char* kSampleTwin = "async def fetch(id):\n    await asyncio.sleep(id)\n    return id\n";

class Sample {
public:
    Sample() {
        start();
        first_steps();
        // t = 1: fetch-1 ends and cancels doomed on its way.
        wake_by_timer(3, 1);
        end_fetch(4, 1, true);
        out_.add(K::turn_begin, 0, {.b = 5});
        out_.add(K::run_begin, 0, {.a = 2});
        out_.add(K::step_begin, 6, {.a = 2});
        out_.add(K::cancel_delivered, 6, {.a = sleep_site_});
        out_.add(K::task_done, 6, {.detail = number(loopscope::Outcome::cancelled)});
        out_.add(K::step_end, 6, {.detail = number(loopscope::StepResult::finished)});
        child_done(1, false);
        out_.add(K::turn_end, 0, {.b = 5});
        wake_by_timer(6, 2);
        end_fetch(7, 2, false);
        one_callback_turn(8, 2, false);
        wake_by_timer(9, 3);
        end_fetch(10, 3, false);
        one_callback_turn(11, 3, true);
        finish();
        recording.append(out_.slots());
    }

    // After the nth step_begin, counted from 1.
    std::size_t step(std::size_t number) const { return recording.steps()[number - 1] + 1; }

    loopscope::Recording recording;

private:
    using K = loopscope::EventKind;
    using W = loopscope::WaitReason;
    template <typename Detail>
    static std::uint8_t number(Detail detail) {
        return static_cast<std::uint8_t>(detail);
    }

    void make_task(loopscope::TaskId id, const char* name, loopscope::TaskId parent, loopscope::SiteId where,
                   loopscope::SiteId defined) {
        const auto named = out_.string(name);
        out_.add(K::coro_create, 10 + id, {.a = defined, .b = parent});
        const auto cause = out_.add(K::task_create, id, {.a = named, .b = loopscope::pack(parent, where)});
        out_.add(K::coro_enter, 10 + id, {.b = loopscope::pack(id, defined)});
        out_.add(K::task_ready, id, {.cause = cause, .detail = number(loopscope::WakeReason::created)});
    }

    void start() {
        const auto program = out_.string("sample");
        fetch_site_ = out_.site(6, "aio::Coro<int> fetch(int)");
        program_site_ = out_.site(14, "aio::Coro<> program()");
        sleep_site_ = out_.site(8, "aio::Coro<int> fetch(int) ");
        gather_site_ = out_.site(16, "aio::Coro<> program() ");
        greet_site_ = out_.site(12, "aio::Coro<> greet()");
        out_.add(K::loop_start, 0, {.detail = number(loopscope::ClockKind::virtual_time), .a = program});
        make_task(1, "main", 0, 0, program_site_);
        out_.add(K::turn_begin, 0, {.b = 1});
        out_.add(K::run_begin, 0, {.a = 1});
        out_.add(K::step_begin, 1, {.a = 1});
        out_.add(K::coro_create, 20, {.a = greet_site_, .b = 1});
        const auto gather = out_.string("gather(3)");
        out_.add(K::object_create, 1,
                 {.detail = number(loopscope::ObjectKind::gather), .a = gather, .b = loopscope::pack(1, gather_site_)});
        const char* names[] = {"fetch-1", "fetch-2", "fetch-3"};
        for (std::uint32_t i = 0; i < 3; ++i) {
            make_task(2 + i, names[i], 1, gather_site_, fetch_site_);
            out_.add(K::object_child, 1, {.a = 2 + i});
        }
        make_task(5, "broken", 1, gather_site_, fetch_site_);
        make_task(6, "doomed", 1, gather_site_, fetch_site_);
        out_.add(K::task_wait, 1, {.detail = number(W::object), .a = gather_site_, .b = 1});
        out_.add(K::step_end, 1);
        out_.add(K::turn_end, 0, {.b = 1});
    }

    void sleep(loopscope::TaskId task, std::uint32_t timer, std::uint64_t seconds) {
        out_.add(K::step_begin, task, {.a = 1});
        out_.add(K::timer_arm, timer, {.b = seconds * 1'000'000'000});
        out_.add(K::task_wait, task, {.detail = number(W::sleep), .a = sleep_site_, .b = timer});
        out_.add(K::step_end, task);
    }

    void first_steps() {
        out_.add(K::turn_begin, 0, {.b = 2});
        out_.add(K::run_begin, 0, {.a = 5});
        for (std::uint32_t i = 1; i <= 3; ++i) sleep(1 + i, i, i);
        out_.add(K::step_begin, 5, {.a = 1});
        const auto error = out_.string("no route to host");
        out_.add(K::task_done, 5, {.detail = number(loopscope::Outcome::raised), .a = error});
        out_.add(K::step_end, 5, {.detail = number(loopscope::StepResult::finished)});
        sleep(6, 4, 10);
        out_.add(K::turn_end, 0, {.b = 2});
    }

    void wake_by_timer(std::uint64_t turn, std::uint32_t timer) {
        out_.add(K::turn_begin, 0, {.b = turn});
        out_.add(K::poll_begin, 0, {.b = 1'000'000'000});
        out_.add(K::poll_end);
        out_.add(K::time_moves, 0, {.b = timer * 1'000'000'000ull});
        const std::uint64_t due = timer * 1'000'000'000ull;
        out_.add(K::timer_fire, timer, {.b = due});
        out_.add(K::run_begin, 0, {.a = 1});
        const auto cause = out_.add(K::callback_begin, timer, {.detail = number(loopscope::HandleKind::timer)});
        out_.add(K::task_ready, 1 + timer, {.cause = cause, .detail = number(loopscope::WakeReason::timer)});
        out_.add(K::callback_end, timer, {.detail = number(loopscope::HandleKind::timer)});
        out_.add(K::turn_end, 0, {.b = turn});
    }

    void end_fetch(std::uint64_t turn, std::uint32_t which, bool cancels) {
        const loopscope::TaskId task = 1 + which;
        out_.add(K::turn_begin, 0, {.b = turn});
        out_.add(K::run_begin, 0, {.a = 1});
        out_.add(K::step_begin, task, {.a = 2});
        out_.add_text(K::print, task, {.b = sleep_site_}, "answered");
        if (cancels) {
            const auto cause = out_.add(K::cancel_request, 6, {.a = sleep_site_, .b = task});
            out_.add(K::timer_cancel, 4, {.b = 10'000'000'000ull});
            out_.add(K::task_ready, 6, {.cause = cause, .detail = number(loopscope::WakeReason::cancelled)});
        }
        out_.add(K::coro_exit, 10 + task, {.b = task});
        const auto done = out_.add(K::task_done, task);
        const auto label = out_.string("tell the gather");
        out_.add(K::callback_ready, which, {.cause = done, .a = label, .b = 1});
        out_.add(K::step_end, task, {.detail = number(loopscope::StepResult::finished)});
        out_.add(K::turn_end, 0, {.b = turn});
    }

    void child_done(std::uint32_t which, bool last) {
        const auto cause = out_.add(K::callback_begin, which, {.detail = number(loopscope::HandleKind::callback)});
        out_.add(K::object_child_done, 1, {.cause = cause, .a = 1 + which});
        if (last) {
            out_.add(K::object_done, 1, {.cause = cause});
            out_.add(K::task_ready, 1, {.cause = cause, .detail = number(loopscope::WakeReason::object)});
        }
        out_.add(K::callback_end, which, {.detail = number(loopscope::HandleKind::callback)});
    }

    void one_callback_turn(std::uint64_t turn, std::uint32_t which, bool last) {
        out_.add(K::turn_begin, 0, {.b = turn});
        out_.add(K::run_begin, 0, {.a = 1});
        child_done(which, last);
        out_.add(K::turn_end, 0, {.b = turn});
    }

    void finish() {
        out_.add(K::turn_begin, 0, {.b = 12});
        out_.add(K::run_begin, 0, {.a = 1});
        out_.add(K::step_begin, 1, {.a = 2});
        out_.add(K::coro_exit, 11, {.b = 1});
        out_.add(K::coro_never_awaited, 20, {.a = greet_site_, .b = 1});
        out_.add(K::task_done, 1);
        out_.add(K::step_end, 1, {.detail = number(loopscope::StepResult::finished)});
        out_.add(K::turn_end, 0, {.b = 12});
        out_.add(K::loop_stop);
    }

    loopscope::testing::StreamBuilder out_;
    loopscope::SiteId fetch_site_ = 0, program_site_ = 0, sleep_site_ = 0, gather_site_ = 0, greet_site_ = 0;
};

inline View make_view(const loopscope::Recording& recording, const loopscope::World& world, std::size_t cursor) {
    const Mode mode = cursor == recording.size() ? Mode::ended : Mode::travel;
    return View{recording, world, cursor, mode, false, 1.0, Axis::step, SourceTab::program, {}, {}, {}};
}

inline book::Lesson sample_lesson() {
    book::Lesson lesson;
    lesson.program = kSampleProgram;
    lesson.twin = kSampleTwin;
    return lesson;
}

}  // namespace viz::testing
