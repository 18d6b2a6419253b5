// The picture of a recording: what is left out of a large one, and where things stand. tests/cli looks at whole files.
#include "monitor/svg.hpp"

#include "monitor/stage.hpp"
#include "monitor/stream_builder.hpp"
#include "monitor/svg_axis.hpp"
#include "monitor/svg_writer.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

Recording recording_of(const StreamBuilder& stream) {
    Recording recording;
    REQUIRE(recording.append(stream.slots()));
    return recording;
}

std::string picture(const Recording& recording, const SvgOptions& options = {}) {
    std::ostringstream out;
    export_svg(recording, out, options);
    return out.str();
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

void make_task(StreamBuilder& stream, TaskId task) {
    stream.add(EventKind::task_create, task, {.a = stream.string("task-" + std::to_string(task))});
    stream.add(EventKind::task_ready, task, {.cause = stream.last()});
}

// One task that runs and gives way, that many times.
StreamBuilder busy(std::uint32_t steps) {
    StreamBuilder stream;
    make_task(stream, 1);
    for (std::uint32_t step = 1; step <= steps; ++step) {
        stream.add(EventKind::step_begin, 1, {.a = step});
        stream.add(EventKind::task_wait, 1, {.detail = number(WaitReason::yield)});
        stream.add(EventKind::task_ready, 1, {.cause = stream.last(), .detail = number(WakeReason::yielded)});
        stream.add(EventKind::step_end, 1);
    }
    return stream;
}

}  // namespace

TEST_CASE("a picture says how many tasks it leaves out") {
    StreamBuilder stream;
    for (TaskId task = 1; task <= kMostSvgLanes + 12; ++task) make_task(stream, task);
    const std::string svg = picture(recording_of(stream));
    CHECK(count(svg, "class=\"lane\"") == kMostSvgLanes);
    CHECK(svg.find("and 12 more tasks") != std::string::npos);
}

TEST_CASE("short spans of a crowded lane stand together, and none is forgotten") {
    const std::string svg = picture(recording_of(busy(5000)));
    CHECK(svg.find("data-spans=\"10001\"") != std::string::npos);
    CHECK(count(svg, "class=\"span") <= 2 * kMostSvgSpans + 1);
    CHECK(svg.find("many short ones") != std::string::npos);
    const std::string small = picture(recording_of(busy(5)));
    CHECK(count(small, "class=\"span") == 11);
    CHECK(small.find("many short ones") == std::string::npos);
}

TEST_CASE("a picture says how many printed lines and wake-ups it leaves out") {
    StreamBuilder stream;
    make_task(stream, 1);
    for (std::size_t i = 0; i < kMostSvgMarks + 1; ++i) stream.add_text(EventKind::print, 1, {}, "line");
    for (std::size_t i = 0; i < kMostSvgWakes + 5; ++i) {
        stream.add(EventKind::task_ready, 1, {.detail = number(WakeReason::timer)});
    }
    const std::string svg = picture(recording_of(stream));
    CHECK(count(svg, "class=\"mark\" data-number") == kMostSvgMarks);
    CHECK(svg.find("and 1 more line<") != std::string::npos);
    CHECK(count(svg, "class=\"wake\" data-task") == kMostSvgWakes);
    CHECK(svg.find("6 wake-ups are not drawn") != std::string::npos);
}

TEST_CASE("a picture of nothing says so") {
    CHECK(picture(recording_of(StreamBuilder{})).find("Nothing happened in this part.") != std::string::npos);
}

TEST_CASE("a step stands at its number") {
    const Recording recording = recording_of(busy(3));
    const SvgAxis axis(recording, {});
    const auto steps = recording.steps();
    for (std::size_t i = 0; i < steps.size(); ++i)
        CHECK(axis.place(steps[i]) == doctest::Approx(static_cast<double>(i) + 1));
    CHECK(axis.to() == doctest::Approx(4.0));
    double last = 0;
    for (std::size_t event = 0; event <= recording.size(); ++event) {
        CHECK(axis.place(event) >= last);
        last = axis.place(event);
    }
}

TEST_CASE("places never fall, on any axis, of random programs") {
    for (std::uint32_t seed = 1; seed <= 5; ++seed) {
        const Recording recording = recording_of(RandomProgram(seed, 2000).out);
        for (const ExportAxis kind : {ExportAxis::step, ExportAxis::loop, ExportAxis::real}) {
            SvgOptions options;
            options.axis = kind;
            const SvgAxis axis(recording, options);
            for (std::size_t event = 0; event < recording.size(); ++event) {
                REQUIRE(axis.place(event) <= axis.place(event + 1));
            }
        }
    }
}

// worker-1 waits, worker-2 runs, and then worker-1 is cancelled by `by`; 0: by the loop, which gives up.
Stage cancelled_by(TaskId by) {
    Stage stage(2);
    stage.wait(2, WaitReason::signal, stage.make(ObjectKind::event, "go"));
    stage.run(3);
    const Sequence last_cause = stage.out.last();
    const auto request = [&] { stage.out.add(EventKind::cancel_request, 2, {.b = pack(by, 0)}); };
    if (by != 0) request();
    stage.out.add(EventKind::step_end, 3);
    if (by == 0) request();
    stage.wake(2, last_cause, WakeReason::cancelled);
    stage.finish(2, Outcome::cancelled);
    return stage;
}

