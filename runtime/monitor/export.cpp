// The JSON is written event by event: each is a small object of its own, so that a
// recording of any length needs no document in memory.
#include "monitor/export.hpp"

#include "monitor/narrate.hpp"

#include <nlohmann/json.hpp>

#include <bit>
#include <cmath>
#include <cstdio>
#include <ostream>

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
            into[field.name] = recording.string(low(value));
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

}  // namespace

void export_text(const Recording& recording, std::ostream& out) {
    const Narrator narrator(recording);
    for (std::size_t i = 0; i < recording.size(); ++i) {
        char start[96];
        std::snprintf(start, sizeof start, "%8u  t=%-10s  %-18s  ", recording.sequence(i),
                      format_loop_time(recording.loop_time_at(i + 1)).c_str(), kind_name(recording[i].kind));
        out << start << narrator.describe(i) << '\n';
    }
}

void export_json(const Recording& recording, std::ostream& out) {
    const Json meta = {{"format", "loopscope"},
                       {"version", 1},
                       {"program", recording.program()},
                       {"clock", recording.clock() == ClockKind::real ? "real" : "virtual"},
                       {"finished", recording.finished()},
                       {"dropped", recording.dropped()},
                       {"event_count", recording.size()}};
    out << "{\"meta\":" << dump(meta) << ",\n\"events\":[";
    for (std::size_t i = 0; i < recording.size(); ++i) {
        out << (i == 0 ? "\n" : ",\n") << dump(event_json(recording, i));
    }
    out << "\n]}\n";
}

}  // namespace loopscope
