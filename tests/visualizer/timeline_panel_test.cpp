// The timeline's panel: folds, ranges, marks, arrows, and what it costs.
#include "panels/timeline.hpp"
#include "panels/timeline_parts.hpp"
#include "visualizer/panel_stage.hpp"
#include "visualizer/sample_recording.hpp"
#include "visualizer/timeline_streams.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace viz;
using namespace loopscope;
using namespace viz::testing;

namespace {

// A panel on a stage, at one cursor of a recording.
struct Bench {
    World world;
    View view;
    PanelStage stage;
    TimelineLook look;
    PanelStage::Draw draw;

    Bench(const Recording& recording, std::size_t cursor, Axis axis = Axis::step)
        : world(recording.at(cursor)), view(make_view(recording, world, cursor)) {
        view.axis = axis;
        draw = [this](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
            timeline_panel(view, ui, look, min, max, actions);
            for (const Action& action : actions) {
                if (const auto* set = std::get_if<act::SetRange>(&action)) view.range = set->range;
            }
        };
        stage.frame(draw);
    }
    void drag(ImVec2 from, ImVec2 to, bool control) {
        ImGuiIO& io = ImGui::GetIO();
        io.KeyCtrl = control;
        io.MousePos = from;
        stage.frame(draw);
        io.MouseDown[0] = true;
        stage.frame(draw);
        for (int part = 1; part <= 4; ++part) {
            const float share = static_cast<float>(part) / 4;
            io.MousePos = ImVec2(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
            stage.frame(draw);
        }
        io.MouseDown[0] = false;
        stage.frame(draw);
        io.KeyCtrl = false;
        stage.frame(draw);
    }
    // What a click changes is seen in the picture after it.
    void click(const std::string& name) {
        stage.click(draw, name);
        ImGui::GetIO().MousePos = ImVec2(-1, -1);
        stage.frame(draw);
    }
    bool shows(const std::string& name) const { return stage.probe.find(name) != nullptr; }
    std::size_t shown_with(std::string_view prefix) const {
        return static_cast<std::size_t>(std::ranges::count_if(
            stage.probe.shown(), [&](const auto& entry) { return entry.first.starts_with(prefix); }));
    }
    ImVec2 middle(const std::string& name) const {
        const Probed* found = stage.probe.find(name);
        REQUIRE(found != nullptr);
        return {(found->min.x + found->max.x) / 2, (found->min.y + found->max.y) / 2};
    }
};

}  // namespace

TEST_CASE("a folded gap says how long it is; a click on its wait opens it, another folds it") {
    const Recording recording = long_gap_run();
    Bench bench(recording, recording.size(), Axis::loop_time);
    bench.look.reduce_motion = true;
    REQUIRE(bench.shown_with("timeline/folded/") == 1);
    const std::uint32_t poll = bench.look.folds.folds()[0].event;
    const std::string name = std::to_string(poll);
    CHECK(bench.stage.shown("timeline/folded/" + name) == "// 20 s //");
    bench.click("timeline/fold/" + name);
    CHECK(bench.shown_with("timeline/folded/") == 0);
    bench.click("timeline/fold/" + name);
    CHECK(bench.shown_with("timeline/folded/") == 1);
    bench.click("timeline/fold");
    CHECK(bench.shown_with("timeline/folded/") == 0);
}

TEST_CASE("what lies behind a folded gap is where a click goes") {
    const Recording recording = long_gap_run();
    Bench bench(recording, recording.size(), Axis::loop_time);
    const Probed ruler = *bench.stage.probe.find("timeline/ruler");
    bench.stage.click(bench.draw, ImVec2(ruler.min.x + 0.75f * (ruler.max.x - ruler.min.x), ruler.min.y + 3));
    REQUIRE(bench.stage.last_action<act::Seek>() != nullptr);
    const double time = 1e-9 * static_cast<double>(recording.loop_time_at(bench.stage.last_action<act::Seek>()->index));
    CHECK(time > 21.2);
    CHECK(time < 22.0);
}

TEST_CASE("Ctrl and the mouse mark whole steps, and the label counts them") {
    const Sample sample;
    Bench bench(sample.recording, sample.recording.size());
    const Probed ruler = *bench.stage.probe.find("timeline/ruler");
    const Probed cursor = *bench.stage.probe.find("timeline/cursor");
    const ImVec2 lane = bench.middle("timeline/lane/3");
    const float zero = bench.look.drawn.scale.at(0);
    const float unit = static_cast<float>(bench.look.drawn.scale.per_unit);
    CHECK(ruler.max.x > cursor.min.x);
    bench.drag(ImVec2(zero + 2.2f * unit, lane.y), ImVec2(zero + 5.3f * unit, lane.y), true);
    REQUIRE(bench.view.range.has_value());
    CHECK(bench.view.range->from == sample.recording.steps()[2]);
    CHECK(sample.recording.step_at(bench.view.range->to) - sample.recording.step_at(bench.view.range->from) == 4);
    CHECK(bench.stage.shown("timeline/range").find("4 steps") != std::string::npos);
    CHECK(bench.view.selection.task == 0);

    bench.click("timeline/range");
    REQUIRE(bench.stage.last_action<act::ShowTab>() != nullptr);
    CHECK(bench.stage.last_action<act::ShowTab>()->tab == BottomTab::statistics);

    const ImVec2 end = bench.middle("timeline/range/to");
    bench.drag(ImVec2(end.x, end.y + 10), ImVec2(end.x + 2 * unit, end.y + 10), false);
    CHECK(sample.recording.step_at(bench.view.range->to) - sample.recording.step_at(bench.view.range->from) == 6);

    bench.click("timeline/range/clear");
    CHECK_FALSE(bench.view.range.has_value());
    CHECK_FALSE(bench.shows("timeline/range"));
}

TEST_CASE("a range on a clock lies between moments at which something happened") {
    const Sample sample;
    const TimelineAxis axis(sample.recording, Axis::loop_time);
    const auto range = timeline::range_between(axis, sample.recording, 0.9, 2.2);
    REQUIRE(range.has_value());
    CHECK(sample.recording.loop_time_at(range->from) == 1'000'000'000);
    CHECK(sample.recording.loop_time_at(range->to) == 2'000'000'000);
    const World world = sample.recording.at(sample.recording.size());
    View view = make_view(sample.recording, world, sample.recording.size());
    view.axis = Axis::loop_time;
    CHECK(timeline::range_words(view, *range, false).starts_with("1.000 s · "));
    CHECK(timeline::range_words(view, {5, 1u << 30}, false) != "");
    CHECK_FALSE(timeline::range_between(axis, Recording(), 0, 1).has_value());
}

TEST_CASE("zoomed in, a turn shows its phases; from afar it shows its number only") {
    const Sample sample;
    Bench bench(sample.recording, sample.recording.size());
    CHECK_FALSE(bench.shows("timeline/phase/3/poll"));
    bench.look.ranges[0] = {4.5, 7.5, false};
    bench.stage.frame(bench.draw);
    CHECK(bench.stage.shown("timeline/phase/3/poll").find("Turn 3 waits in its poll") == 0);
    CHECK(bench.stage.shown("timeline/phase/3/timers").find(": 1") != std::string::npos);
    CHECK(bench.shows("timeline/phase/4/run"));
}

TEST_CASE("all wake-ups of the selected task are shown with their causes") {
    const Sample sample;
    Bench bench(sample.recording, sample.step(11));
    CHECK(bench.shown_with("timeline/wake") == 1);
    bench.view.selection.task = 6;
    bench.stage.frame(bench.draw);
    bool cancelled = false;
    for (const auto& [name, probed] : bench.stage.probe.shown())
        cancelled = cancelled || (name.starts_with("timeline/wake/") && probed.text == "cancelled by fetch-1");
    CHECK(cancelled);
}

TEST_CASE("of very many wake-ups a few arrows tell how many there were") {
    const Recording recording = busy_run();
    Bench bench(recording, recording.size(), Axis::loop_time);
    const std::size_t arrows = bench.shown_with("timeline/wakes/");
    CHECK(arrows > 0);
    CHECK(arrows < 12);
    for (const auto& [name, probed] : bench.stage.probe.shown()) {
        if (name.starts_with("timeline/wakes/")) CHECK(probed.text.find(" by timers") != std::string::npos);
    }
}

TEST_CASE("findings and bookmarks stand on the ruler, and lead to their moments") {
    const Sample sample;
    const auto findings = diagnose(sample.recording);
    REQUIRE_FALSE(findings.empty());
    const std::vector<Bookmark> bookmarks = {{sample.step(4), "here it goes wrong"}, {sample.step(9), ""}};
    Bench bench(sample.recording, sample.recording.size());
    bench.view.findings = findings;
    bench.view.bookmarks = bookmarks;
    bench.stage.frame(bench.draw);
    CHECK(bench.stage.shown("timeline/bookmark/0") == "here it goes wrong");
    CHECK(bench.shows("timeline/finding/0"));
    bench.click("timeline/bookmark/0");
    REQUIRE(bench.stage.last_action<act::Seek>() != nullptr);
    CHECK(bench.stage.last_action<act::Seek>()->index == sample.step(4));
    const std::string text = timeline_text(bench.view);
    CHECK(text.find("Bookmark at step 4: here it goes wrong.") != std::string::npos);
}

TEST_CASE("every step that passed the selected line has a mark") {
    const Sample sample;
    Bench bench(sample.recording, sample.recording.size());
    CHECK_FALSE(bench.shows("timeline/site"));
    bench.view.selection.site = sample.recording.lane(2)->spans[2].site;
    REQUIRE(sample.recording.site(bench.view.selection.site).line == 8);
    bench.stage.frame(bench.draw);
    // Three fetches and doomed sleep at line 8; the fetches print there later, and one cancels there.
    CHECK(bench.stage.shown("timeline/site").find("line 8: 8 marks") != std::string::npos);
}

TEST_CASE("a wait for the selected object is told from other waits") {
    const Recording recording = deadlock_run();
    const auto& spans = recording.lane(2)->spans;
    CHECK(timeline::waits_for(spans.back(), 2));
    CHECK_FALSE(timeline::waits_for(spans.back(), 1));
    CHECK_FALSE(timeline::waits_for(spans.back(), 0));
    CHECK_FALSE(timeline::waits_for(recording.lane(1)->spans.back(), 2));  // it waits for task 2
}

TEST_CASE("a change of axis is on its way for a quarter of a second, and not with reduced motion") {
    const Sample sample;
    Bench bench(sample.recording, sample.recording.size());
    CHECK_FALSE(bench.look.animating);
    bench.view.axis = Axis::loop_time;
    bench.stage.frame(bench.draw);
    CHECK(bench.look.animating);
    const Probed first = *bench.stage.probe.find("timeline/cursor");
    for (int frame = 0; frame < 6; ++frame) bench.stage.frame(bench.draw);
    CHECK(bench.look.animating);
    CHECK(bench.stage.probe.find("timeline/cursor")->min.x != first.min.x);
    for (int frame = 0; frame < 12; ++frame) bench.stage.frame(bench.draw);
    CHECK_FALSE(bench.look.animating);

    bench.look.reduce_motion = true;
    bench.view.axis = Axis::step;
    bench.stage.frame(bench.draw);
    CHECK_FALSE(bench.look.animating);
}

TEST_CASE("while a prediction is open, nothing after the cursor is told") {
    const Recording recording = long_gap_run();
    const std::size_t cursor = recording.steps()[4] + 1;
    Bench bench(recording, cursor, Axis::loop_time);
    REQUIRE(bench.look.folds.any_fold());
    book::Lesson lesson;
    lesson.steps.resize(1);
    lesson.steps[0].prediction.emplace();
    lesson.steps[0].prediction->id = "p";
    bench.view.lesson = &lesson;
    bench.look.reduce_motion = true;
    bench.stage.frame(bench.draw);
    CHECK_FALSE(bench.look.folds.any_fold());
    CHECK(bench.look.ranges[1].end < 1);
    for (const LanePiece& piece : bench.look.pieces) CHECK_FALSE(piece.future);
}

TEST_CASE("a collapsed lane shows the states of all below it, whoever they are") {
    const Sample sample;
    Bench bench(sample.recording, sample.recording.size());
    bench.look.rows.toggle_collapsed(1);
    bench.stage.frame(bench.draw);
    REQUIRE_FALSE(bench.look.pieces.empty());
    bool ready = false, running = false, waiting = false;
    for (const LanePiece& piece : bench.look.pieces) {
        CHECK(piece.strip);
        ready = ready || piece.shares[0] > 0;
        running = running || piece.shares[1] > 0;
        waiting = waiting || piece.shares[2] > 0;
    }
    CHECK((ready && running && waiting));
    CHECK(bench.stage.shown("timeline/lane/1").starts_with("main +5"));
    bench.click("timeline/collapse/1");
    CHECK(bench.shows("timeline/lane/6"));
}

TEST_CASE("a picture of 100,000 lanes has no more to draw than one of a hundred") {
    const auto drawn = [](std::uint32_t lanes) {
        const Recording recording = many_lanes_run(lanes);
        Bench bench(recording, recording.size());
        CHECK(bench.look.pieces.size() < 1500);
        const std::uint64_t version = bench.look.rows.version();
        for (int frame = 0; frame < 3; ++frame) bench.stage.frame(bench.draw);
        CHECK(bench.look.rows.version() == version);
        return bench.stage.vertices;
    };
    const int few = drawn(100);
    const int many = drawn(100'000);
    CHECK(many < few * 3 / 2);
}

TEST_CASE("a collapsed subtree of 100,000 costs a bounded number of pieces") {
    const Recording recording = many_lanes_run(100'000);
    Bench bench(recording, recording.size());
    bench.look.rows.toggle_collapsed(1);
    bench.stage.frame(bench.draw);
    CHECK(bench.look.pieces.size() <= 300);
    CHECK(bench.stage.vertices < 6000);
}
