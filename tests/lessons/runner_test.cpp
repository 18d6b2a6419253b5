// The command line of a lesson program, driven from outside as the window drives it.
#include "lessons/run_program.hpp"
#include "lessons/scratch_folder.hpp"
#include "monitor/link.hpp"
#include "monitor/trace_file.hpp"

#include <doctest/doctest.h>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <bit>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using lessons::Finished;
using lessons::run_program;

const std::string kPrograms = LOOPSCOPE_LESSON_PROGRAMS;

Finished gather(std::vector<std::string> words) {
    words.insert(words.begin(), kPrograms + "/03_gather");
    return run_program(words);
}

bool has(const std::string& text, const std::string& piece) { return text.find(piece) != std::string::npos; }

// Takes a link's events into a Recording.
struct Taker final : loopscope::Sink {
    loopscope::Recording recording;
    void write(std::span<const loopscope::Event> slots) override { CHECK(recording.append(slots)); }
};

// A lesson at the other end of a link.
class Linked {
public:
    explicit Linked(const std::string& lesson, loopscope::LinkStart start = {})
        : sockets_(pair()), client_(sockets_.first, start) {
        const std::string far = std::to_string(sockets_.second);
        program_.emplace(std::vector<std::string>{kPrograms + "/" + lesson, "--link", far}, sockets_.second);
        ::close(sockets_.second);
    }
    // Polls until `done` or the link's end; a lesson that hangs ends this after a while.
    template <class Done>
    bool until(Done done) {
        for (int waits = 0; waits < 1000; ++waits) {
            if (done()) return true;
            if (!client_.connected()) return done();
            pollfd waiting{client_.socket(), POLLIN, 0};
            ::poll(&waiting, 1, 10);
            client_.poll(taker_);
        }
        return false;
    }
    loopscope::LinkClient& client() { return client_; }
    const loopscope::Recording& recording() const { return taker_.recording; }
    Finished wait() { return program_->wait(); }

private:
    static std::pair<int, int> pair() {
        int both[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) == 0);
        return {both[0], both[1]};
    }
    std::pair<int, int> sockets_;
    loopscope::LinkClient client_;
    Taker taker_;
    std::optional<lessons::Running> program_;
};

}  // namespace

TEST_CASE("a lesson runs by itself and prints its lines") {
    const Finished run = gather({});
    CHECK(run.status == 0);
    CHECK(run.err == "");
    CHECK(has(run.out, "One after the other: 6.0 s\n"));
    CHECK(run.out.ends_with("Results: data of url1, data of url2, data of url3\n"));
}

TEST_CASE("the runtime's remarks go to stderr, apart from the lesson's lines") {
    const Finished run = run_program({kPrograms + "/01_coroutine"});
    CHECK(run.status == 0);
    CHECK(run.out.ends_with("Made another\nForgot it\n"));
    CHECK(run.err.starts_with("01_coroutine: warning: coroutine 'simple_coroutine' was never awaited"));
}

TEST_CASE("knobs change a run, and the last setting of a knob counts") {
    CHECK(has(gather({"--knob", "delay_3=1.5"}).out, "All together: 2.0 s\n"));
    CHECK(has(gather({"--knob=delay_3=4", "--knob", "delay_1=0"}).out, "All together: 4.0 s\n"));
    CHECK(has(gather({"--knob", "delay_3=9", "--knob", "delay_3=5"}).out, "All together: 5.0 s\n"));
}

TEST_CASE("a knob that the lesson does not have is a warning that names those it has") {
    const Finished run = gather({"--knob", "dellay=1"});
    CHECK(run.status == 0);
    CHECK(run.err == "03_gather: warning: this lesson has no knob 'dellay'; it has delay_1, delay_2, delay_3.\n");
}

TEST_CASE("wrong usage ends with status 2, one sentence and a suggestion") {
    const std::vector<std::vector<std::string>> wrong = {{"--recrod", "x"},
                                                         {"extra"},
                                                         {"--knob"},
                                                         {"--knob", "delay"},
                                                         {"--knob", "=1"},
                                                         {"--knob", "a="},
                                                         {"--knob", "a=x"},
                                                         {"--knob", "a=1e999"},
                                                         {"--knob", "a=nan"},
                                                         {"--link"},
                                                         {"--link", "x"},
                                                         {"--link", "-1"},
                                                         {"--seed", "-1"},
                                                         {"--seed", "1x"},
                                                         {"--schedule", "lifo"},
                                                         {"--record", ""},
                                                         {"--record="}};
    for (const auto& words : wrong) {
        const Finished run = gather(words);
        INFO(words[0] << ": " << run.err);
        CHECK(run.status == 2);
        CHECK(run.out == "");
        CHECK(run.err.starts_with("03_gather: "));
        CHECK(has(run.err, ";"));
        CHECK(run.err.find('\n') == run.err.size() - 1);
    }
}

TEST_CASE("a schedule decides who runs next, and the same one gives the same lines") {
    const Finished fifo = gather({"--schedule", "fifo"});
    CHECK(fifo.out == gather({}).out);
    const Finished last_first = gather({"--schedule", "2,1"});
    CHECK(last_first.status == 0);
    CHECK(last_first.out != fifo.out);
    CHECK(last_first.out == gather({"--schedule", "2,1"}).out);
    CHECK(gather({"--schedule", "random", "--seed", "3"}).out == gather({"--schedule", "random", "--seed", "3"}).out);
}

