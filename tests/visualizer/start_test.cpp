// The start page: lessons with what is done of each, recordings, and the ways in and out.
#include "panels/start.hpp"
#include "lessons/scratch_folder.hpp"
#include "monitor/trace_file.hpp"
#include "panels/start_words.hpp"
#include "visualizer/gather_demo.hpp"
#include "visualizer/probe_harness.hpp"

#include <doctest/doctest.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

using namespace viz;
using lessons::ScratchFolder;
using viz::testing::FakeSession;
using viz::testing::gather_lesson;
using viz::testing::GatherDemo;
using viz::testing::Harness;
using viz::testing::joined;

namespace {

constexpr std::int64_t kDay = 86'400;

book::Catalogue two_tracks() {
    book::Catalogue catalogue;
    catalogue.tracks = {{"foundations", "Foundations", "what a coroutine is"}, {"craft", "Craft", "seeing"}};
    for (int i = 0; i < 3; ++i) catalogue.lessons.push_back(gather_lesson());
    catalogue.lessons[0].title = "gather";
    catalogue.lessons[1].id = "queue";
    catalogue.lessons[1].number = 4;
    catalogue.lessons[1].title = "Queue";
    catalogue.lessons[2].id = "watch";
    catalogue.lessons[2].number = 5;
    catalogue.lessons[2].title = "The loop monitor";
    catalogue.lessons[2].track = "craft";
    for (book::Lesson& lesson : catalogue.lessons) lesson.minutes = 8;
    return catalogue;
}

// A recording as `loopscope run --record` leaves it.
std::string recording_in(const ScratchFolder& scratch, const std::string& name) {
    const std::string path = scratch.file(name);
    loopscope::TraceFileWriter file(path);
    const auto stream = GatherDemo({1, 2, 3}).take();
    file.write(stream.out.slots());
    REQUIRE(file.finish());
    return path;
}

struct Page {
    ScratchFolder scratch;
    book::Catalogue catalogue = two_tracks();
    App app;

    Page() : app(options()) { app.open_start(); }
    AppOptions options() {
        AppOptions options;
        options.catalogue = &catalogue;
        options.folders = Folders{scratch.path() / "c", scratch.path() / "d", scratch.path() / "s"};
        options.start = [](const LessonStart& start) { return std::make_unique<FakeSession>(start.knobs); };
        return options;
    }
};

}  // namespace

TEST_CASE("whoever comes first is offered the first lesson, and Enter opens it") {
    Page page;
    Harness window(page.app, 1600, 900);
    CHECK(window.text("start/go_on/heading") == "BEGIN HERE");
    CHECK(window.text("start/go_on/title") == "03  gather");
    CHECK(window.text("start/track/craft") == "Craft");
    CHECK(window.text("start/sum") == "0 of 3 lessons passed");
    CHECK(window.text("start/recordings/none").find("None was opened yet") == 0);
    CHECK_FALSE(window.shows("timeline/heading"));
    window.key(GLFW_KEY_ENTER);
    window.frames(2);
    CHECK(window.shows("timeline/heading"));
    CHECK(window.text("transport/title") == "03  gather");
}

TEST_CASE("H leads to the start page and back, and what was open is as it was") {
    Page page;
    Harness window(page.app, 1600, 900);
    window.click("start/lesson/queue");
    for (int i = 0; i < 3; ++i) window.click("transport/step");
    const std::size_t there = page.app.view().cursor;
    window.key(GLFW_KEY_H);
    CHECK(window.shows("start/title"));
    CHECK_FALSE(window.shows("timeline/heading"));
    CHECK_FALSE(window.key(GLFW_KEY_J));
    window.key(GLFW_KEY_R);  // nothing of the program is shown, so nothing is done to it
    window.key(GLFW_KEY_SPACE);
    window.key(GLFW_KEY_ESCAPE);
    CHECK(window.shows("timeline/heading"));
    CHECK(page.app.view().cursor == there);
    CHECK(page.app.view().lesson->id == "queue");
}

TEST_CASE("the arrow keys walk from card to card") {
    Page page;
    Harness window(page.app, 1600, 900);
    const auto press = [&](int code) { window.key(code); };
    press(GLFW_KEY_DOWN);
    press(GLFW_KEY_DOWN);
    press(GLFW_KEY_UP);
    press(GLFW_KEY_LEFT);
    press(GLFW_KEY_RIGHT);
    press(GLFW_KEY_RIGHT);
    press(GLFW_KEY_ENTER);
    window.frames(2);
    REQUIRE(page.app.view().lesson != nullptr);
    CHECK(page.app.view().lesson->id == "watch");
}

