// What is found in streams that no runtime has written: random ones, damaged ones, ones with gaps.
#include "monitor/diagnose.hpp"
#include "monitor/object_program.hpp"
#include "monitor/recording.hpp"
#include "monitor/stream_builder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

Recording record(std::span<const Event> slots) {
    Recording recording;
    static_cast<void>(recording.append(slots));  // what cannot be a stream ends it
    return recording;
}

// Whatever is found can be told, and points at what is there.
std::size_t check_findings(const Recording& recording) {
    const auto findings = diagnose(recording);
    std::size_t before = 0;
    for (const Finding& finding : findings) {
        CAPTURE(to_string(finding.kind));
        REQUIRE(finding.first <= finding.last);
        REQUIRE(finding.last < recording.size());
        REQUIRE(finding.last >= before);  // by the event at which each was known
        before = finding.last;
        REQUIRE(std::ranges::is_sorted(finding.moments));
        for (const std::size_t moment : finding.moments) REQUIRE(moment < recording.size());
        const FindingText text = tell(finding, recording);
        CHECK_FALSE(plain(text.claim).empty());
        CHECK(plain(text.claim).find('{') == std::string::npos);
        CHECK_FALSE(text.why.empty());
        CHECK_FALSE(text.advice.empty());
        CHECK(text.moments.size() == finding.moments.size());
    }
    return findings.size();
}

std::vector<Event> damaged(std::vector<Event> slots, std::uint32_t seed) {
    std::mt19937 random(seed);
    for (Event& slot : slots) {
        switch (random() % 12) {
            case 0:
                slot.subject = static_cast<std::uint32_t>(random() % 40);
                break;
            case 1:
                slot.b = pack(static_cast<std::uint32_t>(random() % 40), static_cast<std::uint32_t>(random() % 5));
                break;
            case 2:
                slot.detail = static_cast<std::uint8_t>(random() % 24);
                break;
            case 3:
                slot.a = static_cast<std::uint32_t>(random() % 60);
                break;
            case 4:
                if (slot.extra == 0) slot = {slot.time, 0, 0, EventKind::dropped, 0, 0, 0, random() % 9};
                break;
            default:
                break;
        }
    }
    return slots;
}

// Two tasks take two locks crosswise. `lost`: before that, events were lost, among them perhaps that they
// were given back.
Recording crosswise(bool lost) {
    StreamBuilder out;
    out.add(EventKind::loop_start);
    for (TaskId id = 1; id <= 3; ++id) out.add(EventKind::task_create, id);
    for (ObjectId id = 1; id <= 2; ++id) {
        out.add(EventKind::object_create, id, {.detail = number(ObjectKind::lock)});
        out.add(EventKind::object_take, id, {.b = pack(id + 1, 1)});
    }
    if (lost) out.drop(10);
    for (ObjectId id = 3; id <= 4; ++id) {
        out.add(EventKind::object_create, id, {.detail = number(ObjectKind::lock)});
        out.add(EventKind::object_take, id, {.b = pack(id - 1, 1)});
    }
    for (TaskId id = 2; id <= 3; ++id) {
        out.add(EventKind::step_begin, id, {.a = 1});
        out.add(EventKind::task_wait, id, {.detail = number(WaitReason::acquire), .b = id == 2 ? 2u : 1u});
        out.add(EventKind::step_end, id);
    }
    out.add(EventKind::loop_stop);
    return record(out.slots());
}

}  // namespace

TEST_SUITE("diagnose") {
    TEST_CASE("what is found in random programs can be told and points at what is there") {
        for (std::uint32_t seed = 1; seed <= 40; ++seed) {
            CAPTURE(seed);
            check_findings(record(RandomProgram(seed, 800).out.slots()));
            check_findings(record(ObjectProgram(seed, 800).out.slots()));
        }
    }

    TEST_CASE("a damaged stream crashes nobody") {
        std::size_t found = 0;
        for (std::uint32_t seed = 1; seed <= 60; ++seed) {
            CAPTURE(seed);
            found += check_findings(record(damaged(RandomProgram(seed, 600).out.slots(), seed)));
            found += check_findings(record(damaged(ObjectProgram(seed, 600).out.slots(), seed)));
        }
        CHECK(found > 0);
    }

    TEST_CASE("a claim that begins with a name of ours has a capital") {
        StreamBuilder stream;
        const StringId name = stream.string("jobs");
        stream.add(EventKind::object_create, 1, {.detail = number(ObjectKind::queue), .a = name});
        const Recording recording = record(stream.slots());
        Finding finding;
        finding.kind = FindingKind::unbounded_queue;
        finding.objects = {1};
        CHECK(plain(tell(finding, recording).claim).starts_with("The queue jobs has no limit"));
    }

    TEST_CASE("after a gap nothing is believed that may be over") {
        const auto kinds = [](const Recording& recording) {
            const auto findings = diagnose(recording);
            return std::ranges::count(findings, FindingKind::deadlock, &Finding::kind);
        };
        CHECK(kinds(crosswise(false)) == 1);
        CHECK(kinds(crosswise(true)) == 0);
    }
}