TEST_CASE("--help tells every option") {
    const Finished run = gather({"--help"});
    CHECK(run.status == 0);
    for (const char* option : {"--knob", "--real-time", "--seed", "--schedule", "--record", "--link"})
        CHECK(has(run.out, option));
}

TEST_CASE("a recording holds what was printed and which knobs there were") {
    const lessons::ScratchFolder scratch;
    const Finished run = gather({"--record", scratch.file("run.loop"), "--knob", "delay_2=0.5", "--seed", "7"});
    CHECK(run.status == 0);
    const auto read = loopscope::read_trace_file(scratch.file("run.loop"));
    REQUIRE_MESSAGE(read.ok, read.error);
    const loopscope::Recording& recording = read.recording;
    CHECK(recording.finished());
    CHECK(recording.program() == "03_gather");
    CHECK(recording.clock() == loopscope::ClockKind::virtual_time);
    std::string printed;
    for (const std::uint32_t index : recording.prints()) printed.append(recording.text(index)).push_back('\n');
    CHECK(printed == run.out);
    REQUIRE(recording.knobs().size() == 3);
    CHECK(recording.string(recording[recording.knobs()[1]].a) == "delay_2");
    CHECK(std::bit_cast<double>(recording[recording.knobs()[1]].b) == 0.5);
}

TEST_CASE("the real clock waits for real") {
    const lessons::ScratchFolder scratch;
    const Finished run = gather({"--real-time", "--record", scratch.file("run.loop"), "--knob", "delay_1=0.01",
                                 "--knob", "delay_2=0.01", "--knob", "delay_3=0"});
    CHECK(run.status == 0);
    const auto read = loopscope::read_trace_file(scratch.file("run.loop"));
    REQUIRE_MESSAGE(read.ok, read.error);
    CHECK(read.recording.clock() == loopscope::ClockKind::real);
    CHECK(read.recording.loop_time_at(read.recording.size()) >= 30'000'000);
}

TEST_CASE("a recording that cannot be written is a failure, said once") {
    const Finished run = gather({"--record", "/no/such/folder/run.loop"});
    CHECK(run.status == 1);
    CHECK(run.err.starts_with("03_gather: "));
    CHECK(has(run.err, "/no/such/folder"));
}

TEST_CASE("a descriptor that is no link is a failure, said once") {
    const Finished run = gather({"--link", "987"});
    CHECK(run.status == 1);
    CHECK(run.out == "");
    CHECK(run.err.starts_with("03_gather: "));
}

TEST_CASE("a program that throws ends with status 1 and the reason, and its recording is whole") {
    const lessons::ScratchFolder scratch;
    const Finished run = run_program({LOOPSCOPE_TROUBLED_LESSON, "--seed", "42", "--record", scratch.file("run.loop")});
    CHECK(run.status == 1);
    CHECK(run.out == "seed 42, delay 250000000\n");
    CHECK(run.err == "troubled_lesson: the program ended with an exception: the bridge is out\n");
    const auto read = loopscope::read_trace_file(scratch.file("run.loop"));
    REQUIRE_MESSAGE(read.ok, read.error);
    CHECK(read.recording.finished());
    CHECK(read.recording.prints().size() == 1);
    CHECK(read.recording.tasks()[0].outcome == loopscope::Outcome::raised);
}

TEST_CASE("a knob of any size is a time that can be counted") {
    CHECK(run_program({LOOPSCOPE_TROUBLED_LESSON, "--knob", "delay=-2"}).out == "seed 0, delay -2000000000\n");
    const Finished huge = run_program({LOOPSCOPE_TROUBLED_LESSON, "--knob", "delay=1e300"});
    CHECK(huge.out == "seed 0, delay 3153600000000000000\n");
}

TEST_CASE("a lesson tells a viewer everything and says bye") {
    Linked linked("02_task");
    CHECK(linked.until([&] { return linked.client().said_bye(); }));
    CHECK(linked.client().error() == "");
    CHECK(linked.client().program() == "02_task");
    CHECK(linked.recording().finished());
    CHECK(linked.recording().dropped() == 0);
    CHECK(linked.recording().tasks().size() == 5);
    const Finished run = linked.wait();
    CHECK(run.status == 0);
    CHECK(run.out.starts_with("Two tasks created\nTask A started\n"));
}

TEST_CASE("a viewer that wants to begin paused has the program stand before its first step") {
    loopscope::LinkStart start;
    start.paused = true;
    Linked linked("02_task", start);
    REQUIRE(linked.until([&] { return linked.client().standing(); }));
    CHECK(linked.until([&] { return linked.recording().steps().size() == 1; }));
    CHECK(linked.recording().prints().empty());
    loopscope::Command step;
    step.kind = loopscope::CommandKind::step;
    REQUIRE(linked.client().send(step));
    CHECK(linked.until([&] { return linked.recording().steps().size() == 2; }));
    loopscope::Command go_on;
    go_on.kind = loopscope::CommandKind::go_on;
    go_on.count = 0;
    REQUIRE(linked.client().send(go_on));
    CHECK(linked.until([&] { return linked.client().said_bye(); }));
    CHECK(linked.wait().status == 0);
}
