// A file may say anything. Whatever a recording takes, the panels must be able to show and to tell.
#include "panels/loop.hpp"
#include "panels/selection.hpp"
#include "panels/source.hpp"
#include "panels/timeline.hpp"
#include "visualizer/panel_stage.hpp"
#include "visualizer/sample_recording.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <random>

using namespace viz;
using namespace loopscope;

namespace {

// A stream with some of its bits turned over.
std::vector<Event> damaged(std::uint32_t seed) {
    std::vector<Event> slots = loopscope::testing::RandomProgram(seed, 400).out.slots();
    std::mt19937 random(seed);
    const auto bytes = slots.size() * sizeof(Event);
    for (int flips = 0; flips < 60; ++flips) {
        const std::size_t at = random() % bytes;
        auto* first = reinterpret_cast<unsigned char*>(slots.data());
        first[at] = static_cast<unsigned char>(first[at] ^ 1u << random() % 8);
    }
    return slots;
}

struct Looks {
    TimelineLook timeline;
    SourceLook source;
    LoopLook loop;
    SelectionLook selection;
};

void show_all(viz::testing::PanelStage& stage, const View& view, Looks& looks) {
    stage.frame([&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        const ImVec2 middle((min.x + max.x) / 2, (min.y + max.y) / 2);
        timeline_panel(view, ui, looks.timeline, min, middle, actions);
        source_panel(view, ui, looks.source, ImVec2(min.x, middle.y), ImVec2(middle.x, max.y), actions);
        loop_panel(view, ui, looks.loop, ImVec2(middle.x, min.y), ImVec2(max.x, middle.y), actions);
        selection_panel(view, ui, looks.selection, middle, max, actions);
    });
    const std::string told = timeline_text(view) + source_text(view) + loop_text(view) + selection_text(view);
    REQUIRE_FALSE(told.empty());
}

}  // namespace

TEST_CASE("the panels show and tell whatever a damaged recording holds") {
    viz::testing::PanelStage stage(ImVec2(1200, 700));
    const book::Lesson lesson = viz::testing::sample_lesson();
    Looks looks;
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        Recording recording;
        const bool taken = recording.append(damaged(seed));
        CAPTURE(seed);
        CAPTURE(taken);
        for (std::size_t part = 0; part <= 4; ++part) {
            const std::size_t cursor = recording.size() * part / 4;
            const World world = recording.at(cursor);
            View view = viz::testing::make_view(recording, world, cursor);
            view.lesson = &lesson;
            view.axis = static_cast<Axis>(part % 3);
            view.selection.task = static_cast<TaskId>(part * seed % 9);
            show_all(stage, view, looks);
        }
    }
}

TEST_CASE("the panels draw into any space, also none") {
    const viz::testing::Sample sample;
    const std::size_t cursor = sample.step(7);
    const World world = sample.recording.at(cursor);
    View view = viz::testing::make_view(sample.recording, world, cursor);
    view.selection.task = 1;
    const book::Lesson lesson = viz::testing::sample_lesson();
    view.lesson = &lesson;
    view.source_tab = SourceTab::both;
    for (const float size : {0.0f, 3.0f, 40.0f, 90.0f, 180.0f, 400.0f, 2500.0f}) {
        viz::testing::PanelStage stage(ImVec2(size * 2, size));
        Looks looks;
        show_all(stage, view, looks);
        show_all(stage, view, looks);
    }
}
