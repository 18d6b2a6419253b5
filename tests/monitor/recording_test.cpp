#include "monitor/recording.hpp"

#include "monitor/keyframes.hpp"
#include "monitor/stream_builder.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <random>

using namespace loopscope;
using namespace loopscope::testing;

namespace {

Recording record(const StreamBuilder& stream) {
    Recording recording;
    REQUIRE(recording.append(stream.slots()));
    return recording;
}

// Many turns in which `tasks` tasks give way to each other.
StreamBuilder switches(std::uint32_t tasks, std::size_t events) {
    StreamBuilder stream;
    for (TaskId id = 1; id <= tasks; ++id) {
        stream.add(EventKind::task_create, id);
        stream.add(EventKind::task_ready, id, {.cause = stream.last()});
    }
    for (std::uint32_t step = 0; stream.last() < events; ++step) {
        const TaskId id = 1 + step % tasks;
        stream.add(EventKind::step_begin, id, {.a = 1 + step / tasks});
        stream.add(EventKind::task_wait, id);
        stream.add(EventKind::task_ready, id, {.cause = stream.last(), .detail = number(WakeReason::yielded)});
        stream.add(EventKind::step_end, id);
    }
    return stream;
}

}  // namespace

TEST_CASE("the World at every index equals a fresh fold") {
    for (std::uint32_t seed = 1; seed <= 25; ++seed) {
        CAPTURE(seed);
        const RandomProgram program(seed, 500);
        const Recording recording = record(program.out);
        World fold;
        REQUIRE(recording.at(0) == fold);
        for (std::size_t i = 0; i < recording.size(); ++i) {
            fold.apply(recording[i], recording.sequence(i));
            REQUIRE(recording.at(i + 1) == fold);
        }
        CHECK(recording.now() == fold);
    }
}

