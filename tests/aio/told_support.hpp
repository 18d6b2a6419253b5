// Everything is told: what is checked of the record of a tiny program that does one thing.
//
// What is to be told of its operation is there, each line that is told is one of the program's own,
// every wake-up and every callback names what brought it about, and at the end nothing is left.
#pragma once
#include "recording_support.hpp"

#include "monitor/kinds.hpp"

#include <functional>
#include <optional>
#include <set>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace test::told {

using loopscope::Event;
using loopscope::EventKind;
using loopscope::Field;
using loopscope::Meaning;
using loopscope::Recording;

// "task_wait acquire", or "step_begin" where there is no detail.
inline std::string told_as(const Event& event) {
    const std::string detail = loopscope::detail_name(event);
    return loopscope::kind_name(event.kind) + (detail.empty() ? "" : " " + detail);
}

// What the field says of a line; nullopt: it says nothing of any.
inline std::optional<loopscope::SiteId> site_in(const Field& field, std::uint64_t value) {
    if (field.meaning == Meaning::site) return static_cast<loopscope::SiteId>(value);
    if (field.meaning == Meaning::task_site) return loopscope::high(value);
    return std::nullopt;
}

// Lines that are nobody's: a task's own coroutine is awaited by nobody.
inline bool needs_no_line(const Event& event, bool in_a) { return event.kind == EventKind::coro_enter && in_a; }

inline void check_lines(const Recording& recording, const Event& event, std::string_view file) {
    const loopscope::KindShape& shape = *loopscope::kind_shape(event.kind);
    for (const bool in_a : {true, false}) {
        const auto site = in_a ? site_in(shape.a, event.a) : site_in(shape.b, event.b);
        if (!site || (*site == 0 && needs_no_line(event, in_a))) continue;
        const loopscope::Site place = recording.site(*site);
        CAPTURE(told_as(event));
        CAPTURE(event.subject);
        CAPTURE(std::string(recording.string(place.file)));
        CAPTURE(place.line);
        CHECK(recording.string(place.file).ends_with(file));
        CHECK(place.line > 0);
    }
}

inline void check_cause(const Recording& recording, std::size_t index) {
    const Event& event = recording[index];
    if (event.kind != EventKind::task_ready && event.kind != EventKind::callback_ready) return;
    // A call that another thread makes comes out of the poll, and nothing in the program brought it about.
    const bool from_outside = recording.at(index).phase() == loopscope::LoopPhase::polling;
    if (event.kind == EventKind::callback_ready && from_outside && event.cause == 0) return;
    CAPTURE(told_as(event));
    CAPTURE(event.subject);
    const auto cause = recording.index_of(event.cause);
    REQUIRE(cause);
    CHECK(*cause < index);
}

inline void check_nothing_left(const Recording& recording) {
    const auto& world = recording.now();
    CHECK(world.tasks().empty());
    CHECK(world.timers().empty());
    CHECK(world.ready().empty());
    CHECK(world.objects().empty());
    CHECK(world.operations().empty());
    CHECK(world.unawaited().empty());
}

struct Program {
    std::string operation;
    std::function<aio::Coro<>()> run;
    Lines told;
    std::source_location where = std::source_location::current();
};

// `file`: where the programs are written.
inline void check(const std::vector<Program>& programs, std::string_view file) {
    for (const Program& program : programs) {
        CAPTURE(program.operation);
        const Recording recording = record(program.run(), {}, program.where);
        std::set<std::string> told;
        for (std::size_t i = 0; i < recording.size(); ++i) {
            told.insert(told_as(recording[i]));
            check_lines(recording, recording[i], file);
            check_cause(recording, i);
        }
        for (const std::string& wanted : program.told) {
            CAPTURE(wanted);
            CHECK(told.contains(wanted));
        }
        check_nothing_left(recording);
    }
}

}  // namespace test::told
