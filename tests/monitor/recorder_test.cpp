#include "monitor/recorder.hpp"
#include "monitor/pump.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

using namespace loopscope;

namespace {

struct Keep final : Sink {
    std::vector<Event> slots;
    int flushes = 0;
    void write(std::span<const Event> more) override { slots.insert(slots.end(), more.begin(), more.end()); }
    void flush() override { ++flushes; }
};

std::vector<Event> read_all(Recorder& recorder) {
    recorder.flush();
    std::vector<Event> out(100'000);
    out.resize(recorder.read(out));
    return out;
}

std::string text_behind(const std::vector<Event>& slots, std::size_t at) {
    std::string text(slots[at].extra * kSlotBytes, '\0');
    std::memcpy(text.data(), &slots[at + 1], text.size());
    return text.substr(0, text.find('\0'));
}

}  // namespace

TEST_SUITE("monitor.recorder") {
    TEST_CASE("events come out in order, with the sequence numbers that record returned") {
        Recorder recorder;
        CHECK(recorder.record(EventKind::turn_begin, 0, 0, 0, 0, 1) == 1);
        CHECK(recorder.record(EventKind::task_ready, 7, 1, 2) == 2);
        const auto slots = read_all(recorder);
        REQUIRE(slots.size() == 2);
        CHECK(slots[0].kind == EventKind::turn_begin);
        CHECK(slots[1].subject == 7);
        CHECK(slots[1].cause == 1);
        CHECK(slots[1].detail == 2);
    }

    TEST_CASE("a string and a place are told once, and before the event that uses them") {
        Recorder recorder;
        const auto here = std::source_location::current();
        const StringId first = recorder.string("queue");
        CHECK(recorder.string("queue") == first);
        CHECK(recorder.string("") == 0);
        const SiteId site = recorder.site(here);
        CHECK(recorder.site(here) == site);
        CHECK(recorder.site(std::source_location()) == 0);
        const auto slots = read_all(recorder);
        CHECK(slots[0].kind == EventKind::define_string);
        CHECK(slots[0].subject == first);
        CHECK(text_behind(slots, 0) == "queue");
        const auto places = std::count_if(slots.begin(), slots.end(),
                                          [](const Event& slot) { return slot.kind == EventKind::define_site; });
        CHECK(places == 1);
        CHECK(slots.back().a == here.line());
    }

    TEST_CASE("definitions are not counted in the sequence") {
        Recorder recorder;
        recorder.string("name");
        CHECK(recorder.record(EventKind::mark, 1, 0) == 1);
    }

    TEST_CASE("text over the bound is cut between characters and ends in an ellipsis") {
        Recorder recorder;
        std::string text;
        while (text.size() <= kMaxTextBytes) text += "\xc3\xa9";  // two bytes each
        recorder.record_text(EventKind::print, 1, 0, 0, 0, 0, text);
        const auto slots = read_all(recorder);
        const std::string told = text_behind(slots, 0);
        CHECK(slots[0].extra == 255);
        CHECK(told.ends_with("\xc3\xa9\xe2\x80\xa6"));
    }

    TEST_CASE("a full ring that may drop counts what it lost, tells it where it happened, and goes on") {
        Recorder recorder(1024, Overflow::drop);
        for (std::uint32_t i = 0; i < 1500; ++i) recorder.record(EventKind::mark, i, 0);
        const auto before = read_all(recorder);
        CHECK(before.size() == 1024);
        const Sequence next = recorder.record(EventKind::mark, 9999, 0);
        CHECK(next == 1501);
        const auto after = read_all(recorder);
        REQUIRE(after.size() == 2);
        CHECK(after[0].kind == EventKind::dropped);
        CHECK(after[0].b == 1500 - 1024);
        CHECK(after[1].subject == 9999);
    }

    TEST_CASE("a string that was dropped is told again before it is used") {
        Recorder recorder(1024, Overflow::drop);
        for (std::uint32_t i = 0; i < 1024; ++i) recorder.record(EventKind::mark, i, 0);
        CHECK(recorder.string("late") == 0);
        read_all(recorder);
        const StringId id = recorder.string("late");
        CHECK(id != 0);
        const auto slots = read_all(recorder);
        const auto told = std::find_if(slots.begin(), slots.end(),
                                       [](const Event& slot) { return slot.kind == EventKind::define_string; });
        REQUIRE(told != slots.end());
        CHECK(told->subject == id);
        CHECK(std::none_of(slots.begin(), slots.end(),
                           [](const Event& slot) { return slot.kind == EventKind::dropped; }));
    }

    TEST_CASE("a ring that waits loses nothing, however small it is") {
        Recorder recorder(1024, Overflow::wait);
        Keep keep;
        constexpr std::uint32_t kEvents = 200'000;
        {
            const Pump pump(recorder, {&keep});
            for (std::uint32_t i = 0; i < kEvents; ++i) recorder.record(EventKind::mark, i, 0);
        }
        REQUIRE(keep.slots.size() == kEvents);
        bool in_order = true;
        for (std::uint32_t i = 0; i < kEvents; ++i) in_order = in_order && keep.slots[i].subject == i;
        CHECK(in_order);
        CHECK(keep.flushes > 0);
    }

    TEST_CASE("after its pump is gone a recorder drops instead of waiting for ever") {
        Recorder recorder(1024, Overflow::wait);
        Keep keep;
        {
            const Pump pump(recorder, {&keep});
        }
        for (std::uint32_t i = 0; i < 5000; ++i) recorder.record(EventKind::mark, i, 0);
        CHECK(keep.slots.empty());
    }

    TEST_CASE("time never goes back") {
        Recorder recorder;
        for (int i = 0; i < 1000; ++i) {
            recorder.stamp();
            recorder.record(EventKind::mark, 0, 0);
        }
        const auto slots = read_all(recorder);
        CHECK(std::is_sorted(slots.begin(), slots.end(),
                             [](const Event& left, const Event& right) { return left.time < right.time; }));
        CHECK(slots.back().time > 0);
    }
}
