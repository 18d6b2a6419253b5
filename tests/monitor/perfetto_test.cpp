// A recording as a trace: what tests/cli checks of whole files by the importer's rules is not repeated here.
#include "monitor/perfetto.hpp"

#include "monitor/clean_text.hpp"
#include "monitor/stream_builder.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace loopscope;
using namespace loopscope::testing;
using Json = nlohmann::json;

namespace {

Recording recording_of(const StreamBuilder& stream) {
    Recording recording;
    REQUIRE(recording.append(stream.slots()));
    return recording;
}

std::vector<Json> traced(const StreamBuilder& stream, ExportAxis axis = ExportAxis::step) {
    std::ostringstream out;
    export_perfetto(recording_of(stream), out, axis);
    return Json::parse(out.str()).at("traceEvents");
}

// The events of one phase and name, in order.
std::vector<Json> those(const std::vector<Json>& trace, const std::string& phase, const std::string& name) {
    std::vector<Json> found;
    for (const Json& event : trace) {
        if (event["ph"] == phase && event.value("name", "") == name) found.push_back(event);
    }
    return found;
}

Json the(const std::vector<Json>& trace, const std::string& phase, const std::string& name) {
    CAPTURE(name);
    const auto found = those(trace, phase, name);
    REQUIRE(found.size() == 1);
    return found.front();
}

void create(StreamBuilder& stream, TaskId task, TaskId parent, const char* name) {
    stream.add(EventKind::task_create, task, {.a = stream.string(name), .b = pack(parent, 0)});
    stream.add(EventKind::task_ready, task, {.cause = stream.last(), .detail = number(WakeReason::created)});
}

// Task 1 is done before its last step is over, and in between it wakes task 2, which awaits it.
StreamBuilder done_before_its_step_is_over() {
    StreamBuilder stream;
    stream.add(EventKind::loop_start, 0, {.detail = number(ClockKind::virtual_time)});
    create(stream, 1, 0, "first");
    create(stream, 2, 0, "second");
    stream.add(EventKind::step_begin, 2, {.a = 1});
    stream.add(EventKind::task_wait, 2, {.detail = number(WaitReason::task), .b = 1});
    stream.add(EventKind::step_end, 2);
    stream.add(EventKind::step_begin, 1, {.a = 1});
    const Sequence done = stream.add(EventKind::task_done, 1);
    stream.add(EventKind::task_ready, 2, {.cause = done, .detail = number(WakeReason::task_done)});
    stream.add(EventKind::step_end, 1, {.detail = number(StepResult::finished)});
    stream.add(EventKind::step_begin, 2, {.a = 2});
    stream.add(EventKind::step_end, 2);
    return stream;
}

double end_of(const Json& slice) { return slice["ts"].get<double>() + slice["dur"].get<double>(); }

}  // namespace

TEST_CASE("an arrow leaves the last step of a task that is done before its step is over") {
    const auto trace = traced(done_before_its_step_is_over());
    const Json await = the(trace, "s", "await");
    CHECK(await["tid"] == 101);
    for (const Json& run : those(trace, "X", "run")) {
        if (run["tid"] != 101) continue;
        CHECK(run["ts"] < await["ts"]);
        CHECK(await["ts"] < end_of(run));
        CHECK(end_of(run) == 11);  // the twelfth event is its step_end
    }
    const Json end = the(trace, "f", "await");
    CHECK(end["tid"] == 102);
    CHECK(end["id"] == await["id"]);
    CHECK(end["bp"] == "e");
    CHECK(end["ts"] > those(trace, "X", "run").back()["ts"]);
}

TEST_CASE("a task that nobody runs any more takes the arrow where it is ready") {
    StreamBuilder stream;
    create(stream, 1, 0, "main");
    stream.add(EventKind::step_begin, 1, {.a = 1});
    create(stream, 2, 1, "child");
    const auto trace = traced(stream);
    const Json ready = those(trace, "X", "ready").back();
    const Json end = the(trace, "f", "spawn");
    CHECK(end["tid"] == 102);
    CHECK(ready["tid"] == 102);
    CHECK(end["ts"] > ready["ts"]);
    CHECK(end["ts"] < end_of(ready));
}

TEST_CASE("a task that gives way has no arrow to itself") {
    StreamBuilder stream;
    create(stream, 1, 0, "main");
    stream.add(EventKind::step_begin, 1, {.a = 1});
    stream.add(EventKind::task_wait, 1, {.detail = number(WaitReason::yield)});
    stream.add(EventKind::task_ready, 1, {.cause = stream.last(), .detail = number(WakeReason::yielded)});
    stream.add(EventKind::step_end, 1);
    stream.add(EventKind::step_begin, 1, {.a = 2});
    const auto trace = traced(stream);
    CHECK(those(trace, "s", "wake").empty());
    CHECK(those(trace, "X", "run").size() == 2);
}