TEST_CASE("the page goes on where the learner stopped, also another day") {
    const ScratchFolder scratch;
    book::Catalogue catalogue = two_tracks();
    const auto options = [&] {
        AppOptions made;
        made.catalogue = &catalogue;
        made.folders = Folders{scratch.path() / "c", scratch.path() / "d", scratch.path() / "s"};
        made.start = [](const LessonStart& start) { return std::make_unique<FakeSession>(start.knobs); };
        return made;
    };
    {
        App app(options());
        app.open_start();
        Harness window(app, 1600, 900);
        window.click("start/lesson/queue");
        window.click("predict/option/1");
        window.click("predict/commit");
        for (int i = 0; i < 9; ++i) window.click("transport/step");
        window.click("lesson/next");
    }
    App app(options());
    app.open_start();
    Harness window(app, 1600, 900);
    CHECK(window.text("start/go_on/heading") == "GO ON WHERE YOU STOPPED");
    CHECK(window.text("start/go_on/title") == "04  Queue");
    CHECK(window.text("start/go_on/remark") == "page 2 of 2  ·  1 prediction open  ·  about 4 minutes left");
    CHECK(window.text("start/lesson/queue/marks") == "2 of 2 pages read  ·  1 of 2 predictions answered");
    CHECK(window.text("start/sum") == "0 of 3 lessons passed  ·  1 of 1 predictions right at first");
    window.key(GLFW_KEY_ENTER);
    window.frames(2);
    CHECK(window.text("lesson/page") == "2 / 2");
}

TEST_CASE("a recording that is dropped on the window opens, and is among the recent ones") {
    Page page;
    const std::string path = recording_in(page.scratch, "run.loop");
    Harness window(page.app, 1600, 900);
    page.app.drop({path});
    window.frames(5);
    CHECK(window.text("transport/title") == "run.loop");
    window.key(GLFW_KEY_H);
    CHECK(window.text("start/recording/0/name") == "run.loop");
    CHECK(window.text("start/recording/0/when") == "just now");
    CHECK(window.text("start/recording/0/remark").find(" events") != std::string::npos);
    std::filesystem::remove(path);
    window.key(GLFW_KEY_H);
    window.key(GLFW_KEY_H);
    CHECK(window.text("start/recording/0/remark") == "not there any more");
}

TEST_CASE("a file that is no recording is refused in a sentence, and what was open stays") {
    Page page;
    page.scratch.write("bad.loop", "this is not a recording");
    Harness window(page.app, 1600, 900);
    window.click("start/lesson/gather");
    page.app.drop({page.scratch.file("bad.loop")});
    window.frames(3);
    CHECK(window.text("note/text").find("bad.loop") != std::string::npos);
    CHECK(window.text("transport/title") == "03  gather");
    window.click("note/help");
    CHECK(window.shows("ask/field"));
    CHECK_FALSE(window.shows("note/text"));
}

TEST_CASE("O asks for a recording: Tab completes the path, a wrong one is answered in the box") {
    Page page;
    recording_in(page.scratch, "a-long-name.loop");
    Harness window(page.app, 1600, 900);
    const auto type = [&](const std::string& text) {
        for (const char c : text) page.app.character(static_cast<unsigned char>(c));
        window.frames(1);
    };
    window.key(GLFW_KEY_O);
    REQUIRE(window.shows("ask/field"));
    type(page.scratch.file("nobody.loop"));
    window.key(GLFW_KEY_ENTER);
    CHECK(window.text("ask/error").find("nobody.loop") != std::string::npos);
    window.key(GLFW_KEY_BACKSPACE, GLFW_MOD_CONTROL);
    window.key(GLFW_KEY_BACKSPACE, GLFW_MOD_CONTROL);
    CHECK_FALSE(window.shows("ask/error"));
    type("a");
    window.key(GLFW_KEY_TAB);
    CHECK(window.text("ask/field") == page.scratch.file("a-long-name.loop"));
    window.key(GLFW_KEY_ENTER);
    window.frames(3);
    CHECK_FALSE(window.shows("ask/field"));
    CHECK(window.text("transport/title") == "a-long-name.loop");
}

TEST_CASE("the key that opens the box is not typed into it") {
    Page page;
    Harness window(page.app, 1600, 900);
    page.app.key(GLFW_KEY_O, 0);
    page.app.character('o');
    page.app.character('x');
    window.frames(2);
    CHECK(window.text("ask/field") == "x");
}

