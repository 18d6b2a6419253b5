// Real lessons, steered through a real session: what a key asks for is where the program stands.
#include "session/player.hpp"
#include "session/session.hpp"

#include <doctest/doctest.h>

#include <poll.h>

#include <memory>
#include <string>
#include <vector>

using loopscope::EventKind;
using viz::Session;
using viz::SessionState;

namespace {

std::unique_ptr<Session> start(const std::string& lesson) {
    viz::LessonStart start;
    start.program = std::string(LOOPSCOPE_LESSON_PROGRAMS) + "/" + lesson;
    start.start_paused = true;
    return viz::start_lesson(start);
}

// Polls until it stands or is over; sleeps on the descriptor only.
SessionState rest(Session& session) {
    for (int i = 0; i < 2000; ++i) {
        session.poll();
        const SessionState state = session.state();
        if (state != SessionState::starting && state != SessionState::running) return state;
        pollfd waited{session.descriptor(), POLLIN, 0};
        if (::poll(&waited, 1, 20'000) == 0) break;
    }
    return session.state();
}

// What the program did last: its kind's name, and the checkpoint's.
std::string last(const Session& session) {
    const auto& recording = session.recording();
    const loopscope::Event& event = recording[recording.size() - 1];
    if (event.kind == EventKind::checkpoint) return "at " + std::string(recording.string(event.a));
    if (event.kind == EventKind::step_begin) return "before a step of " + recording.task_name(event.subject);
    return event.kind == EventKind::poll_begin ? "before time moves" : "somewhere else";
}

// What it did until there, without the times at its gate.
std::vector<std::string> told(const Session& session, std::size_t cursor) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < cursor; ++i) {
        const loopscope::Event& event = session.recording()[i];
        if (event.kind != EventKind::held)
            out.push_back(std::to_string(static_cast<int>(event.kind)) + " of " + std::to_string(event.subject));
    }
    return out;
}

}  // namespace

TEST_CASE("run to checkpoint stands at each checkpoint of a lesson, and then runs to the end") {
    const auto session = start("02_task");
    REQUIRE(rest(*session) == SessionState::standing);
    for (const char* name : {"created", "first", "c_ready", "second", "d_ready", "third"}) {
        session->run_to_checkpoint();
        REQUIRE(rest(*session) == SessionState::standing);
        CHECK(last(*session) == std::string("at ") + name);
    }
    session->run_to_checkpoint();
    CHECK(rest(*session) == SessionState::finished);
}

TEST_CASE("play stands at each checkpoint of a lesson, and then runs to the end") {
    const auto session = start("03_gather");
    REQUIRE(rest(*session) == SessionState::standing);
    for (const char* name : {"sequential", "concurrent", "results"}) {
        session->go_on_to_checkpoint();
        REQUIRE(rest(*session) == SessionState::standing);
        CHECK(last(*session) == std::string("at ") + name);
    }
    session->go_on_to_checkpoint();
    CHECK(rest(*session) == SessionState::finished);
}

TEST_CASE("go on does not stop at a checkpoint") {
    const auto session = start("03_gather");
    REQUIRE(rest(*session) == SessionState::standing);
    session->go_on();
    CHECK(rest(*session) == SessionState::finished);
    CHECK(session->recording().checkpoints().size() == 3);
}

TEST_CASE("a step that meets a wait stands there, with the task waiting and its timer set") {
    const auto session = start("01_coroutine");
    REQUIRE(rest(*session) == SessionState::standing);
    CHECK(last(*session) == "before a step of main");
    session->step(1);
    REQUIRE(rest(*session) == SessionState::standing);
    CHECK(last(*session) == "before time moves");
    const loopscope::World& world = session->recording().now();
    CHECK(world.phase() == loopscope::LoopPhase::polling);
    REQUIRE(world.task(1) != nullptr);
    CHECK(world.task(1)->state == loopscope::TaskState::waiting);
    CHECK(world.timers().size() == 1);
    CHECK(world.loop_time() == 0);
    session->step(1);
    REQUIRE(rest(*session) == SessionState::standing);
    CHECK(last(*session) == "before a step of main");
    CHECK(session->recording().now().loop_time() == 1'000'000'000);
}

TEST_CASE("a lesson that is run again to a moment of its past has done the same until there") {
    const auto first = start("03_gather");
    viz::Player before(*first);
    REQUIRE(rest(*first) == SessionState::standing);
    first->go_on();
    REQUIRE(rest(*first) == SessionState::finished);
    before.update(0);
    before.seek(first->recording().checkpoints()[1]);
    const std::size_t stops = before.stops_to_cursor();
    REQUIRE(stops > 3);

    const auto again = start("03_gather");
    viz::Player after(*again);
    after.run_to_stop(stops, false);
    // It stands at its beginning first, then where it was asked to.
    for (int i = 0; i < 100 && after.stops_to_cursor() < stops; ++i) {
        rest(*again);
        after.update(i);
    }
    CHECK(after.mode() == viz::Mode::gate);
    CHECK(after.stops_to_cursor() == stops);
    CHECK(after.world().step() == before.world().step());
    CHECK(after.world().loop_time() == before.world().loop_time());
    CHECK(told(*again, after.cursor()) == told(*first, before.cursor()));
    const std::size_t stood = after.cursor();
    after.step_by(1);
    rest(*again);
    after.update(200);
    CHECK(after.cursor() > stood);
}