TEST_CASE("a wait for a lock says who holds it, and the place in line") {
    StreamBuilder stream;
    for (TaskId task = 1; task <= 3; ++task) create(stream, task, 0, task == 1 ? "holder" : "waiter");
    stream.add(EventKind::object_create, 1, {.detail = number(ObjectKind::lock), .a = stream.string("db")});
    stream.add(EventKind::object_take, 1, {.b = pack(1, 1)});
    for (TaskId task = 2; task <= 3; ++task) {
        stream.add(EventKind::step_begin, task, {.a = 1});
        stream.add(EventKind::task_wait, task, {.detail = number(WaitReason::acquire), .b = 1});
        stream.add(EventKind::step_end, task);
    }
    const auto trace = traced(stream);
    const auto waits = those(trace, "X", "wait lock db");
    REQUIRE(waits.size() == 2);
    CHECK(waits[0]["args"]["held by"] == "holder #1");
    CHECK(waits[0]["args"]["position"] == 1);
    CHECK(waits[1]["args"]["position"] == 2);
    CHECK(those(trace, "C", "lock db").back()["args"] == Json{{"held", 1}, {"waiters", 2}});
}

TEST_CASE("a counter whose object is gone ends at nothing, and namesakes are told apart") {
    StreamBuilder stream;
    for (ObjectId queue = 1; queue <= 2; ++queue) {
        stream.add(EventKind::object_create, queue, {.detail = number(ObjectKind::queue), .a = stream.string("jobs")});
        stream.add(EventKind::object_put, queue, {.a = 1});
    }
    stream.add(EventKind::object_destroy, 1);
    const auto trace = traced(stream);
    CHECK(those(trace, "C", "queue jobs #1").back()["args"]["size"] == 0);
    CHECK(those(trace, "C", "queue jobs #2").back()["args"]["size"] == 1);
}

TEST_CASE("a watched number becomes a counter if it is a number") {
    StreamBuilder stream;
    create(stream, 1, 0, "main");
    for (const char* value : {"1.5", "nan", "1e999", "2 apples", "-3"}) {
        stream.add_text(EventKind::watch, 1, {.detail = number(WatchKind::number), .a = stream.string("x")}, value);
    }
    std::vector<double> values;
    for (const Json& point : those(traced(stream), "C", "watch x of main #1")) values.push_back(point["args"]["value"]);
    CHECK(values == std::vector<double>{1.5, -3, -3});  // the last one again, at the end
}

TEST_CASE("the events of one instant stand in their order, and before the next instant") {
    StreamBuilder stream;
    for (int i = 0; i < 4; ++i) stream.add(EventKind::turn_begin);
    stream.add(EventKind::time_moves, 0, {.b = 1'000'000'000});
    for (int i = 0; i < 9; ++i) stream.add(EventKind::turn_begin);
    stream.add(EventKind::time_moves, 0, {.b = 1'000'000'500});
    const Recording recording = recording_of(stream);
    const ExportClock clock(recording, ExportAxis::loop);
    CHECK(clock.at(0) == 0);
    CHECK(clock.at(3) == 3000);
    CHECK(clock.at(4) == 1'000'000'000);
    CHECK(clock.at(5) == 1'000'000'050);  // ten events share 500 ns
    CHECK(clock.at(14) == 1'000'000'500);
    CHECK(clock.end() == 1'000'001'500);
}

TEST_CASE("an instant with more events than there is time for pushes the next one on") {
    StreamBuilder stream;
    for (int i = 0; i < 100; ++i) stream.add(EventKind::turn_begin);
    stream.add(EventKind::time_moves, 0, {.b = 3});
    stream.add(EventKind::time_moves, 0, {.b = 2});  // a damaged file: time runs backwards
    const Recording recording = recording_of(stream);
    for (const ExportAxis axis : {ExportAxis::loop, ExportAxis::real, ExportAxis::step}) {
        const ExportClock clock(recording, axis);
        for (std::size_t i = 0; i < recording.size(); ++i) CHECK(clock.at(i) + 2 <= clock.at(i + 1));
    }
    CHECK(ExportClock(recording, ExportAxis::loop).at(100) == 200);
}

TEST_CASE("clean text keeps what is text, and shows what is not") {
    CHECK(clean_text("Gr\xc3\xbc\xc3\x9f \xe4\xbb\xbb \xf0\x9f\x98\x80") ==
          "Gr\xc3\xbc\xc3\x9f \xe4\xbb\xbb \xf0\x9f\x98\x80");
    CHECK(clean_text("a\nb\x7f") ==
          "a\xe2\x90\x8a"
          "b\xe2\x90\xa1");
    const std::string bad = "\xef\xbf\xbd";
    CHECK(clean_text("\xff") == bad);
    CHECK(clean_text("\xc3") == bad);                                // cut off
    CHECK(clean_text("\xc0\x80") == bad + bad);                      // longer than need be
    CHECK(clean_text("\xed\xa0\x80") == bad + bad + bad);            // half of a pair
    CHECK(clean_text("\xef\xbf\xbf") == bad + bad + bad);            // no character
    CHECK(clean_text("\xf4\x90\x80\x80") == bad + bad + bad + bad);  // beyond the last one
    CHECK(shortened("abc", 3) == "abc");
    CHECK(shortened("abcd", 3) == "ab\xe2\x80\xa6");
    CHECK(shortened("\xe4\xbb\xbb\xe5\x8a\xa1\xe4\xbb\xbb", 2) == "\xe4\xbb\xbb\xe2\x80\xa6");
    CHECK(shortened("abc", 0).empty());
}
