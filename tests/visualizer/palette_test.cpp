// The palette: a few letters find anything, Enter does it.
#include "panels/palette.hpp"
#include "monitor/stream_builder.hpp"
#include "panels/palette_names.hpp"
#include "visualizer/gather_demo.hpp"
#include "visualizer/probe_harness.hpp"

#include <doctest/doctest.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <string>
#include <string_view>

using namespace viz;
using loopscope::EventKind;
using loopscope::testing::StreamBuilder;
using viz::testing::Demo;
using viz::testing::Harness;

namespace {

void type(Harness& window, std::string_view text) {
    for (const char c : text) window.app().character(static_cast<unsigned char>(c));
    window.frames(2);
}

void run_through(Harness& window) {
    for (int i = 0; i < 9; ++i) window.click("transport/step");
}

}  // namespace

TEST_CASE("a text fits when every word typed is in it, best at the beginning of a word") {
    CHECK(fits("", "anything"));
    CHECK(fits("fetch", "fetch-1"));
    CHECK(fits("1 fetch", "fetch-1"));
    CHECK(fits("FETCH", "fetch-1"));
    CHECK(fits("ckp", "checkpoint"));
    CHECK_FALSE(fits("fetch 9", "fetch-1"));
    CHECK_FALSE(fits("kc", "checkpoint"));
    CHECK_FALSE(fits("x", ""));
    CHECK(*fits("one", "one") > *fits("one", "phone"));
    CHECK(*fits("one", "the one") > *fits("one", "phone"));
    CHECK(*fits("one", "one") > *fits("one", "one and all the others"));
    CHECK(*fits("step", "step back") > *fits("step", "so they eat pies"));
}

TEST_CASE("Ctrl+P opens the palette with all that can be done, and Esc closes it") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    CHECK(window.key(GLFW_KEY_P, GLFW_MOD_CONTROL));
    REQUIRE(window.shows("palette/field"));
    CHECK(window.text("palette/group/actions") == "ACTIONS");
    CHECK(window.shows_text("palette/row/", "Shift + Right"));
    window.key(GLFW_KEY_ESCAPE);
    CHECK_FALSE(window.shows("palette/field"));
    CHECK(window.shows("timeline/heading"));
}

TEST_CASE("Enter does what is chosen, even before a frame was drawn") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    window.key(GLFW_KEY_P, GLFW_MOD_CONTROL);
    for (const char c : std::string_view("real time")) demo.app.character(static_cast<unsigned char>(c));
    demo.app.key(GLFW_KEY_ENTER, 0);
    window.frames(2);
    CHECK(demo.app.view().axis == Axis::real_time);
    CHECK_FALSE(window.shows("palette/field"));
}

TEST_CASE("letters typed into the palette steer nothing, and its own keys walk the list") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    window.key(GLFW_KEY_P, GLFW_MOD_CONTROL);
    window.key(GLFW_KEY_R);
    window.key(GLFW_KEY_RIGHT);
    window.key(GLFW_KEY_SPACE);
    CHECK(demo.starts.size() == 1);
    CHECK(demo.app.view().recording.steps().size() <= 1);
    type(window, "axs");
    window.key(GLFW_KEY_BACKSPACE);
    window.key(GLFW_KEY_LEFT);
    window.key(GLFW_KEY_DELETE);
    CHECK(window.text("palette/field") == "a");
    const std::string first = demo.app.text("palette");
    window.key(GLFW_KEY_DOWN);
    window.key(GLFW_KEY_DOWN);
    window.key(GLFW_KEY_UP);
    CHECK(window.shows("palette/row/1"));
}

TEST_CASE("tasks, prints, checkpoints, source lines, lessons and words are found") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    run_through(window);
    const auto find = [&](std::string_view typed, const char* group) {
        window.key(GLFW_KEY_P, GLFW_MOD_CONTROL);
        type(window, typed);
        const bool found = window.shows(std::string("palette/group/") + group);
        window.key(GLFW_KEY_ESCAPE);
        return found;
    };
    // A prediction is open: only what the cursor has passed is told, and it is at the end.
    CHECK(find("fetch-2", "tasks"));
    CHECK(find("3 results", "prints"));
    CHECK(find("all-here", "checkpoints"));
    CHECK(find("kit::checkpoint", "lines"));
    CHECK(find("another", "lessons"));
    CHECK(find("coroutine", "words"));
    CHECK_FALSE(find("qzqzqz", "tasks"));
}

