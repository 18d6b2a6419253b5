// What a gate tells: that the program was held, and nothing else that a free run would not tell.
#include "support.hpp"

#include "monitor/control.hpp"
#include "monitor/pump.hpp"
#include "monitor/recording.hpp"

#include <functional>

using namespace test;
using loopscope::Control;
using loopscope::Event;
using loopscope::EventKind;
using loopscope::Recording;

namespace {

struct Keep final : loopscope::Sink {
    Recording recording;
    void write(std::span<const Event> slots) override { recording.append(slots); }
};

aio::Coro<> nap(int seconds) {
    co_await aio::sleep(seconds * 1s);
    aio::checkpoint("slept");
}

aio::Coro<> program() {
    co_await aio::gather(nap(2), nap(1));
    co_await aio::sleep(0s);
}

Recording run_with(Control* control) {
    Keep keep;
    loopscope::Recorder recorder;
    {
        const loopscope::Pump pump(recorder, {&keep});
        aio::run(program(), {.clock = aio::ClockKind::virtual_time, .recorder = &recorder, .control = control});
    }
    return std::move(keep.recording);
}

// A run in which each standing is answered by `answer`, and how often it stood.
std::pair<Recording, int> run_held(const std::function<void(Control&)>& answer) {
    Control control;
    int stands = 0;
    control.on_standing([&](bool standing) {
        stands += standing;
        if (standing) answer(control);
    });
    control.pause();
    Recording recording = run_with(&control);
    return {std::move(recording), stands};
}

std::vector<std::size_t> places_of(const Recording& recording, EventKind kind) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < recording.size(); ++i) {
        if (recording[i].kind == kind) found.push_back(i);
    }
    return found;
}

// The events without the held ones and without the real time, numbered anew.
std::vector<Event> as_if_free(const Recording& recording) {
    std::vector<Event> events;
    std::vector<loopscope::Sequence> numbers{0};
    for (std::size_t i = 0; i < recording.size(); ++i) {
        Event event = recording[i];
        const bool held = event.kind == EventKind::held;
        numbers.push_back(numbers.back() + (held ? 0 : 1));
        event.time = 0;
        event.cause = numbers[event.cause];
        if (!held) events.push_back(event);
    }
    return events;
}

bool same_bytes(const std::vector<Event>& left, const std::vector<Event>& right) {
    return left.size() == right.size() && std::memcmp(left.data(), right.data(), left.size() * sizeof(Event)) == 0;
}

}  // namespace

TEST_SUITE("aio.gate") {
    TEST_CASE("a program that nobody holds tells of no gate") {
        Control control;
        CHECK(places_of(run_with(&control), EventKind::held).empty());
        CHECK(places_of(run_with(nullptr), EventKind::held).empty());
    }

    TEST_CASE("each stand is told right behind what the program was about to do, and names it as its cause") {
        const auto [recording, stands] = run_held([](Control& control) { control.step(1); });
        const auto held = places_of(recording, EventKind::held);
        REQUIRE(stands > 5);
        CHECK(held.size() == static_cast<std::size_t>(stands));
        std::size_t at_steps = 0;
        for (const std::size_t place : held) {
            const bool at_step = recording[place - 1].kind == EventKind::step_begin;
            at_steps += at_step;
            CHECK((at_step || recording[place - 1].kind == EventKind::poll_begin));
            CHECK(recording[place].cause == recording.sequence(place - 1));
            CHECK(recording[place].time - recording[place - 1].time >= recording[place].b);
        }
        CHECK(at_steps == recording.steps().size());
    }

    TEST_CASE("a stand at a checkpoint, and one before time moves, are told there") {
        const auto [stopped, stands] = run_held([](Control& control) { control.run_to_checkpoint(); });
        const auto held = places_of(stopped, EventKind::held);
        REQUIRE(held.size() == 3);
        CHECK(stopped[held[0] - 1].kind == EventKind::step_begin);
        CHECK(stopped[held[1] - 1].kind == EventKind::checkpoint);
        CHECK(stopped[held[2] - 1].kind == EventKind::checkpoint);

        Control control;
        control.set_pace({.step_ns = 0, .time_scale = 1e-6});  // a microsecond for a second
        const Recording paced = run_with(&control);
        const auto waits = places_of(paced, EventKind::held);
        REQUIRE(waits.size() == 2);
        for (const std::size_t place : waits) CHECK(paced[place - 1].kind == EventKind::poll_begin);
    }

    TEST_CASE("but for that, a held program tells what a free one tells") {
        const Recording free = run_with(nullptr);
        const auto stepped = run_held([](Control& control) { control.step(1); }).first;
        const auto stopped = run_held([](Control& control) { control.run_to_checkpoint(); }).first;
        CHECK(same_bytes(as_if_free(stepped), as_if_free(free)));
        CHECK(same_bytes(as_if_free(stopped), as_if_free(free)));
    }

    TEST_CASE("real time stands while the program is held") {
        // Long enough to tell: the answer comes after as much real time as 1,000 readings of the clock take.
        const auto [recording, stands] = run_held([](Control& control) {
            for (int i = 0; i < 1'000; ++i) static_cast<void>(std::chrono::steady_clock::now());
            control.step(1);
        });
        std::uint64_t held = 0;
        for (std::size_t i = 0; i < recording.size(); ++i) {
            CHECK(recording.real_time_at(i) <= recording.real_time_at(i + 1));
            if (recording[i].kind == EventKind::held) held += recording[i].b;
            CHECK(recording.real_time_at(i + 1) == recording[i].time - held);
        }
        CHECK(held > 0);
        CHECK(stands > 0);
    }
}