TEST_CASE("days are told as a person would") {
    ::setenv("TZ", "UTC", 1);
    const Language& english = default_language();
    const std::int64_t noon = 1'700'000'000 / kDay * kDay + kDay / 2;
    CHECK(when_words(english, noon - 10, noon) == "just now");
    CHECK(when_words(english, noon - 3 * 3600, noon) == "today, 09:00");
    CHECK(when_words(english, noon - kDay, noon) == "yesterday, 12:00");
    CHECK(when_words(english, noon - 3 * kDay, noon) == "3 days ago");
    CHECK(when_words(english, noon - 100 * kDay, noon) == "2023-08-06");
    CHECK(when_words(english, noon + 5 * kDay, noon) == "2023-11-19");
}

TEST_CASE("the text twin says all that the page shows") {
    Page page;
    Harness window(page.app, 1600, 900);
    const std::string text = page.app.text("start");
    for (const char* const words : {"BEGIN HERE", "Foundations: what a coroutine is", "04  Queue", "RECORDINGS",
                                    "0 of 2 pages read", "Drop a .loop file", "0 of 3 lessons passed"})
        CHECK_MESSAGE(text.find(words) != std::string::npos, words);
}

TEST_CASE("nothing on the start page is cut or lies over something else") {
    for (const auto& [width, height] : {std::pair(1600, 900), std::pair(1280, 720), std::pair(960, 600)}) {
        Page page;
        Harness window(page.app, width, height);
        CAPTURE(width);
        CHECK_MESSAGE(window.clipped().empty(), joined(window.clipped()));
        CHECK_MESSAGE(window.overlapping("start/track").empty(), joined(window.overlapping("start/track")));
    }
}

TEST_CASE("the page without lessons is kind, and the one where all are passed says so") {
    StartPage none;
    CHECK(go_on_words(none, default_language()).title == "No lessons are here.");
    CHECK(tracks_of(none).empty());
    const ScratchFolder scratch;
    book::Catalogue catalogue = two_tracks();
    book::Progress progress(scratch.path() / "p.toml");
    for (const book::Lesson& lesson : catalogue.lessons) {
        for (std::size_t page = 0; page < lesson.steps.size(); ++page) progress.read(lesson.id, page);
        progress.answer(lesson.id, "gather-time", true);
        progress.answer(lesson.id, "gather-order", false);
    }
    progress.open("queue");
    const StartPage page{.catalogue = &catalogue, .progress = &progress, .recordings = {}};
    CHECK(lesson_to_go_on(page) == nullptr);
    CHECK(go_on_words(page, default_language()).title == "You have passed all lessons.");
    CHECK(sum_words(page, default_language()) == "3 of 3 lessons passed  ·  3 of 6 predictions right at first");
}

TEST_CASE("a single track's lessons stand side by side where there is room, and their titles are whole") {
    Page page;
    page.catalogue.tracks.resize(1);
    for (book::Lesson& lesson : page.catalogue.lessons) lesson.track = "foundations";
    page.catalogue.lessons[0].title = "Sequential or concurrent: who waits for whom";
    for (const int width : {1280, 1600}) {
        CAPTURE(width);
        Harness window(page.app, width, 720);
        const Probed first = *window.find("start/lesson/gather");
        const Probed second = *window.find("start/lesson/queue");
        CHECK(first.min.y == second.min.y);
        CHECK(second.min.x > first.max.x);
        CHECK_FALSE(window.find("start/lesson/gather/title")->clipped);
        CHECK(second.max.x > 0.6f * static_cast<float>(width));
    }
}

TEST_CASE("what the progress squares mean stands below them") {
    Page page;
    Harness window(page.app, 1600, 900);
    CHECK(window.text("start/legend/order").find("pages read") != std::string::npos);
    CHECK(window.text("start/legend_begun") == "begun");
    CHECK(window.find("start/legend/order")->min.y > window.find("start/lesson/queue")->max.y);
}

TEST_CASE("a recording opens where it begins, not at its end where nobody is left") {
    Page page;
    Harness window(page.app, 1600, 900);
    page.app.drop({recording_in(page.scratch, "quiet.loop")});
    window.frames(3);
    const View view = page.app.view();
    CHECK(view.mode == Mode::travel);
    CHECK(view.world.step() == 1);
    CHECK(view.recording.size() > view.cursor);
}