TEST_CASE("whose wait was cancelled was woken by who asked for that, and by no task if the loop did") {
    const std::string loop = picture(cancelled_by(0).record());
    CHECK(loop.find("class=\"wake\" data-task=\"2\" data-by=\"0\"") != std::string::npos);
    CHECK(loop.find("class=\"wake\" data-task=\"2\" data-by=\"3\"") == std::string::npos);
    CHECK(picture(cancelled_by(3).record()).find("class=\"wake\" data-task=\"2\" data-by=\"3\"") != std::string::npos);
}

TEST_CASE("a standstill has a unit of its own, and the numbers of steps go on behind it") {
    const Recording recording = cancelled_by(0).record();
    const SvgAxis axis(recording, {});
    const auto steps = recording.steps();
    REQUIRE(steps.size() == 3);
    CHECK(axis.place(steps[1]) == doctest::Approx(2));
    CHECK(axis.place(steps[2]) == doctest::Approx(4));
    CHECK(axis.place(steps[2] - 1) - axis.place(steps[2] - 3) >= 1);
    const auto ticks = axis.ticks(10);
    REQUIRE(ticks.size() >= 3);
    CHECK(ticks[ticks.size() - 2].label == "3");
    CHECK(ticks[ticks.size() - 2].place == doctest::Approx(4));

    const Recording asked = cancelled_by(3).record();
    CHECK(SvgAxis(asked, {}).place(asked.steps()[2]) == doctest::Approx(3));
}

// Task 1 runs at each of these times, and `marks` more things happen in each step than in the one before.
Recording steps_at(std::initializer_list<std::uint64_t> times_ms, std::uint32_t marks) {
    StreamBuilder stream;
    stream.add(EventKind::loop_start, 0, {.detail = number(ClockKind::virtual_time)});
    make_task(stream, 1);
    std::uint32_t step = 0;
    for (const std::uint64_t ms : times_ms) {
        stream.add(EventKind::time_moves, 0, {.b = ms * 1'000'000});
        stream.add(EventKind::step_begin, 1, {.a = ++step});
        for (std::uint32_t i = 0; i < marks * step; ++i) stream.add(EventKind::mark, 1);
        stream.add(EventKind::task_wait, 1, {.detail = number(WaitReason::yield)});
        stream.add(EventKind::step_end, 1);
        stream.add(EventKind::task_ready, 1, {.cause = stream.last(), .detail = number(WakeReason::yielded)});
    }
    return recording_of(stream);
}

std::vector<double> widths_of_steps(const Recording& recording, const SvgAxis& axis) {
    std::vector<double> widths;
    for (const Span& span : recording.lane(1)->spans) {
        if (span.state == TaskState::running) widths.push_back(axis.place(span.end) - axis.place(span.begin));
    }
    return widths;
}

TEST_CASE("on the loop's time a step is as wide as another one, however much happens in it") {
    const Recording recording = steps_at({1000, 2000, 3000}, 20);
    SvgOptions options;
    options.axis = ExportAxis::loop;
    const auto widths = widths_of_steps(recording, SvgAxis(recording, options));
    REQUIRE(widths.size() == 3);
    CHECK(widths[0] > 0.01);
    CHECK(widths[1] == doctest::Approx(widths[0]));
    CHECK(widths[2] == doctest::Approx(widths[0]));
}

TEST_CASE("a crowded instant pushes the next one a little, where that has room") {
    const Recording recording = steps_at({0, 1000, 1000, 1000, 1001, 2000}, 0);
    SvgOptions options;
    options.axis = ExportAxis::loop;
    const SvgAxis axis(recording, options);
    const auto widths = widths_of_steps(recording, axis);
    REQUIRE(widths.size() == 6);
    for (const double width : widths) CHECK(width / widths[0] == doctest::Approx(1).epsilon(0.02));
    CHECK(axis.place(recording.steps()[4]) < 1.1);
}

TEST_CASE("a finding has a sign in the lane of its task, and is told below") {
    Stage stage(2);
    const ObjectId a = stage.make(ObjectKind::lock, "a"), b = stage.make(ObjectKind::lock, "b");
    stage.take(a, 2);
    stage.take(b, 3);
    stage.wait(2, WaitReason::acquire, b, 11);
    CHECK(picture(stage.record()).find("class=\"mark finding\"") == std::string::npos);
    stage.wait(3, WaitReason::acquire, a, 12);
    const std::string svg = picture(stage.record());
    CHECK(count(svg, "class=\"mark finding\" data-number=\"1\"") == 1);
    CHECK(svg.find("<title>Deadlock: worker-2 waits for the lock a (bank.cpp:12), held by worker-1, which") !=
          std::string::npos);
    CHECK(svg.find(">Deadlock: worker-2 waits for the lock a") != std::string::npos);
    CHECK(svg.find("found: see below") != std::string::npos);
}

TEST_CASE("a ruler has round places and no more of them than asked for") {
    const Recording recording = recording_of(busy(47));
    const SvgAxis axis(recording, {});
    const auto ticks = axis.ticks(10);
    CHECK(ticks.size() <= 10);
    CHECK(ticks.front().label == "5");
    CHECK(ticks.back().label == "45");
}

TEST_CASE("a text is as wide as its letters are many, and cut to fit") {
    CHECK(text_width("abc", 10) == doctest::Approx(18));
    CHECK(text_width("\xe4\xbb\xbb", 10) == doctest::Approx(10));
    CHECK(fitted("gather(3)", 10, 54) == "gather(3)");
    CHECK(fitted("gather(3)", 10, 40) == "gathe\xe2\x80\xa6");
    CHECK(fitted("gather(3)", 10, 20).empty());
    CHECK(SvgWriter::escaped("<a & \"b\">") == "&lt;a &amp; &quot;b&quot;&gt;");
    CHECK(SvgWriter::number(-0.01) == "0");
}
