// The timeline worked by hand: keys, wheel, minimap and dragging, in the whole window.
#include "visualizer/gather_demo.hpp"
#include "visualizer/probe_harness.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

using namespace viz;
using viz::testing::Demo;
using viz::testing::Harness;

namespace {

// A lesson that is over, with the mouse away from the timeline.
struct Bench {
    Demo demo;
    Harness window{demo.app, 1600, 900};
    Bench() {
        for (int i = 0; i < 9; ++i) window.click("transport/step");
        window.click("transport/back");
        window.click("transport/back");
    }
    float cursor_x() const {
        return (window.find("timeline/cursor")->min.x + window.find("timeline/cursor")->max.x) / 2;
    }
    bool zoomed() const { return window.shows("timeline/minimap"); }
    ImVec2 in_lanes() const {
        const Probed lane = *window.find("timeline/lane/2");
        return {lane.max.x - 300, (lane.min.y + lane.max.y) / 2};
    }
};

void hold_control(bool down) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Ctrl, down);
#else
    ImGui::GetIO().KeyCtrl = down;
#endif
}

}  // namespace

TEST_CASE("W and S zoom around the cursor, and S ends where all is seen") {
    Bench bench;
    CHECK_FALSE(bench.zoomed());
    const float before = bench.cursor_x();
    CHECK(bench.window.key(GLFW_KEY_W));
    CHECK(bench.zoomed());
    CHECK(bench.cursor_x() == doctest::Approx(before).epsilon(0.01));
    CHECK(bench.window.key(GLFW_KEY_S));
    CHECK(bench.window.key(GLFW_KEY_S));
    CHECK_FALSE(bench.zoomed());
}

TEST_CASE("W zooms while the program is still on its way") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    window.click("transport/step");
    window.click("transport/step");
    window.key(GLFW_KEY_W);
    CHECK(window.shows("timeline/minimap"));
    window.key(GLFW_KEY_F);
    CHECK_FALSE(window.shows("timeline/minimap"));
}

TEST_CASE("A and D move the view to the left and to the right, and F shows all of it") {
    Bench bench;
    bench.window.key(GLFW_KEY_W);
    bench.window.key(GLFW_KEY_W);
    const float before = bench.cursor_x();
    CHECK(bench.window.key(GLFW_KEY_A));
    CHECK(bench.cursor_x() > before + 20);
    CHECK(bench.window.key(GLFW_KEY_D));
    CHECK(bench.cursor_x() == doctest::Approx(before).epsilon(0.01));
    CHECK(bench.window.key(GLFW_KEY_F));
    CHECK_FALSE(bench.zoomed());
}

TEST_CASE("keys between two frames are all carried out") {
    Bench once, thrice;
    once.window.key(GLFW_KEY_W);
    for (int i = 0; i < 3; ++i) thrice.demo.app.key(GLFW_KEY_W, 0);
    thrice.window.frames(2);
    const auto width = [](const Bench& bench) { return bench.window.find("timeline/minimap")->max.x; };
    CHECK(width(once) == width(thrice));
    // Three notches in, it takes three to come back.
    for (int i = 0; i < 2; ++i) thrice.window.key(GLFW_KEY_S);
    CHECK(thrice.zoomed());
    thrice.window.key(GLFW_KEY_S);
    CHECK_FALSE(thrice.zoomed());
}

TEST_CASE("a dragged lane moves the view and selects nothing") {
    Bench bench;
    bench.window.key(GLFW_KEY_W);
    bench.window.key(GLFW_KEY_W);
    const float before = bench.cursor_x();
    const ImVec2 at = bench.in_lanes();
    bench.window.drag_from(at.x, at.y, 90, 0);
    CHECK(bench.cursor_x() == doctest::Approx(before + 90).epsilon(0.02));
    CHECK(bench.demo.app.view().selection.task == 0);
}

TEST_CASE("the cursor is dragged through time by its grip, and the program stays where it is") {
    Bench bench;
    const std::size_t recorded = bench.demo.app.view().recording.size();
    const Probed grip = *bench.window.find("timeline/cursor");
    const std::size_t before = bench.demo.app.view().cursor;
    bench.window.drag_from((grip.min.x + grip.max.x) / 2, grip.min.y + 3, -160, 0);
    CHECK(bench.demo.app.view().cursor < before);
    CHECK(bench.demo.app.view().mode == Mode::travel);
    CHECK(bench.demo.app.view().recording.size() == recorded);
    CHECK(bench.cursor_x() < (grip.min.x + grip.max.x) / 2 - 100);
}

TEST_CASE("dragging in the minimap moves the view there") {
    Bench bench;
    for (int i = 0; i < 4; ++i) bench.window.key(GLFW_KEY_W);
    const float before = bench.cursor_x();
    const Probed map = *bench.window.find("timeline/minimap");
    bench.window.drag_from(map.max.x - 4, (map.min.y + map.max.y) / 2, map.min.x - map.max.x + 14, 0);
    CHECK(bench.zoomed());
    // At the left end of the whole, the cursor is far to the right or out of sight.
    CHECK((!bench.window.shows("timeline/cursor") || bench.cursor_x() > before));
}

TEST_CASE("Ctrl and the wheel scroll the lanes when they are more than fit, and do not zoom") {
    Demo demo;
    Harness window(demo.app, 1600, 700);
    for (int i = 0; i < 3; ++i) window.click("transport/step");
    window.drag("splitter/centre", 0, -80);
    REQUIRE(window.shows("timeline/lane/2"));
    const Probed lane = *window.find("timeline/lane/2");
    hold_control(true);
    window.wheel(lane.max.x - 200, lane.min.y + 10, -1);
    hold_control(false);
    const Probed* after = window.find("timeline/lane/2");
    CHECK((after == nullptr || after->min.y < lane.min.y - 1 || after->max.y < lane.max.y - 1));
    CHECK_FALSE(window.shows("timeline/minimap"));
}

TEST_CASE("the help sheet lists the timeline's keys") {
    Demo demo;
    Harness window(demo.app, 1280, 720);
    window.key(GLFW_KEY_F1);
    CHECK(window.text("help/keys.zoom") == "zoom in, zoom out");
    CHECK(window.shows("help/keys.pan"));
    CHECK(window.shows("help/keys.fit"));
}
