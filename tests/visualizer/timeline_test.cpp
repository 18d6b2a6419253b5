#include "panels/timeline.hpp"
#include "panels/timeline_parts.hpp"
#include "visualizer/panel_stage.hpp"
#include "visualizer/sample_recording.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace viz;
using namespace loopscope;
using viz::testing::make_view;
using viz::testing::PanelStage;
using viz::testing::Sample;

namespace {

constexpr Axis kAxes[] = {Axis::step, Axis::loop_time, Axis::real_time};

Recording random_recording(std::size_t events) {
    Recording recording;
    recording.append(loopscope::testing::RandomProgram(7, events).out.slots());
    return recording;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// The states that a lane's pieces tell of.
std::set<TaskState> told(const std::vector<LanePiece>& pieces) {
    std::set<TaskState> states;
    for (const LanePiece& piece : pieces) {
        if (!piece.strip) states.insert(piece.state);
        if (piece.shares[0] > 0) states.insert(TaskState::ready);
        if (piece.shares[1] > 0) states.insert(TaskState::running);
        if (piece.shares[2] > 0) states.insert(TaskState::waiting);
    }
    return states;
}

struct Cut {
    std::vector<LanePiece> pieces;
    Cut(const Recording& recording, TaskId task, Axis axis, double begin, double end, std::size_t cursor) {
        const TimelineAxis places(recording, axis);
        LodSettings settings;
        settings.cursor = cursor;
        TimelineLod lod(places, {begin, 600 / (end - begin), 100, 700}, settings);
        lod.cut(*recording.lane(task), pieces);
    }
};

}  // namespace

TEST_CASE("places on an axis never fall as events go on") {
    const Recording recording = random_recording(4000);
    for (const Axis axis : kAxes) {
        const TimelineAxis places(recording, axis);
        double last = 0;
        for (std::size_t event = 0; event < recording.size(); ++event) {
            REQUIRE(places.place(event) >= last);
            last = places.place(event);
        }
        CHECK(places.end() >= last);
    }
}

TEST_CASE("a place leads back to the cursor that has seen all up to it and nothing after") {
    const Recording recording = random_recording(4000);
    for (const Axis axis : kAxes) {
        const TimelineAxis places(recording, axis);
        for (std::size_t event = 0; event < recording.size(); event += 3) {
            for (const double place : {places.place(event), places.place(event) + 0.1, places.place(event) + 0.65}) {
                const std::size_t cursor = places.cursor_at(place);
                REQUIRE(cursor > event);
                REQUIRE(places.place(cursor - 1) <= place);
                if (cursor < recording.size()) REQUIRE(places.place(cursor) > place);
                REQUIRE(places.cursor_at(place, event) == cursor);
            }
        }
        CHECK(places.cursor_at(-1) == 0);
        CHECK(places.cursor_at(1e12) == recording.size());
    }
}

TEST_CASE("what a limited recording has left keeps its places on every axis, and they lead back to it") {
    const loopscope::testing::RandomProgram program(7, 4000);
    Recording whole;
    Recording limited;
    limited.keep_at_most(600);
    REQUIRE(whole.append(program.out.slots()));
    REQUIRE(limited.append(program.out.slots()));
    REQUIRE(limited.first() > 0);
    for (const Axis axis : kAxes) {
        const TimelineAxis before(whole, axis);
        const TimelineAxis after(limited, axis);
        for (std::size_t event = limited.first(); event < limited.size(); ++event) {
            // What followed the last step that went has no step to stand behind.
            if (axis != Axis::step || limited.step_at(event) > limited.step_at(limited.first()))
                REQUIRE(after.place(event) == before.place(event));
            const std::size_t cursor = after.cursor_at(after.place(event));
            REQUIRE(cursor > event);
        }
        CHECK(after.end() == before.end());
    }
}

TEST_CASE("on the step axis each step begins one unit after the one before") {
    const Sample sample;
    const TimelineAxis places(sample.recording, Axis::step);
    for (std::size_t step = 0; step < sample.recording.steps().size(); ++step) {
        CHECK(places.place(sample.recording.steps()[step]) == doctest::Approx(static_cast<double>(step)));
    }
    CHECK(place_words(default_language(), Axis::step, places.cursor_place(sample.step(4))) == "step 4");
}

TEST_CASE("an empty recording has an axis, a text and a picture") {
    const Recording recording;
    const TimelineAxis places(recording, Axis::loop_time);
    CHECK(places.end() == 0);
    CHECK(places.cursor_at(3) == 0);
    const World world;
    const View view = make_view(recording, world, 0);
    CHECK(contains(timeline_text(view), "step 0 of 0"));
    PanelStage stage;
    TimelineLook look;
    stage.frame(
        [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) { timeline_panel(view, ui, look, min, max, actions); });
    CHECK(stage.shown("timeline/heading") == "TIMELINE");
}

TEST_CASE("ticks are round, inside the range, and no more than asked for") {
    for (const double length : {0.003, 0.7, 3.0, 42.0, 12345.0}) {
        const auto ticks = axis_ticks(Axis::loop_time, 0, length, 8);
        CHECK(ticks.size() >= 2);
        CHECK(ticks.size() <= 9);
        for (const Tick& tick : ticks) CHECK((tick.place >= 0 && tick.place <= length * 1.0001));
    }
    const auto times = axis_ticks(Axis::loop_time, 0, 1.0, 6);
    REQUIRE(times.size() == 6);
    CHECK(times[1].label == "0.2");
    // Steps are counted from 1: the first stands at 0.
    const auto steps = axis_ticks(Axis::step, 0, 8, 20);
    CHECK(steps.front().label == "1");
    CHECK(steps.front().place == 0);
    CHECK(axis_ticks(Axis::step, 0, 100, 12).front().label == "10");
    CHECK(axis_ticks(Axis::step, 5, 5, 12).empty());
}

TEST_CASE("seen from near, every span of a lane is a piece of its own") {
    const Sample sample;
    const Cut cut(sample.recording, 2, Axis::step, 0, 12, sample.recording.size());
    const Lane& lane = *sample.recording.lane(2);
    REQUIRE(cut.pieces.size() == lane.spans.size());
    for (std::size_t at = 0; at < cut.pieces.size(); ++at) {
        CHECK_FALSE(cut.pieces[at].strip);
        CHECK(cut.pieces[at].state == lane.spans[at].state);
    }
}

TEST_CASE("seen from afar, a lane is few pieces and no state is lost") {
    const Recording recording = random_recording(60000);
    for (const Axis axis : kAxes) {
        const TimelineAxis places(recording, axis);
        for (const TaskInfo& task : recording.tasks().first(std::min<std::size_t>(recording.tasks().size(), 40))) {
            const Cut cut(recording, task.id, axis, 0, places.end(), recording.size());
            std::set<TaskState> lived;
            for (const Span& span : recording.lane(task.id)->spans) lived.insert(span.state);
            // On a clock, what takes no time leaves no mark unless it ran.
            const auto states = told(cut.pieces);
            if (axis == Axis::step) CHECK(std::ranges::includes(lived, states));
            if (lived.contains(TaskState::running)) CHECK(states.contains(TaskState::running));
            CHECK(cut.pieces.size() <= 250);
            for (std::size_t at = 1; at < cut.pieces.size(); ++at)
                REQUIRE(cut.pieces[at].x0 >= cut.pieces[at - 1].x1 - 0.01f);
        }
    }
}

TEST_CASE("a busy lane is merged into strips that tell the shares of its states") {
    loopscope::testing::StreamBuilder out;
    const auto name = out.string("busy");
    out.add(EventKind::task_create, 1, {.a = name});
    out.add(EventKind::task_ready, 1);
    for (std::uint32_t step = 1; step <= 30000; ++step) {
        out.add(EventKind::step_begin, 1, {.a = step});
        out.add(EventKind::task_wait, 1, {.detail = static_cast<std::uint8_t>(WaitReason::sleep)});
        out.add(EventKind::step_end, 1);
        out.add(EventKind::turn_begin, 0, {.b = step});
        out.add(EventKind::task_ready, 1, {.detail = static_cast<std::uint8_t>(WakeReason::timer)});
    }
    Recording recording;
    recording.append(out.slots());
    const Cut cut(recording, 1, Axis::step, 0, 30000, recording.size());
    CHECK(cut.pieces.size() < 30);
    CHECK(told(cut.pieces) == std::set{TaskState::ready, TaskState::running, TaskState::waiting});
    CHECK(cut.pieces.front().x0 <= 101);
    CHECK(cut.pieces.back().x1 >= 699);
}

TEST_CASE("steps of one instant are spread, each as wide as a mark must be") {
    loopscope::testing::StreamBuilder out;
    const auto name = out.string("eager");
    out.add(EventKind::task_create, 1, {.a = name});
    out.add(EventKind::task_ready, 1);
    for (std::uint32_t step = 1; step <= 3; ++step) {
        out.add(EventKind::step_begin, 1, {.a = step});
        const auto wait = step < 3 ? WaitReason::yield : WaitReason::sleep;
        out.add(EventKind::task_wait, 1, {.detail = static_cast<std::uint8_t>(wait)});
        if (step < 3) out.add(EventKind::task_ready, 1, {.detail = static_cast<std::uint8_t>(WakeReason::yielded)});
        out.add(EventKind::step_end, 1);
    }
    out.add(EventKind::time_moves, 0, {.b = 1'000'000'000});
    Recording recording;
    recording.append(out.slots());
    const Cut cut(recording, 1, Axis::loop_time, 0, 1, recording.size());
    REQUIRE(cut.pieces.size() == 4);
    for (std::size_t at = 0; at < 3; ++at) {
        CHECK(cut.pieces[at].state == TaskState::running);
        CHECK(cut.pieces[at].x1 - cut.pieces[at].x0 >= 7);
        CHECK(cut.pieces[at + 1].x0 > cut.pieces[at].x1);
    }
    CHECK(cut.pieces[3].state == TaskState::waiting);
    CHECK(cut.pieces[3].x1 == doctest::Approx(700));
}

TEST_CASE("what begins after the cursor is cut away, or marked as future when it is shown") {
    const Sample sample;
    const TimelineAxis places(sample.recording, Axis::step);
    const std::size_t cursor = sample.step(3);
    for (const bool future : {false, true}) {
        LodSettings settings;
        settings.cursor = cursor;
        settings.show_future = future;
        std::vector<LanePiece> pieces;
        TimelineLod(places, {0, 50, 100, 800}, settings).cut(*sample.recording.lane(2), pieces);
        const auto later = std::ranges::count_if(pieces, [](const LanePiece& piece) { return piece.future; });
        CHECK((later > 0) == future);
    }
}

TEST_CASE("lanes stand in the order of the task tree") {
    const Sample sample;
    const auto rows = task_tree(sample.recording);
    REQUIRE(rows.size() == 6);
    CHECK(rows[0].task == 1);
    CHECK(rows[0].depth == 0);
    for (std::size_t at = 1; at < rows.size(); ++at) {
        CHECK(rows[at].task == at + 1);
        CHECK(rows[at].depth == 1);
    }
}

TEST_CASE("the timeline's text says what each task does at the cursor") {
    const Sample sample;
    const auto text_at = [&](std::size_t cursor) {
        const World world = sample.recording.at(cursor);
        return timeline_text(make_view(sample.recording, world, cursor));
    };
    const std::string first = text_at(sample.step(1));
    CHECK(contains(first, "main: runs, step 1"));
    CHECK_FALSE(contains(first, "fetch-1"));

    const std::string second = text_at(sample.step(3));
    CHECK(contains(second, "main: waits, gather(3), line 16"));
    CHECK(contains(second, "  fetch-1: waits, sleep 1 s, line 8"));
    CHECK(contains(second, "  fetch-2: runs, step 1"));
    CHECK(contains(second, "  fetch-3: ready, created by main"));
    CHECK(contains(second, "Last wake-up: doomed, created by main."));

    const std::string late = text_at(sample.step(8));
    CHECK(contains(late, "  broken: failed"));
    CHECK(contains(late, "  doomed: runs, step 2"));
    CHECK(contains(late, "Last wake-up: doomed, cancelled by fetch-1."));

    const std::string end = text_at(sample.step(11));
    CHECK(contains(end, "  doomed: cancelled"));
    CHECK(contains(end, "  fetch-3: done"));
    CHECK(contains(end, "Last wake-up: main, woken by gather(3)."));
}

TEST_CASE("the panel names every lane, the cursor and the last wake-up") {
    const Sample sample;
    const std::size_t cursor = sample.step(7);
    const World world = sample.recording.at(cursor);
    const View view = make_view(sample.recording, world, cursor);
    PanelStage stage;
    TimelineLook look;
    stage.frame(
        [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) { timeline_panel(view, ui, look, min, max, actions); });
    CHECK(stage.shown("timeline/lane/3") == "fetch-2: waits, sleep 2 s, line 8");
    CHECK(stage.shown("timeline/lane/5") == "broken: failed");
    CHECK(stage.shown("timeline/cursor") == "step 7");
    CHECK(stage.shown("timeline/wake") == "its sleep is over");
    CHECK(stage.shown("timeline/legend/waiting") != "(not shown)");
    for (const auto& [name, probed] : stage.probe.shown()) CHECK_MESSAGE(!probed.clipped, name);
}

TEST_CASE("clicks on a lane select, clicks on the ruler seek, words choose the axis") {
    const Sample sample;
    const std::size_t cursor = sample.step(7);
    const World world = sample.recording.at(cursor);
    const View view = make_view(sample.recording, world, cursor);
    PanelStage stage;
    TimelineLook look;
    const auto draw = [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        timeline_panel(view, ui, look, min, max, actions);
    };
    stage.frame(draw);
    stage.click(draw, "timeline/lane/4");
    REQUIRE(stage.last_action<act::Select>() != nullptr);
    CHECK(stage.last_action<act::Select>()->task == 4);

    const Probed ruler = *stage.probe.find("timeline/ruler");
    const Probed mark = *stage.probe.find("timeline/cursor");
    const float unit = ((mark.min.x + mark.max.x) / 2 - ruler.min.x) / 6.5f;
    stage.click(draw, ImVec2(ruler.min.x + 2.6f * unit, ruler.min.y + 5));
    REQUIRE(stage.last_action<act::Seek>() != nullptr);
    CHECK(sample.recording.step_at(stage.last_action<act::Seek>()->index) == 3);

    stage.click(draw, "timeline/axis/loop");
    REQUIRE(stage.last_action<act::SetAxis>() != nullptr);
    CHECK(stage.last_action<act::SetAxis>()->axis == Axis::loop_time);
}

TEST_CASE("the wheel zooms where the mouse is, and the minimap tells where one is") {
    const Sample sample;
    const World world = sample.recording.at(sample.recording.size());
    const View view = make_view(sample.recording, world, sample.recording.size());
    PanelStage stage;
    TimelineLook look;
    const auto draw = [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        timeline_panel(view, ui, look, min, max, actions);
    };
    stage.frame(draw);
    CHECK(stage.shown("timeline/minimap") == "(not shown)");
    const auto before = look.ranges[0];
    const Probed lane = *stage.probe.find("timeline/lane/3");
    stage.wheel(draw, ImVec2(lane.min.x + 500, lane.min.y + 10), 2);
    CHECK(look.ranges[0].end - look.ranges[0].begin < before.end - before.begin);
    CHECK(stage.shown("timeline/minimap") != "(not shown)");
    stage.wheel(draw, ImVec2(lane.min.x + 500, lane.min.y + 10), -30);
    CHECK(look.ranges[0].fit);
}

TEST_CASE("a picture of many tasks and events stays small") {
    const Recording recording = random_recording(100000);
    const World world = recording.at(recording.size());
    View view = make_view(recording, world, recording.size());
    PanelStage stage;
    TimelineLook look;
    for (const Axis axis : kAxes) {
        view.axis = axis;
        stage.frame([&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
            timeline_panel(view, ui, look, min, max, actions);
        });
        CHECK(look.pieces.size() <= 1500);
        CHECK(stage.vertices < 20000);
    }
}
