// Calm: the window redraws only on change. The window's loop is played here with a clock of its own
// (ui/window.cpp: it sleeps as long as next_update() says, and draws when update() says so), and its frames
// are counted: that is what an idle window costs.
#include "visualizer/scenes/play.hpp"

namespace scenes {
namespace {

struct Counted {
    int frames = 0;
    int looks = 0;  // update() was called
};

constexpr double kLongest = 3600;

// So many seconds of the window's loop, without input.
Counted spend(viz::testing::Harness& window, double seconds) {
    Counted counted;
    const double end = window.now() + seconds;
    while (window.now() < end) {
        const double asked = window.app().next_update().value_or(kLongest);
        // A loop that never sleeps would draw no more than the screen does.
        window.pass(std::min(std::max(asked, 1.0 / 60), end - window.now()));
        ++counted.looks;
        if (!window.app().update(window.now())) continue;
        ++counted.frames;
        window.draw();
    }
    return counted;
}

// What was still on its way has arrived.
void settle(viz::testing::Harness& window) { spend(window, 3); }

constexpr Format kFormat{1600, 900, 1.0f, false};

}  // namespace

TEST_CASE("a window in which nothing moves asks for no frame in a minute, and hardly looks") {
    Done done;
    Play play(kFormat, done, false);
    play.steps(3);
    settle(play.window());
    const Counted idle = spend(play.window(), 60);
    CHECK(idle.frames == 0);
    CHECK(idle.looks <= 2);
}

TEST_CASE("so does one that shows a recording, at any tab, once it has been looked through") {
    Done done;
    Play play(kFormat, done, false);
    play.open(Program::findings);
    for (const char* tab : {"tab/narration", "tab/tasks", "tab/findings", "tab/statistics", "tab/console"}) {
        play.click(tab);
        settle(play.window());
        const Counted idle = spend(play.window(), 60);
        INFO(tab);
        CHECK(idle.frames == 0);
        CHECK(idle.looks <= 2);
    }
}

TEST_CASE("a start page, a palette, a help sheet and a lost program are as calm") {
    Done done;
    Play play(kFormat, done, false);
    for (const viz::Command what : {viz::Command::start_page, viz::Command::palette, viz::Command::help}) {
        play.press(what);
        settle(play.window());
        CHECK(spend(play.window(), 60).frames == 0);
        play.press(viz::Command::deselect);
    }
    play.kill();
    settle(play.window());
    CHECK(spend(play.window(), 60).frames == 0);
}

TEST_CASE("an input costs a few frames, and then there is calm again") {
    Done done;
    Play play(kFormat, done, false);
    play.steps(2);
    settle(play.window());
    play.app().key(GLFW_KEY_RIGHT, 0);
    const Counted after = spend(play.window(), 60);
    CHECK(after.frames >= 1);
    CHECK(after.frames <= 40);  // what moves, moves for half a second
}

TEST_CASE("a recording that is played asks for a frame a step, not for sixty a second") {
    Done done;
    Play play(kFormat, done, false);
    play.open(Program::primitives);
    play.press(viz::Command::first);
    settle(play.window());
    play.press(viz::Command::run_or_pause);
    const std::size_t from = play.view().cursor;
    const Counted playing = spend(play.window(), 10);
    CHECK(play.view().cursor > from);
    CHECK(playing.frames >= 1);
    CHECK(playing.frames <= 10 * 60 / 4);
}

TEST_CASE("a recording that grows is drawn as it grows, and no more") {
    Done done;
    Play play(kFormat, done, false);
    play.window();
    settle(play.window());
    play.program().step(1);
    const Counted grown = spend(play.window(), 10);
    CHECK(grown.frames >= 1);
    CHECK(grown.frames <= 40);
}

}  // namespace scenes
