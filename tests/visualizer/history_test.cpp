// Going back to where the reader looked before.
#include "app/history.hpp"
#include "visualizer/gather_demo.hpp"
#include "visualizer/probe_harness.hpp"

#include <doctest/doctest.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

using namespace viz;
using viz::testing::Demo;
using viz::testing::Harness;
using Move = History::Move;

namespace {

History::Place at(std::size_t cursor, loopscope::TaskId task = 0) { return {cursor, {.task = task}}; }

}  // namespace

TEST_CASE("each jump is taken back by itself, and made again") {
    History history;
    history.went(at(1), at(10), Move::jump);
    history.went(at(10), at(10, 3), Move::jump);
    CHECK(history.back(at(10, 3)) == at(10));
    CHECK(history.back(at(10)) == at(1));
    CHECK_FALSE(history.back(at(1)));
    CHECK(history.forward(at(1)) == at(10));
    CHECK(history.forward(at(10)) == at(10, 3));
    CHECK_FALSE(history.forward(at(10, 3)));
}

TEST_CASE("a row of steps is one jump") {
    History history;
    for (std::size_t i = 0; i < 50; ++i) history.went(at(i), at(i + 1), Move::step);
    CHECK(history.back(at(50)) == at(0));
    CHECK_FALSE(history.can_go_back());
}

TEST_CASE("steps after a jump are another row") {
    History history;
    history.went(at(0), at(1), Move::step);
    history.went(at(1), at(90), Move::jump);
    history.went(at(90), at(91), Move::step);
    CHECK(history.back(at(91)) == at(90));
    CHECK(history.back(at(90)) == at(1));
    CHECK(history.back(at(1)) == at(0));
}

TEST_CASE("whoever goes elsewhere after going back leaves the old way") {
    History history;
    history.went(at(1), at(2), Move::jump);
    history.back(at(2));
    history.went(at(1), at(7), Move::jump);
    CHECK_FALSE(history.can_go_forward());
    CHECK(history.back(at(7)) == at(1));
}

TEST_CASE("what led nowhere is not remembered, and the oldest is forgotten in the end") {
    History history;
    history.went(at(5), at(5), Move::jump);
    history.went(at(5), at(6), Move::none);
    CHECK_FALSE(history.can_go_back());
    for (std::size_t i = 0; i < 2 * History::kMost; ++i) history.went(at(i), at(i + 1), Move::jump);
    std::size_t count = 0;
    auto here = at(2 * History::kMost);
    while (const auto place = history.back(here)) here = *place, ++count;
    CHECK(count == History::kMost);
}

TEST_CASE("going back by key returns to the cursor and to the selection") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    for (int i = 0; i < 9; ++i) window.click("transport/step");
    const std::size_t end = demo.app.view().cursor;
    window.key(GLFW_KEY_HOME);
    const std::size_t there = demo.app.view().cursor;
    REQUIRE(there != end);
    window.key(GLFW_KEY_DOWN);
    const Selection chosen = demo.app.view().selection;
    REQUIRE(chosen.task != 0);

    CHECK(window.key(GLFW_KEY_Z, GLFW_MOD_CONTROL));
    CHECK(demo.app.view().cursor == there);
    CHECK(demo.app.view().selection == Selection{});
    CHECK(window.key(GLFW_KEY_LEFT, GLFW_MOD_ALT));
    CHECK(demo.app.view().cursor == end);
    CHECK(window.key(GLFW_KEY_Y, GLFW_MOD_CONTROL));
    CHECK(demo.app.view().cursor == there);
    CHECK(window.key(GLFW_KEY_RIGHT, GLFW_MOD_ALT));
    CHECK(demo.app.view().selection == chosen);
    CHECK_FALSE(window.key(GLFW_KEY_Y, GLFW_MOD_CONTROL));
}

TEST_CASE("another run has a history of its own") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    for (int i = 0; i < 4; ++i) window.click("transport/step");
    window.key(GLFW_KEY_HOME);
    REQUIRE(demo.app.view().can_go_back);
    window.key(GLFW_KEY_R);
    CHECK_FALSE(demo.app.view().can_go_back);
}
