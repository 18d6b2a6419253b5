// Bookmarks: put, noted, found again, and kept beside the recording.
#include "app/bookmarks.hpp"
#include "lessons/scratch_folder.hpp"
#include "visualizer/gather_demo.hpp"
#include "visualizer/probe_harness.hpp"

#include <doctest/doctest.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <filesystem>
#include <string>
#include <string_view>

using namespace viz;
using lessons::ScratchFolder;
using viz::testing::Demo;
using viz::testing::FakeSession;
using viz::testing::Harness;

namespace {

void type(App& app, std::string_view text) {
    for (const char c : text) app.character(static_cast<unsigned char>(c));
}

}  // namespace

TEST_CASE("bookmarks stand in the order of their moments, and are found around") {
    Bookmarks marks;
    CHECK(marks.after(0) == nullptr);
    for (const std::size_t index : {30u, 10u, 20u}) marks.toggle(index);
    REQUIRE(marks.all().size() == 3);
    CHECK(marks.all()[0].index == 10);
    CHECK(marks.after(10)->index == 20);
    CHECK(marks.after(30)->index == 10);
    marks.toggle(20);
    CHECK(marks.all().size() == 2);
    CHECK(marks.at(20) == nullptr);
    marks.set_note(20, "nobody is here");
    CHECK(marks.all().size() == 2);
}

TEST_CASE("bookmarks and their notes are there again when the file is opened again") {
    const ScratchFolder scratch;
    const auto path = scratch.path() / "run.loop.bookmarks.toml";
    {
        Bookmarks marks(path);
        marks.toggle(7);
        marks.set_note(7, "here it \"hangs\"\nfor good");
        CHECK(marks.save());
    }
    const Bookmarks again(path);
    REQUIRE(again.all().size() == 1);
    CHECK(again.all()[0].index == 7);
    CHECK(again.all()[0].note == "here it \"hangs\"\nfor good");
}

TEST_CASE("whatever stands in the file, what is no bookmark counts for nothing") {
    const ScratchFolder scratch;
    scratch.write("b.toml", "bookmarks = [1, \"x\", {event = -5}, {event = 9, note = 4}, {event = 9}, {event = 2}]");
    const Bookmarks marks(scratch.path() / "b.toml");
    REQUIRE(marks.all().size() == 2);
    CHECK(marks.all()[0].index == 2);
    CHECK(marks.all()[1].note.empty());
}

TEST_CASE("those of a recording stand beside it, those of a lesson in the state folder by its knobs") {
    const ScratchFolder scratch;
    const BookmarkPlace beside = bookmarks_of_file(scratch.path() / "run.loop", scratch.path() / "state");
    CHECK(beside.path == scratch.path() / "run.loop.bookmarks.toml");
    CHECK_FALSE(beside.elsewhere);
    const BookmarkPlace other = bookmarks_of_file(scratch.path() / "gone/run.loop", scratch.path() / "state");
    CHECK(other.elsewhere);
    CHECK(other.path.string().starts_with((scratch.path() / "state").string()));
    CHECK(other.path != bookmarks_of_file(scratch.path() / "gone/too/run.loop", scratch.path() / "state").path);

    const auto one = bookmarks_of_lesson("gather", {{"delay", 1}}, scratch.path());
    CHECK(one == bookmarks_of_lesson("gather", {{"delay", 1}}, scratch.path()));
    CHECK(one != bookmarks_of_lesson("gather", {{"delay", 1.5}}, scratch.path()));
    CHECK(bookmarks_of_lesson("gather", {}, "").empty());
}

TEST_CASE("M puts a bookmark and takes it away, and its note is typed in a field") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    for (int i = 0; i < 3; ++i) window.click("transport/step");
    const std::size_t there = demo.app.view().cursor;
    CHECK(window.key(GLFW_KEY_M));
    REQUIRE(demo.app.view().bookmarks.size() == 1);
    CHECK(demo.app.view().bookmarks[0].index == there);

    CHECK(window.key(GLFW_KEY_M, GLFW_MOD_CONTROL));
    CHECK(window.shows("ask/field"));
    type(demo.app, "who wakes it?");
    window.frames(1);
    CHECK(window.text("ask/field") == "who wakes it?");
    window.key(GLFW_KEY_ENTER);
    CHECK_FALSE(window.shows("ask/field"));
    CHECK(demo.app.view().bookmarks[0].note == "who wakes it?");

    window.key(GLFW_KEY_HOME);
    REQUIRE(demo.app.view().cursor != there);
    CHECK(window.key(GLFW_KEY_M, GLFW_MOD_SHIFT));
    CHECK(demo.app.view().cursor == there);
    window.key(GLFW_KEY_M);
    CHECK(demo.app.view().bookmarks.empty());
    CHECK_FALSE(window.key(GLFW_KEY_M, GLFW_MOD_SHIFT));
}

TEST_CASE("a note that is left with Esc changes nothing, and letters do not steer the program") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    for (int i = 0; i < 2; ++i) window.click("transport/step");
    const std::size_t there = demo.app.view().cursor;
    window.key(GLFW_KEY_M, GLFW_MOD_CONTROL);
    window.key(GLFW_KEY_R);  // the key of the letter comes too
    type(demo.app, "r");
    window.key(GLFW_KEY_ESCAPE);
    CHECK(demo.starts.size() == 1);
    CHECK(demo.app.view().cursor == there);
    REQUIRE(demo.app.view().bookmarks.size() == 1);
    CHECK(demo.app.view().bookmarks[0].note.empty());
}
