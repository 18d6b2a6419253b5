// Steps that take too long. Written by hand, so that no clock decides.
#include "support.hpp"

#include "monitor/stream_builder.hpp"

namespace {

using namespace loopscope;
using testing::number;
using testing::StreamBuilder;

// Task 1 makes task 2, which waits while the second step of task 1 goes on for so long.
// `held`: how much of that, at its beginning, the program stood at its gate.
Recording step_of(std::uint64_t took, std::uint64_t held = 0) {
    StreamBuilder out;
    const SiteId line = out.site(14);
    out.add(EventKind::loop_start, 0, {.detail = number(loopscope::ClockKind::real)});
    out.add(EventKind::task_create, 1, {.a = out.string("main")});
    out.add(EventKind::task_ready, 1);
    out.add(EventKind::step_begin, 1, {.a = 1});
    out.add(EventKind::task_create, 2, {.a = out.string("other"), .b = pack(1, line)});
    out.add(EventKind::task_ready, 2);
    out.add(EventKind::task_wait, 1, {.detail = number(WaitReason::yield), .a = line});
    out.add(EventKind::task_ready, 1, {.detail = number(WakeReason::yielded)});
    out.add(EventKind::step_end, 1);
    out.add(EventKind::step_begin, 1, {.a = 2});
    if (held != 0) out.add(EventKind::held, 0, {.b = held});
    out.add(EventKind::step_end, 1, {.detail = number(StepResult::finished)});
    auto slots = out.slots();
    if (held != 0) slots[slots.size() - 2].time += held;
    slots.back().time += took;
    Recording recording;
    REQUIRE(recording.append(slots));
    return recording;
}

}  // namespace

TEST_SUITE("findings.blocked_loop") {
    TEST_CASE("a step that takes too long is found, at the line where the task stood before") {
        const Recording recording = step_of(250'000'000);
        const auto findings = diagnose(recording);
        REQUIRE(findings.size() == 1);
        const Finding& finding = findings[0];
        CHECK(finding.kind == FindingKind::blocked_loop);
        CHECK(finding.tasks == std::vector<TaskId>{1});
        CHECK(recording.site(finding.site).line == 14);
        CHECK(finding.time >= 250'000'000);
        CHECK(finding.count == 1);  // who stood in line meanwhile
        CHECK(plain(tell(finding, recording).claim).find("One step of main took 250.0 ms (lesson.cpp:14)") == 0);
    }

    TEST_CASE("a short one is not") { CHECK(diagnose(step_of(99'000'000)).empty()); }

    TEST_CASE("a limit of one's own counts") {
        FindingLimits limits;
        limits.blocked_loop_ns = 50'000'000;
        CHECK(diagnose(step_of(99'000'000), limits).size() == 1);
    }

    TEST_CASE("the time for which the program was held at its gate is not the step's") {
        CHECK(diagnose(step_of(250'000'000, 240'000'000)).empty());
    }
}
