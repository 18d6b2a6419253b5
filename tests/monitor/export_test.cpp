#include "monitor/export.hpp"

#include "monitor/stream_builder.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <bit>
#include <set>
#include <sstream>

using namespace loopscope;
using namespace loopscope::testing;
using Json = nlohmann::json;

namespace {

Json exported(const StreamBuilder& stream) {
    Recording recording;
    REQUIRE(recording.append(stream.slots()));
    std::ostringstream out;
    export_json(recording, out);
    return Json::parse(out.str());
}

}  // namespace

TEST_CASE("the text has one line an event") {
    const RandomProgram program(4, 300);
    Recording recording;
    REQUIRE(recording.append(program.out.slots()));
    std::ostringstream out;
    export_text(recording, out);
    const std::string text = out.str();
    CHECK(static_cast<std::size_t>(std::ranges::count(text, '\n')) == recording.size());
    CHECK(text.find("task_create         The main task main is created\n") != std::string::npos);
}

TEST_CASE("the JSON names every field, and resolves names and lines") {
    StreamBuilder stream;
    const SiteId site = stream.site(22, "main", "lesson.cpp");
    stream.add(EventKind::loop_start, 0, {.detail = number(ClockKind::virtual_time), .a = stream.string("demo")});
    stream.add(EventKind::task_create, 2, {.a = stream.string("fetch-1"), .b = pack(1, site)});
    stream.add(EventKind::task_ready, 2, {.cause = 2, .detail = number(WakeReason::timer)});
    stream.add(EventKind::poll_begin, 0, {.b = kForever});
    stream.add(EventKind::knob, 0, {.a = stream.string("delay"), .b = std::bit_cast<std::uint64_t>(0.5)});
    stream.add_text(EventKind::print, 2, {.b = site}, "line \"one\"\n\xff");
    stream.add(EventKind::callback_begin, 9, {.detail = number(HandleKind::timer)});
    stream.add(static_cast<EventKind>(999), 1, {.a = 7});
    const Json json = exported(stream);
    CHECK(json["meta"]["program"] == "demo");
    CHECK(json["meta"]["clock"] == "virtual");
    CHECK(json["meta"]["event_count"] == 8);
    const Json& events = json["events"];
    REQUIRE(events.size() == 8);
    CHECK(events[1]["kind"] == "task_create");
    CHECK(events[1]["task"] == 2);
    CHECK(events[1]["name"] == "fetch-1");
    CHECK(events[1]["parent"] == 1);
    CHECK(events[1]["site"] == Json{{"file", "lesson.cpp"}, {"line", 22}, {"function", "main"}});
    CHECK(events[2]["reason"] == "timer");
    CHECK(events[2]["cause"] == 2);
    CHECK(events[3]["limit_ns"].is_null());
    CHECK(events[4]["value"] == 0.5);
    CHECK(events[5]["text"] == "line \"one\"\n\xef\xbf\xbd");
    CHECK(events[6]["timer"] == 9);
    CHECK(events[7]["kind"] == "unknown");
    CHECK(events[7]["number"] == 999);
}

TEST_CASE("the JSON tells the run, every task and every object") {
    StreamBuilder stream;
    const SiteId site = stream.site(22, "main", "lesson.cpp");
    stream.add(EventKind::loop_start);
    stream.add(EventKind::task_create, 1, {.a = stream.string("main")});
    stream.add(EventKind::task_create, 2, {.a = kDefaultName | 7, .b = pack(1, site)});
    const StringId db = stream.string("db");
    stream.add(EventKind::object_create, 5, {.detail = number(ObjectKind::lock), .a = db, .b = pack(2, site)});
    stream.add(EventKind::task_done, 2, {.detail = number(Outcome::raised), .a = stream.string("no")});
    stream.add(EventKind::loop_stop, 0, {.detail = number(Outcome::cancelled)});
    const Json json = exported(stream);
    const Json place = {{"file", "lesson.cpp"}, {"line", 22}, {"function", "main"}};
    CHECK(json["meta"]["outcome"] == "cancelled");
    CHECK(json["meta"]["finished"] == true);
    CHECK(json["events"][2]["name"] == "Task-7");
    REQUIRE(json["tasks"].size() == 2);
    CHECK(json["tasks"][0]["finished"].is_null());
    CHECK(json["tasks"][1] == Json{{"task", 2},
                                   {"name", "Task-7"},
                                   {"parent", 1},
                                   {"site", place},
                                   {"created", 3},
                                   {"finished", 5},
                                   {"outcome", "raised"},
                                   {"error", "no"}});
    REQUIRE(json["objects"].size() == 1);
    CHECK(json["objects"][0] == Json{{"object", 5},
                                     {"object_kind", "lock"},
                                     {"name", "db"},
                                     {"task", 2},
                                     {"site", place},
                                     {"created", 4},
                                     {"children", 0}});
}

TEST_CASE("the JSON of an empty recording is whole") {
    const Json json = exported(StreamBuilder{});
    CHECK(json["events"].empty());
    CHECK(json["tasks"].empty());
    CHECK(json["objects"].empty());
    CHECK(json["meta"]["finished"] == false);
    CHECK(json["meta"]["outcome"].is_null());
}

TEST_CASE("every kind exports, with random details too") {
    StreamBuilder stream;
    for (const KindShape& shape : kind_shapes()) {
        for (const std::uint8_t detail : {std::uint8_t{0}, std::uint8_t{1}, std::uint8_t{200}}) {
            stream.add(shape.kind, 1, {.detail = detail, .a = 1, .b = 1});
        }
    }
    stream.drop(0);
    CHECK(exported(stream)["events"].size() == kind_shapes().size() * 3 + 1);
}

TEST_CASE("every kind has a name of its own, in the order of the numbers") {
    std::set<std::string> names;
    EventKind last{};
    for (const KindShape& shape : kind_shapes()) {
        CHECK(names.insert(kind_name(shape.kind)).second);
        CHECK(last < shape.kind);
        last = shape.kind;
    }
    CHECK(names.size() == 56);
    CHECK(std::string(kind_name(EventKind::define_string)) == "define_string");
    CHECK(std::string(kind_name(static_cast<EventKind>(999))) == "unknown");
    CHECK(std::string(kind_name(EventKind{})) == "unknown");
}