TEST_CASE("only source lines that a step has passed are found: of the others there is nothing to show") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    const auto lines = [&] {
        const View view = demo.app.view();
        std::string room;
        std::size_t count = 0;
        for (std::size_t i = 0; i < names_in(view, PaletteGroup::lines); ++i)
            count += name_at(view, PaletteGroup::lines, i, room).empty() ? 0 : 1;
        return count;
    };
    const std::size_t at_first = lines();
    run_through(window);
    CHECK(lines() > at_first);
    const View view = demo.app.view();
    std::string room;
    for (std::size_t i = 0; i < names_in(view, PaletteGroup::lines); ++i) {
        if (name_at(view, PaletteGroup::lines, i, room).empty()) continue;
        const auto selects = [](const Action& action) { return std::holds_alternative<act::Select>(action); };
        CHECK(std::ranges::any_of(row_of(view, PaletteGroup::lines, i).does, selects));
    }
}

TEST_CASE("Enter on a task selects it, on a print goes there") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    run_through(window);
    window.key(GLFW_KEY_F, GLFW_MOD_CONTROL);
    CHECK_FALSE(window.shows("palette/group/actions"));
    CHECK(window.shows("palette/group/checkpoints"));
    type(window, "fetch-2 done");
    window.key(GLFW_KEY_ENTER);
    const View there = demo.app.view();
    CHECK(there.recording.text(there.recording.prints()[5]) == "fetch-2 done");
    CHECK(there.cursor > there.recording.prints()[4]);
    CHECK(there.cursor <= there.recording.prints()[5] + 1);

    window.key(GLFW_KEY_F, GLFW_MOD_CONTROL);
    type(window, "fetch-3");
    const auto& shown = demo.app.probe().shown();
    const auto row = std::ranges::find_if(shown, [](const auto& one) {
        return one.first.starts_with("palette/row/") && one.second.text.starts_with("fetch-3  ");
    });
    REQUIRE_MESSAGE(row != shown.end(), window.all("palette/"));
    window.click(row->first);
    CHECK(demo.app.view().recording.task_name(demo.app.view().selection.task) == "fetch-3");
    CHECK_FALSE(window.shows("palette/field"));
}

TEST_CASE("while a prediction is open the palette tells nothing of what comes") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    run_through(window);
    window.key(GLFW_KEY_HOME);
    PaletteSearch search;
    search.ask(demo.app.view(), "done", true);
    search.go_on(demo.app.view(), 10'000);
    CHECK(search.found(PaletteGroup::prints) == 0);
    CHECK(search.found(PaletteGroup::findings) == 0);
    window.click("predict/option/1");
    window.click("predict/commit");
    search.ask(demo.app.view(), "done", true);
    search.go_on(demo.app.view(), 10'000);
    CHECK(search.found(PaletteGroup::prints) == 3);
}

TEST_CASE("a long recording is searched a part a frame, and the best is found among all") {
    StreamBuilder stream;
    stream.add(EventKind::loop_start);
    constexpr std::size_t kPrints = 30'000;
    for (std::size_t i = 0; i < kPrints; ++i)
        stream.add_text(EventKind::print, 0, {}, i == kPrints - 1 ? "needle" : "needles and more " + std::to_string(i));
    loopscope::Recording recording;
    REQUIRE(recording.append(stream.slots()));
    const loopscope::World world = recording.now();
    const View view{.recording = recording, .world = world, .cursor = recording.size(), .selection = {}};
    PaletteSearch search;
    search.ask(view, "needle", true);
    int parts = 1;
    while (search.go_on(view, 1'000)) {
        CHECK(search.searching());
        ++parts;
    }
    CHECK(parts >= static_cast<int>(kPrints / 1'000));
    CHECK(search.found(PaletteGroup::prints) == kPrints);
    REQUIRE_FALSE(search.rows().empty());
    CHECK(search.rows().front().text == "needle");
    CHECK(search.rows().size() <= 8);
}

TEST_CASE("the palette's text twin says what its picture says") {
    Demo demo;
    Harness window(demo.app, 1600, 900);
    window.key(GLFW_KEY_P, GLFW_MOD_CONTROL);
    const std::string text = demo.app.text("palette");
    for (const auto& [name, probed] : demo.app.probe().shown()) {
        if (!name.starts_with("palette/row/")) continue;
        const std::string words = probed.text.substr(0, probed.text.find("  "));
        CHECK_MESSAGE(text.find(words) != std::string::npos, words);
    }
}

TEST_CASE("nothing of the palette is cut, in any size") {
    for (const auto& [width, height] : {std::pair(1600, 900), std::pair(1280, 720), std::pair(960, 600)}) {
        Demo demo;
        Harness window(demo.app, width, height);
        window.key(GLFW_KEY_P, GLFW_MOD_CONTROL);
        for (const char* const name : {"palette/field", "palette/keys", "palette/enter", "palette/group/actions"}) {
            REQUIRE(window.shows(name));
            CHECK_FALSE(window.find(name)->clipped);
        }
    }
}
