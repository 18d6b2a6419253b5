// The picture of a recording: what is left out of a large one, and where things stand. tests/cli looks at whole files.
#include "monitor/svg.hpp"

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
