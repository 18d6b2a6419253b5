#include "session/session.hpp"
#include "monitor/trace_file.hpp"

#include <doctest/doctest.h>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using loopscope::EventKind;
using viz::LessonStart;
using viz::Session;
using viz::SessionState;

namespace {

LessonStart fixture(std::map<std::string, double> knobs = {}, bool paused = false) {
    LessonStart start;
    start.program = LOOPSCOPE_FIXTURE_PROGRAM;
    start.knobs = std::move(knobs);
    start.start_paused = paused;
    return start;
}

// Polls until `wanted`; sleeps on the descriptor only, so that this also tests that it wakes.
template <typename Wanted>
bool poll_until(Session& session, Wanted wanted) {
    for (int i = 0; i < 2000; ++i) {
        session.poll();
        if (wanted()) return true;
        pollfd waited{session.descriptor(), POLLIN, 0};
        if (::poll(&waited, 1, 20'000) == 0) return false;
    }
    return false;
}

SessionState run_out(Session& session) {
    poll_until(session,
               [&] { return session.state() == SessionState::finished || session.state() == SessionState::lost; });
    return session.state();
}

bool stands(Session& session) {
    return poll_until(session, [&] { return session.state() == SessionState::standing; });
}

std::vector<std::string> prints(const Session& session) {
    std::vector<std::string> lines;
    for (const std::uint32_t index : session.recording().prints()) lines.emplace_back(session.recording().text(index));
    return lines;
}

}  // namespace

TEST_CASE("a lesson runs as a child and tells everything") {
    const auto session = viz::start_lesson(fixture());
    CHECK(session->can_steer());
    CHECK(run_out(*session) == SessionState::finished);
    CHECK(session->notice() == "");
    CHECK(session->source_name() == "fixture_program");
    CHECK(prints(*session) == std::vector<std::string>{"line 1", "line 2", "line 3"});
    CHECK(session->recording().finished());
    CHECK_FALSE(session->can_steer());
}

TEST_CASE("knobs, real time and the seed reach the program") {
    LessonStart start = fixture({{"steps", 1}});
    start.real_time = true;
    start.seed = 18446744073709551615u;
    const auto session = viz::start_lesson(start);
    CHECK(run_out(*session) == SessionState::finished);
    CHECK(prints(*session) == std::vector<std::string>{"line 118446744073709551615"});
    CHECK(session->recording().clock() == loopscope::ClockKind::real);
}

TEST_CASE("started paused, a lesson stands before its first step and goes by command") {
    const auto session = viz::start_lesson(fixture({{"steps", 4}, {"checkpoint_at", 3}}, true));
    const auto& recording = session->recording();
    REQUIRE(stands(*session));
    CHECK(recording.steps().size() == 1);
    CHECK(recording.prints().empty());
    CHECK(recording[recording.size() - 1].kind == EventKind::step_begin);
    session->step(1);
    CHECK(session->state() == SessionState::running);  // what was heard before the command is old
    REQUIRE(stands(*session));
    CHECK(recording.steps().size() == 2);
    session->run_to_checkpoint();
    REQUIRE(stands(*session));
    CHECK(recording[recording.size() - 1].kind == EventKind::checkpoint);
    CHECK(recording.steps().size() == 3);
    session->go_on();
    CHECK(run_out(*session) == SessionState::finished);
}

TEST_CASE("many steps said at once stand where they should, every time") {
    for (int round = 0; round < 20; ++round) {
        const auto session = viz::start_lesson(fixture({{"steps", 20}, {"checkpoint_at", 0}}, true));
        for (int i = 0; i < 10; ++i) session->step(1);
        REQUIRE(stands(*session));
        REQUIRE(session->recording().prints().size() == 10);
    }
}

TEST_CASE("a crash is told in a sentence, and what was recorded is kept") {
    const auto session = viz::start_lesson(fixture({{"end", 1}}));
    CHECK(run_out(*session) == SessionState::lost);
    CHECK(session->notice() ==
          "The lesson crashed (segmentation fault). What it did until then is kept; press R to run it again.");
    CHECK(prints(*session).size() == 3);
}

TEST_CASE("each bad end of a lesson has its own sentence") {
    const auto notice = [](std::map<std::string, double> knobs) {
        const auto session = viz::start_lesson(fixture(std::move(knobs)));
        CHECK(run_out(*session) == SessionState::lost);
        return session->notice();
    };
    CHECK(notice({{"end", 2}}) ==
          "The lesson was ended from outside (killed). What it did until then is kept; press R to run it again.");
    CHECK(notice({{"end", 3}}) ==
          "The lesson ended in the middle, with status 3. What it did until then is kept; press R to run it again. It "
          "said: No use.");
    CHECK(notice({{"end", 5}}) ==
          "The lesson closed its link and runs on unseen; it was ended. What it did until then is kept; press R to run "
          "it again.");
    CHECK(notice({{"end", 6}}) ==
          "The link broke: the program sent a message that is far too long. What it did until then is kept; press R to "
          "run it again.");
    CHECK(notice({{"end", 7}}) ==
          "The lesson crashed (segmentation fault). What it did until then is kept; press R to run it again.");
    CHECK(notice({{"start", 1}}) ==
          "The lesson ended before it began, with status 2. Press R to run it again. It said: There is no such knob.");
    CHECK(notice({{"start", 3}}) == "The other end of the link is not a Loopscope program. Press R to run it again.");
}

TEST_CASE("notices say nothing of keys where there is no window") {
    LessonStart start = fixture({{"end", 1}});
    start.again = "";
    const auto session = viz::start_lesson(start);
    CHECK(run_out(*session) == SessionState::lost);
    CHECK(session->notice() == "The lesson crashed (segmentation fault). What it did until then is kept.");
}

TEST_CASE("a program that is not there is a lost session") {
    LessonStart start;
    start.program = "/nonexistent/lesson";
    const auto session = viz::start_lesson(start);
    CHECK(session->state() == SessionState::lost);
    CHECK(session->notice() ==
          "The program /nonexistent/lesson cannot be started (No such file or directory). Build the lessons again, "
          "then try once more.");
    CHECK_FALSE(session->can_steer());
    CHECK_FALSE(session->poll());
    session->go_on();
    session->step(1);
}

TEST_CASE("a program that may not be run is a lost session") {
    LessonStart start;
    start.program = std::filesystem::temp_directory_path();
    const auto session = viz::start_lesson(start);
    CHECK(session->state() == SessionState::lost);
    CHECK(session->notice().find("Permission denied") != std::string::npos);
}

TEST_CASE("a lesson that never says hello is starting, and ends with its session") {
    auto session = viz::start_lesson(fixture({{"start", 2}}));
    session->poll();
    CHECK(session->state() == SessionState::starting);
    session.reset();
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);  // no child is left, neither alive nor unburied
}

TEST_CASE("a lesson that stands ends with its session") {
    auto session = viz::start_lesson(fixture({}, true));
    REQUIRE(stands(*session));
    session.reset();
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("a lesson dies with a viewer that is killed") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t viewer = ::fork();
    if (viewer == 0) {
        // The lesson inherits the pipe's writing end, which so tells when both are gone.
        const auto session = viz::start_lesson(fixture({{"start", 2}}));
        const char ready = session->state() == SessionState::starting ? 'y' : 'n';
        (void)!::write(ends[1], &ready, 1);
        for (;;) ::pause();
    }
    ::close(ends[1]);
    char ready = 0;
    REQUIRE(::read(ends[0], &ready, 1) == 1);
    CHECK(ready == 'y');
    ::kill(viewer, SIGKILL);
    CHECK(::read(ends[0], &ready, 1) == 0);
    ::waitpid(viewer, nullptr, 0);
    ::close(ends[0]);
}

TEST_CASE("everything that a lesson tells can go to a second place") {
    struct Count final : loopscope::Sink {
        void write(std::span<const loopscope::Event> slots) override { count += slots.size(); }
        std::size_t count = 0;
    } count;
    LessonStart start = fixture();
    start.also = &count;
    const auto session = viz::start_lesson(start);
    run_out(*session);
    CHECK(count.count > session->recording().size());
}

TEST_CASE("a file is a finished session, with its end in view") {
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("session_test_" + std::to_string(::getpid()) + ".loop");
    {
        loopscope::TraceFileWriter writer(path);
        LessonStart start = fixture();
        start.also = &writer;
        const auto session = viz::start_lesson(start);
        run_out(*session);
        REQUIRE(writer.finish());
    }
    SUBCASE("whole") {
        const auto session = viz::open_file(path);
        CHECK(session->state() == SessionState::finished);
        CHECK(session->notice() == "");
        CHECK(session->source_name() == path.filename());
        CHECK(prints(*session).size() == 3);
        CHECK_FALSE(session->can_steer());
    }
    SUBCASE("not a recording") {
        std::ofstream(path) << "something else";
        const auto session = viz::open_file(path);
        CHECK(session->state() == SessionState::lost);
        CHECK(session->notice() != "");
    }
    SUBCASE("not there") {
        const auto session = viz::open_file(path.string() + ".missing");
        CHECK(session->state() == SessionState::lost);
        CHECK(session->notice() != "");
    }
    std::filesystem::remove(path);
}
