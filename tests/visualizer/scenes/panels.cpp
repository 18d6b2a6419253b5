// The panels, on recordings: timeline, loop, resources, source, why, findings, statistics and the tables.
#include "visualizer/scenes/play.hpp"

#include <algorithm>

using viz::BottomTab;
using viz::Command;
using viz::Mode;

namespace scenes {
namespace {

// To the middle of what is recorded, where most is going on.
void to_the_middle(Play& play) {
    play.app().player()->seek(play.view().recording.size() / 2);
    play.frames(6);
}

void changes_the_axis(Play& play) {
    play.open(Program::primitives);
    play.press(Command::axis_loop_time);
    play.frames(40);
    CHECK(play.view().axis == viz::Axis::loop_time);
    play.look();
    play.press(Command::axis_real_time);
    play.frames(40);
    play.look();
    play.click("timeline/axis/step");
    CHECK(play.view().axis == viz::Axis::step);
    play.press(Command::axis_real_time);
    play.press(Command::axis_step);
    play.frames(40);
    CHECK(play.view().axis == viz::Axis::step);
}
void zooms_and_pans(Play& play) {
    play.open(Program::primitives);
    for (int i = 0; i < 6; ++i) play.press(Command::zoom_in);
    play.frames(30);
    play.look();
    play.press(Command::pan_left);
    play.press(Command::pan_right);
    play.press(Command::zoom_out);
    play.press(Command::fit);
    play.frames(30);
    const viz::Probed lane = *(play.sees("timeline/loop"), play.window().find("timeline/loop"));
    play.window().wheel((lane.min.x + lane.max.x) / 2, (lane.min.y + lane.max.y) / 2, 3);
    play.frames(30);
}
void works_a_lane(Play& play) {
    play.open(Program::crowd);
    play.press(Command::next_task);
    play.press(Command::next_task);
    play.press(Command::collapse);
    play.look();
    play.press(Command::collapse);
    play.press(Command::pin);
    play.look();
    play.press(Command::pin);
    play.press(Command::fold);
    play.frames(30);
}
void filters_lanes(Play& play) {
    play.open(Program::primitives);
    play.press(Command::filter);
    play.type("list");
    play.frames(6);
    play.sees("timeline/filter");
    play.look();
    play.key(GLFW_KEY_ESCAPE);
}
void marks_a_range(Play& play) {
    play.open(Program::primitives);
    play.press(Command::first);
    play.steps(3);
    play.steps(9);
    play.press(Command::mark);  // this turn
    CHECK(play.view().range.has_value());
    play.look();
    play.click("tab/statistics");
    play.frames(6);
    play.look();
    play.press(Command::deselect);
    CHECK_FALSE(play.view().range.has_value());
}
void walks_along_a_task(Play& play) {
    play.open(Program::primitives);
    play.press(Command::first);
    play.press(Command::next_task);
    play.press(Command::next_of_task);
    play.press(Command::next_of_task);
    const std::size_t cursor = play.view().cursor;
    play.press(Command::previous_of_task);
    CHECK(play.view().cursor <= cursor);
    play.press(Command::next_span);
    play.press(Command::previous_span);
}
void selects_tasks(Play& play) {
    play.open(Program::primitives);
    to_the_middle(play);
    play.press(Command::next_task);
    CHECK(play.view().selection.task == 1);
    play.press(Command::next_task);
    play.press(Command::previous_task);
    CHECK(play.view().selection.task == 1);
    for (int i = 0; i < 4; ++i) {
        play.press(Command::next_task);
        play.look();
    }
    play.sees("selection/state");
    play.press(Command::deselect);
    CHECK(play.view().selection == viz::Selection{});
}
void shows_the_loop(Play& play) {
    play.steps(3);
    for (const char* part : {"loop/phase/timers", "loop/phase/poll", "loop/phase/run", "loop/running"}) play.sees(part);
    play.twin_says("loop", "fetch-2");
}
void shows_resources(Play& play) {
    play.open(Program::primitives);
    play.press(Command::first);
    for (int i = 0; i < 8; ++i) {
        play.press(Command::next_turn);
        if (i % 3 == 0) play.look();
    }
    play.twin_says("resources", "post");
    play.twin_says("resources", "db");
    const auto things = play.view().recording.objects();
    CHECK(things.size() >= 6);
}
void shows_every_resource_selected(Play& play) {
    play.open(Program::primitives);
    to_the_middle(play);
    for (const auto& [name, probed] : std::map<std::string, viz::Probed>(play.app().probe().shown())) {
        const bool thing = name.starts_with("resources/") && name.find_first_not_of("0123456789", 10) == name.npos;
        if (!thing || name.size() <= 10) continue;
        if (!play.window().shows(name)) continue;  // scrolled away by the one before
        play.click(name);
        play.look();
    }
    CHECK(play.view().selection.object != 0);
}
void shows_a_deadlock(Play& play) {
    play.open(Program::deadlock);
    // At the very end the loop has given up and everything is gone: a little before.
    play.app().player()->seek(play.view().findings.empty() ? 0 : play.view().findings[0].first + 1);
    play.frames(4);
    play.twin_says("resources", "Ada");
    play.look();
    if (play.window().shows("resources/graph")) {
        play.click("resources/graph");
        play.frames(6);
        play.look();
    }
    play.press(Command::last);
    play.click("tab/findings");
    play.frames(6);
    play.reads("tab/findings", "1");
    play.twin_says("findings", "Ada");
    play.click("findings/0");
    CHECK(play.view().selection.task != 0);
    play.look();
}
void shows_findings(Play& play) {
    play.open(Program::findings);
    play.frames(20);
    play.click("tab/findings");
    play.frames(6);
    CHECK(play.view().findings.size() >= 4);
    play.look();
    for (int i = 0; i < 3; ++i) play.window().scroll("findings/0", -3);
    play.frames(6);
}
void finds_nothing_wrong(Play& play) {
    play.open(Program::timers);
    play.click("tab/findings");
    play.frames(6);
    play.sees("findings/none");
}
void shows_statistics(Play& play) {
    play.open(Program::crowd);
    play.click("tab/statistics");
    play.frames(10);
    for (const char* part : {"path", "tasks", "lines", "figures"}) {
        const std::string name = std::string("statistics/part/") + part;
        if (!play.window().shows(name)) continue;
        play.click(name);
        play.frames(6);
        play.look();
    }
    play.twin_says("statistics", "main");
}
void sorts_tasks(Play& play) {
    play.open(Program::crowd);
    play.click("tab/tasks");
    play.frames(4);
    play.click("tasks/sort/name");
    play.look();
    play.click("tasks/sort/name");
    play.window().wheel(400, 640, -5);
    play.frames(4);
    // Letters go to the filter until Tab leaves it; what was typed stays.
    play.click("tasks/filter");
    CHECK(play.app().is_typing());
    play.type("nobody is called so");
    play.reads("tasks/found", "0");
    play.look();
    play.key(GLFW_KEY_TAB);
    CHECK_FALSE(play.app().is_typing());
    play.reads("tasks/filter", "nobody is called so");
    play.click("tasks/filter");
    play.key(GLFW_KEY_ESCAPE);
    CHECK_FALSE(play.app().is_typing());
    play.sees_not("tasks/found");
}
void narrates(Play& play) {
    play.open(Program::primitives);
    play.press(Command::first);
    play.click("tab/narration");
    play.steps(1);
    play.reads_somewhere("narration/", "main");
    play.twin_says("narration", "main");
    play.click("tab/console");
}
void clicks_a_print(Play& play) {
    play.run();
    play.click("console/4");
    play.mode_is(Mode::travel);
    play.look();
}
void shows_sources(Play& play) {
    play.steps(3);
    play.click("source/tab/twin");
    play.look();
    play.click("source/tab/both");
    play.look();
    play.press(Command::source_tab);
    play.press(Command::source_tab);
    play.twin_says("source", "asyncio");
}
void clicks_a_line(Play& play) {
    play.run();
    for (const char* line : {"source/line/9", "source/line/16", "source/line/20"}) {
        if (!play.window().shows(line)) continue;
        play.click(line);
        break;
    }
    CHECK(play.view().selection.site != 0);
    play.look();
    play.press(Command::deselect);
}
void has_nothing_to_show(Play& play) {
    play.open(empty_recording());
    for (const char* tab : {"narration", "tasks", "findings", "statistics", "console"}) {
        play.click(std::string("tab/") + tab);
        play.frames(4);
        play.look();
    }
}
void has_many_timers(Play& play) {
    play.open(Program::timers);
    to_the_middle(play);
    play.press(Command::axis_loop_time);
    play.frames(40);
}
void shows_failures(Play& play) {
    play.open(Program::failures);
    play.click("tab/tasks");
    play.frames(4);
    play.twin_says("tasks", "bad");
    play.press(Command::next_task);
    play.press(Command::next_task);
    play.look();
}
void drags_splitters(Play& play) {
    for (const char* which : {"left", "right", "centre", "side", "bottom", "foot"}) {
        const bool upright = std::string_view(which) == "left" || std::string_view(which) == "right" ||
                             std::string_view(which) == "foot";
        play.window().drag(std::string("splitter/") + which, upright ? 40.0f : 0.0f, upright ? 0.0f : -40.0f);
    }
    play.look();
}

}  // namespace

std::vector<Scene> panel_scenes() {
    return {{"three axes", changes_the_axis},
            {"zoom, pan and fit", zooms_and_pans},
            {"a lane is collapsed and pinned", works_a_lane},
            {"lanes are filtered", filters_lanes},
            {"a range and its statistics", marks_a_range},
            {"along one task", walks_along_a_task},
            {"tasks are selected", selects_tasks},
            {"the loop", shows_the_loop},
            {"every primitive, turn by turn", shows_resources},
            {"every primitive, selected", shows_every_resource_selected},
            {"a deadlock", shows_a_deadlock},
            {"findings of many kinds", shows_findings},
            {"nothing is wrong", finds_nothing_wrong},
            {"statistics", shows_statistics},
            {"200 tasks are sorted", sorts_tasks},
            {"the narration", narrates},
            {"a printed line is clicked", clicks_a_print},
            {"both sources", shows_sources},
            {"a line of the source is clicked", clicks_a_line},
            {"a recording without a task", has_nothing_to_show},
            {"timers from 1 ms to 90 days", has_many_timers},
            {"failed, cancelled, too late", shows_failures},
            {"every splitter is dragged", drags_splitters}};
}

}  // namespace scenes
