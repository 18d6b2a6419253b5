// The JSON is written event by event: each is a small object of its own, so that a
// recording of any length needs no document in memory.
#include "monitor/export.hpp"

#include "monitor/clean_text.hpp"
#include "monitor/export_clock.hpp"
#include "monitor/labels.hpp"
#include "monitor/narrate.hpp"

#include <nlohmann/json.hpp>

#include <bit>
#include <cmath>
#include <cstdio>
#include <ostream>
#include <utility>

namespace loopscope {
namespace {

using Json = nlohmann::ordered_json;

// A program's text may hold bytes that are not UTF-8: they become U+FFFD.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json site_json(const Recording& recording, SiteId id) {
    const Site site = recording.site(id);
    if (site.line == 0) return nullptr;
    return {{"file", recording.string(site.file)}, {"line", site.line}, {"function", recording.string(site.function)}};
}

// A task without a name of its own tells a number instead.
std::string string_of(const Recording& recording, StringId id) {
    if ((id & kDefaultName) != 0) return "Task-" + std::to_string(id & ~kDefaultName);
    return std::string(recording.string(id));
}

void put(Json& into, const Recording& recording, const Event& event, const Field& field, std::uint64_t value) {
    switch (field.meaning) {
        case Meaning::none:
            break;
        case Meaning::number:
        case Meaning::task:
            into[field.name] = value;
            break;
        case Meaning::signed_number:
            into[field.name] = static_cast<std::int64_t>(value);
            break;
        case Meaning::nanoseconds:
            into[field.name] = value == kForever ? Json(nullptr) : Json(value);
            break;
        case Meaning::string:
            into[field.name] = string_of(recording, low(value));
            break;
        case Meaning::site:
            into[field.name] = site_json(recording, low(value));
            break;
        case Meaning::real:
            into[field.name] = std::bit_cast<double>(value);
            break;
        case Meaning::task_site:
            into[field.name] = low(value);
            into[field.high_name] = site_json(recording, high(value));
            break;
        case Meaning::task_text:
            into[field.name] = low(value);
            into[field.high_name] = recording.string(high(value));
            break;
        case Meaning::task_count:
            into[field.name] = low(value);
            into[field.high_name] = high(value);
            break;
        case Meaning::handle: {
            const char* name = detail_name(event);
            into[*name ? name : "subject"] = value;
            break;
        }
    }
}

Json event_json(const Recording& recording, std::size_t index) {
    const Event& event = recording[index];
    Json json = {{"sequence", recording.sequence(index)},
                 {"time_ns", event.time},
                 {"loop_time_ns", recording.loop_time_at(index + 1)},
                 {"kind", kind_name(event.kind)}};
    if (event.cause != 0) json["cause"] = event.cause;
    if (const KindShape* shape = kind_shape(event.kind)) {
        put(json, recording, event, shape->subject, event.subject);
        if (*shape->detail_name) {
            const char* name = detail_name(event);
            json[shape->detail_name] = *name ? Json(name) : Json(event.detail);
        }
        put(json, recording, event, shape->a, event.a);
        put(json, recording, event, shape->b, event.b);
    } else {
        json["number"] = static_cast<unsigned>(event.kind);
        json["subject"] = event.subject;
        json["detail"] = event.detail;
        json["a"] = event.a;
        json["b"] = event.b;
    }
    if (event.extra > 0) json["text"] = recording.text(index);
    return json;
}

Json sequence_of(const Recording& recording, std::size_t index) {
    return index < recording.size() ? Json(recording.sequence(index)) : Json(nullptr);
}

// How the run ended, as its loop_stop says; null while there is none.
Json outcome_json(const Recording& recording) {
    for (std::size_t i = recording.size(); i > recording.first(); --i) {
        if (recording[i - 1].kind == EventKind::loop_stop) return detail_name(recording[i - 1]);
    }
    return nullptr;
}

Json meta_json(const Recording& recording) {
    return {{"format", "loopscope"},
            {"version", 1},
            {"program", recording.program()},
            {"clock", recording.clock() == ClockKind::real ? "real" : "virtual"},
            {"finished", recording.finished()},
            {"outcome", outcome_json(recording)},
            {"dropped", recording.dropped()},
            {"let_go", recording.first()},
            {"event_count", recording.size() - recording.first()},
            {"loop_time_ns", recording.loop_time_at(recording.size())},
            {"real_time_ns", run_time_at(recording, recording.size())},
            {"turns", recording.turn_at(recording.size())},
            {"steps", recording.step_at(recording.size())}};
}

Json task_json(const Recording& recording, const TaskInfo& task) {
    Json json = {{"task", task.id},
                 {"name", recording.task_name(task.id)},
                 {"parent", task.parent},
                 {"site", site_json(recording, task.site)},
                 {"created", sequence_of(recording, task.created)},
                 {"finished", nullptr},
                 {"outcome", nullptr}};
    if (!task.finished) return json;
    json["finished"] = sequence_of(recording, *task.finished);
    json["outcome"] = outcome_label(task);
    if (task.error != 0) json["error"] = recording.string(task.error);
    return json;
}

Json object_json(const Recording& recording, const ObjectInfo& object) {
    const auto kind = static_cast<std::size_t>(object_kind_of(static_cast<std::uint8_t>(object.kind)));
    return {{"object", object.id},
            {"object_kind", kind_shape(EventKind::object_create)->details[kind]},
            {"name", recording.string(object.name)},
            {"task", object.owner},
            {"site", site_json(recording, object.site)},
            {"created", sequence_of(recording, object.created)},
            {"children", object.children}};
}

}  // namespace

void export_text(const Recording& recording, std::ostream& out) {
    const Narrator narrator(recording);
    for (std::size_t i = recording.first(); i < recording.size(); ++i) {
        char start[96];
        std::snprintf(start, sizeof start, "%8u  t=%-10s  %-18s  ", recording.sequence(i),
                      format_loop_time(recording.loop_time_at(i + 1)).c_str(), kind_name(recording[i].kind));
        out << start << clean_text(narrator.describe(i)) << '\n';
    }
}

void export_json(const Recording& recording, std::ostream& out) {
    out << "{\"meta\":" << dump(meta_json(recording)) << ",\n\"tasks\":[";
    const char* comma = "\n";
    for (const TaskInfo& task : recording.tasks()) {
        out << std::exchange(comma, ",\n") << dump(task_json(recording, task));
    }
    out << "\n],\n\"objects\":[";
    comma = "\n";
    for (const ObjectInfo& object : recording.objects()) {
        out << std::exchange(comma, ",\n") << dump(object_json(recording, object));
    }
    out << "\n],\n\"events\":[";
    comma = "\n";
    for (std::size_t i = recording.first(); i < recording.size(); ++i) {
        out << std::exchange(comma, ",\n") << dump(event_json(recording, i));
    }
    out << "\n]}\n";
}

}  // namespace loopscope