TEST_CASE("the World at every index equals a fresh fold in a run with many keyframes") {
    const StreamBuilder stream = switches(50, 12'000);
    const Recording recording = record(stream);
    World fold;
    for (std::size_t i = 0; i < recording.size(); ++i) {
        fold.apply(recording[i], recording.sequence(i));
        // Around each thousand, where the keyframes are, and now and then between.
        if (i % 1024 < 3 || i % 1024 > 1020 || i % 97 == 0) REQUIRE(recording.at(i + 1) == fold);
    }
}

TEST_CASE("keyframes stay within their limit and still answer for every instant") {
    Keyframes keyframes(300'000, 0);
    World world;
    Sequence sequence = 0;
    std::vector<World> truth;
    for (std::uint32_t i = 0; i < 60'000; ++i) {
        Event event{};
        event.kind = i < 200 ? EventKind::task_create : EventKind::step_begin;
        event.subject = 1 + i % 200;
        world.apply(event, ++sequence);
        keyframes.offer(sequence, world);
        CHECK(keyframes.bytes() <= 300'000);
    }
    CHECK(keyframes.count() >= 8);
    CHECK(keyframes.before(1) == nullptr);
    const auto* last = keyframes.before(60'000);
    REQUIRE(last != nullptr);
    CHECK(last->index <= 60'000);
    CHECK(last->world.step() == last->index - 200);
}

TEST_CASE("a keyframe of very many tasks costs what happened since the one before") {
    constexpr std::uint32_t kTasks = 50'000;
    Keyframes keyframes;
    World world;
    Sequence sequence = 0;
    const auto tell = [&](EventKind kind, std::uint32_t subject, std::uint32_t a = 0, std::uint64_t b = 0) {
        world.apply(Event{0, subject, 0, kind, 0, 0, a, b}, ++sequence);
        keyframes.offer(sequence, world);
    };
    for (TaskId id = 1; id <= kTasks; ++id) tell(EventKind::task_create, id);
    const std::size_t whole = world.footprint();
    while (keyframes.before(sequence)->index < kTasks) tell(EventKind::step_begin, 1, 1);
    const std::size_t before = keyframes.bytes();
    const std::size_t count = keyframes.count();
    while (keyframes.count() < count + 4) tell(EventKind::step_begin, 1, 1);
    CHECK(keyframes.bytes() - before < whole / 4);
    CHECK(keyframes.before(sequence)->world == world);
}

TEST_CASE("the World at any index equals a fresh fold with very many tasks that sleep random times") {
    std::mt19937 random(11);
    StreamBuilder stream;
    std::vector<std::pair<std::uint64_t, TaskId>> timers;
    for (TaskId id = 1; id <= 4'000; ++id) {
        stream.add(EventKind::task_create, id);
        stream.add(EventKind::coro_enter, id, {.b = id});
        stream.add(EventKind::step_begin, id, {.a = 1});
        timers.emplace_back(random() % 100'000, id);
        stream.add(EventKind::timer_arm, id, {.b = timers.back().first});
        stream.add(EventKind::task_wait, id, {.detail = number(WaitReason::sleep), .b = id});
        stream.add(EventKind::step_end, id);
    }
    std::ranges::sort(timers);
    for (const auto& [due, id] : timers) {
        stream.add(EventKind::timer_fire, id, {.b = due});
        stream.add(EventKind::task_ready, id, {.cause = stream.last(), .detail = number(WakeReason::timer)});
        stream.add(EventKind::step_begin, id, {.a = 2});
        stream.add(EventKind::coro_exit, id, {.b = id});
        stream.add(EventKind::task_done, id);
        stream.add(EventKind::step_end, id, {.detail = number(StepResult::finished)});
    }
    const Recording recording = record(stream);
    World fold;
    for (std::size_t i = 0; i < recording.size(); ++i) {
        fold.apply(recording[i], recording.sequence(i));
        if (i % 997 == 0) REQUIRE(recording.at(i + 1) == fold);
    }
    CHECK(recording.now() == fold);
    CHECK(fold.tasks().empty());
}

TEST_CASE("a stream may be cut anywhere, also inside a record") {
    const RandomProgram program(3, 300);
    const auto& slots = program.out.slots();
    const Recording whole = record(program.out);
    for (const std::size_t piece : {1u, 2u, 3u, 7u}) {
        Recording recording;
        for (std::size_t at = 0; at < slots.size(); at += piece) {
            REQUIRE(recording.append(std::span(slots).subspan(at, std::min(piece, slots.size() - at))));
        }
        REQUIRE(recording.size() == whole.size());
        CHECK(recording.now() == whole.now());
        for (const std::uint32_t index : whole.prints()) CHECK(recording.text(index) == whole.text(index));
    }
}

TEST_CASE("an unfinished record waits for its rest") {
    StreamBuilder stream;
    stream.add_text(EventKind::print, 0, {}, "a line that is longer than one slot of 32 bytes");
    Recording recording;
    REQUIRE(recording.append(std::span(stream.slots()).first(2)));
    CHECK(recording.empty());
    REQUIRE(recording.append(std::span(stream.slots()).subspan(2)));
    REQUIRE(recording.size() == 1);
    CHECK(recording.text(0) == "a line that is longer than one slot of 32 bytes");
}

TEST_CASE("names, lines and texts are found again, and unknown ones are empty") {
    StreamBuilder stream;
    const SiteId site = stream.site(42, "fetch", "/src/demo/lesson.cpp");
    stream.add(EventKind::loop_start, 0, {.detail = number(ClockKind::virtual_time), .a = stream.string("03_gather")});
    stream.add(EventKind::checkpoint, 0, {.b = site});
    const Recording recording = record(stream);
    CHECK(recording.program() == "03_gather");
    CHECK(recording.clock() == ClockKind::virtual_time);
    CHECK(recording.site(site).line == 42);
    CHECK(recording.string(recording.site(site).file) == "/src/demo/lesson.cpp");
    CHECK(recording.string(recording.site(site).function) == "fetch");
    CHECK(recording.site(99).line == 0);
    CHECK(recording.string(99).empty());
    CHECK(recording.string(0).empty());
    CHECK(recording.text(1).empty());
    CHECK(recording.checkpoints().size() == 1);
}

TEST_CASE("lost events leave a gap in the numbers, and causes are still found") {
    StreamBuilder stream;
    stream.add(EventKind::task_create, 1);                // 1, index 0
    stream.drop(10);                                      // 2..11, index 1
    stream.add(EventKind::task_create, 2);                // 12, index 2
    stream.add(EventKind::task_ready, 2, {.cause = 12});  // 13, index 3
    stream.drop(5);                                       // 14..18, index 4
    stream.add(EventKind::task_ready, 1, {.cause = 15});  // 19, index 5: its cause was lost
    const Recording recording = record(stream);
    REQUIRE(recording.size() == 6);
    CHECK(recording.dropped() == 15);
    const Sequence expected[] = {1, 11, 12, 13, 18, 19};
    for (std::size_t i = 0; i < recording.size(); ++i) {
        CHECK(recording.sequence(i) == expected[i]);
        if (recording[i].kind != EventKind::dropped) CHECK(recording.index_of(recording.sequence(i)) == i);
    }
    for (const Sequence lost : {2u, 11u, 14u, 18u, 20u, 0u}) CHECK_FALSE(recording.index_of(lost));
    CHECK(recording.wakes()[0].cause == 2);
    CHECK(recording.wakes()[1].cause == kOpen);
    CHECK(recording.at(6).task(1)->since == 19);
}

TEST_CASE("a wake names its cause and the task in whose step it happened") {
    StreamBuilder stream;
    stream.add(EventKind::task_create, 1);
    stream.add(EventKind::task_ready, 1, {.cause = 1});
    stream.add(EventKind::step_begin, 1, {.a = 1});
    const Sequence created = stream.add(EventKind::task_create, 2, {.b = 1});
    stream.add(EventKind::task_ready, 2, {.cause = created});
    stream.add(EventKind::task_done, 1);
    stream.add(EventKind::step_end, 1, {.detail = number(StepResult::finished)});
    stream.add(EventKind::timer_fire, 4);
    stream.add(EventKind::task_ready, 2, {.cause = stream.last(), .detail = number(WakeReason::timer)});
    const Recording recording = record(stream);
    REQUIRE(recording.wakes().size() == 3);
    CHECK(recording.wakes()[0].by == 0);
    CHECK(recording.wakes()[1].by == 1);
    CHECK(recording.wakes()[1].cause == 3);
    CHECK(recording.wakes()[2].by == 0);
    CHECK(recording.wakes()[2].reason == WakeReason::timer);
    CHECK(recording.running_at(5) == 1);
    CHECK(recording.running_at(7) == 0);
}

TEST_CASE("who woke a task is who ran at the cause, not at the wake") {
    StreamBuilder stream;
    for (TaskId id = 1; id <= 2; ++id) stream.add(EventKind::task_create, id);
    stream.add(EventKind::step_begin, 1, {.a = 1});
    const Sequence cause = stream.add(EventKind::mark, 1);
    stream.add(EventKind::step_end, 1);
    stream.add(EventKind::step_begin, 2, {.a = 1});
    stream.add(EventKind::task_ready, 1, {.cause = cause, .detail = number(WakeReason::object)});
    CHECK(record(stream).wakes()[0].by == 1);
}

TEST_CASE("lanes hold a task's states without gaps from its creation to its end") {
    for (std::uint32_t seed = 50; seed < 60; ++seed) {
        const RandomProgram program(seed, 500);
        const Recording recording = record(program.out);
        for (const TaskInfo& task : recording.tasks()) {
            const auto& spans = recording.lane(task.id)->spans;
            REQUIRE_FALSE(spans.empty());
            CHECK(spans.front().begin == task.created);
            for (std::size_t i = 0; i + 1 < spans.size(); ++i) CHECK(spans[i].end == spans[i + 1].begin);
            CHECK((spans.back().end == kOpen) == !task.finished.has_value());
            for (const Span& span : spans) {
                CHECK(span.begin < span.end);
                const World world = recording.at(span.begin + 1);
                CHECK(world.task(task.id)->state == span.state);
                if (span.state == TaskState::waiting) CHECK(world.task(task.id)->site == span.site);
            }
        }
    }
}

TEST_CASE("a task's state is known before, during and after its life") {
    StreamBuilder stream;
    stream.add(EventKind::turn_begin, 0, {.b = 1});
    stream.add(EventKind::task_create, 1, {.a = stream.string("one")});
    stream.add(EventKind::task_create, 2, {.b = 1});
    stream.add(EventKind::task_done, 1, {.detail = number(Outcome::raised), .a = stream.string("boom")});
    const Recording recording = record(stream);
    const auto state = [&](std::size_t index, TaskId id) { return recording.state(recording.at(index), index, id); };
    CHECK(state(1, 1) == std::nullopt);
    CHECK(state(2, 1) == TaskState::ready);
    CHECK(state(4, 1) == TaskState::failed);
    CHECK(state(4, 2) == TaskState::ready);
    CHECK(state(4, 3) == std::nullopt);
    CHECK(recording.string(recording.task(1)->error) == "boom");
    CHECK(recording.task(1)->finished == 3);
    CHECK(recording.task_name(1) == "one");
    CHECK(recording.task_name(2) == "task 2");
    CHECK(recording.task_name(0) == "the loop");
    REQUIRE(recording.children(0).size() == 1);
    CHECK(recording.children(1)[0] == 2);
}

TEST_CASE("the three axes agree with the World at every index") {
    const RandomProgram program(9, 600);
    const Recording recording = record(program.out);
    for (std::size_t i = 0; i <= recording.size(); ++i) {
        const World world = recording.at(i);
        REQUIRE(recording.step_at(i) == world.step());
        REQUIRE(recording.turn_at(i) == world.turn());
        REQUIRE(recording.loop_time_at(i) == world.loop_time());
        REQUIRE(recording.real_time_at(i) == (i == 0 ? 0 : recording[i - 1].time));
    }
    CHECK(recording.finished());
}

TEST_CASE("real time leaves out how long the program was held, and never runs backwards") {
    const auto event = [](EventKind kind, std::uint64_t time, std::uint64_t b = 0) {
        return Event{time, 0, 0, kind, 0, 0, 0, b};
    };
    Recording recording;
    REQUIRE(recording.append(std::vector<Event>{
        event(EventKind::held, 5, 9),           // more than has passed: as much as has passed
        event(EventKind::turn_begin, 100),      //
        event(EventKind::held, 400, 250),       // 50 of these 300 were the program's own
        event(EventKind::turn_end, 410),        //
        event(EventKind::held, 410, kForever),  // nothing has passed
        event(EventKind::turn_begin, 300),      // a damaged file
        event(EventKind::held, 200, kForever),  //
        event(EventKind::turn_end, 500),        //
    }));
    const std::uint64_t expected[] = {0, 0, 95, 145, 155, 155, 45, 0, 245};
    for (std::size_t i = 0; i <= recording.size(); ++i) CHECK(recording.real_time_at(i) == expected[i]);
    World fold;
    for (std::size_t i = 0; i < recording.size(); ++i) fold.apply(recording[i], recording.sequence(i));
    CHECK(fold == recording.now());
}

TEST_CASE("what cannot be a stream is refused, and what came before stays") {
    StreamBuilder stream;
    stream.add(EventKind::loop_start);
    Recording recording = record(stream);
    SUBCASE("an event of kind 0") { CHECK_FALSE(recording.append(std::vector<Event>(1))); }
    SUBCASE("a text longer than its slots") {
        Event event{};
        event.kind = EventKind::define_string;
        event.extra = 1;
        event.a = 33;
        CHECK_FALSE(recording.append(std::vector<Event>{event, Event{}}));
    }
    SUBCASE("more lost events than there are numbers") {
        Event event{};
        event.kind = EventKind::dropped;
        event.b = kForever;
        CHECK_FALSE(recording.append(std::vector<Event>{event}));
    }
    CHECK_FALSE(recording.error().empty());
    CHECK(recording.size() == 1);
    CHECK_FALSE(recording.append(stream.slots()));
}

TEST_CASE("kinds of a newer version are skipped with their text, and counted") {
    StreamBuilder stream;
    stream.add_text(static_cast<EventKind>(999), 1, {.a = 5}, std::string(100, 'n'));
    stream.add(EventKind::task_create, 1);
    std::vector<Event> slots = stream.slots();
    Event newer_definition{};
    newer_definition.kind = static_cast<EventKind>(9);
    slots.push_back(newer_definition);
    Recording recording;
    REQUIRE(recording.append(slots));
    REQUIRE(recording.size() == 2);
    CHECK(recording.sequence(1) == 2);
    CHECK(recording.text(0) == std::string(100, 'n'));
}

TEST_CASE("random bytes never crash a Recording, and every question still has an answer") {
    std::mt19937 random(2024);
    for (int round = 0; round < 2'000; ++round) {
        CAPTURE(round);
        std::vector<Event> slots = RandomProgram(static_cast<std::uint32_t>(round), 40).out.slots();
        for (int i = 0; i < 60; ++i) {
            Event event{};
            std::uint32_t bytes[sizeof(Event) / 4];
            for (std::uint32_t& word : bytes) word = static_cast<std::uint32_t>(random() % 2 ? random() % 8 : random());
            std::memcpy(static_cast<void*>(&event), bytes, sizeof event);
            if (random() % 8 != 0) event.kind = static_cast<EventKind>(1 + random() % 120);
            if (random() % 4 != 0) event.extra = 0;
            slots.push_back(event);
        }
        Recording recording;
        std::span<const Event> rest(slots);
        while (!rest.empty()) {
            const std::size_t piece = std::min<std::size_t>(rest.size(), 1 + random() % 40);
            if (!recording.append(rest.first(piece))) break;
            rest = rest.subspan(piece);
        }
        World fold;
        for (std::size_t i = 0; i < recording.size(); ++i) fold.apply(recording[i], recording.sequence(i));
        CHECK(fold == recording.now());
        const std::size_t somewhere = recording.empty() ? 0 : random() % recording.size();
        const World world = recording.at(somewhere);
        for (const TaskInfo& task : recording.tasks()) {
            CHECK(recording.lane(task.id) != nullptr);
            CHECK(recording.state(world, somewhere, task.id).has_value() == (task.created < somewhere));
        }
        for (const WakeEdge& wake : recording.wakes()) CHECK((wake.cause == kOpen || wake.cause < wake.ready));
    }
}
