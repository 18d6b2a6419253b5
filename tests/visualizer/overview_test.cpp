// The overview: what a recording holds where there is no lesson, and where its rows lead.
#include "panels/overview.hpp"
#include "visualizer/bank_run.hpp"

using namespace viz;
using namespace loopscope;
using viz::testing::Bank;
using viz::testing::contains;
using viz::testing::make_view;

namespace {

struct NoLook {
    std::vector<Bookmark> bookmarks;
    std::vector<Finding> findings;
    bool diagnosing = false;
};

View with(View view, const NoLook& look) {
    view.bookmarks = look.bookmarks;
    view.findings = look.findings;
    view.diagnosing = look.diagnosing;
    view.source_name = "bank.loop";
    return view;
}

void draw(const View& view, Ui& ui, NoLook& look, ImVec2 min, ImVec2 max, Actions& actions) {
    overview_panel(with(view, look), ui, min, max, actions);
}

struct Scene {
    explicit Scene(bool found = true) {
        if (found) panel.look.findings = bank.findings();
    }
    std::string twin() { return overview_text(with(bank.view(), panel.look)); }

    Bank bank;
    viz::testing::Shown<NoLook> panel{bank, draw, ImVec2(400, 900)};
};

}  // namespace

TEST_CASE("the overview says what the recording is, and lists every finding with its moment") {
    Scene scene;
    scene.panel.draw();
    CHECK(scene.panel.text("lesson/title") == "bank.loop");
    CHECK(contains(scene.panel.text("lesson/about"), std::to_string(scene.bank.recording().size())));
    const auto& findings = scene.bank.findings();
    REQUIRE(findings.size() >= 3);
    for (std::size_t at = 0; at < std::min<std::size_t>(findings.size(), 8); ++at) {
        const std::string title = tell(findings[at], scene.bank.recording(), scene.bank.view().language->phrases).title;
        CHECK(scene.panel.text("overview/findings/" + std::to_string(at)).starts_with(title));
        CHECK(contains(scene.twin(), title));
    }
}

TEST_CASE("a finding leads to the moment at which it was known, and selects whom it is about") {
    Scene scene;
    const auto& findings = scene.bank.findings();
    const auto ring = static_cast<std::size_t>(&scene.bank.the(FindingKind::deadlock) - findings.data());
    scene.panel.draw();
    scene.panel.click("overview/findings/" + std::to_string(ring));
    const auto* seek = scene.panel.stage.last_action<act::Seek>();
    const auto* select = scene.panel.stage.last_action<act::Select>();
    REQUIRE(seek != nullptr);
    REQUIRE(select != nullptr);
    CHECK(seek->index == findings[ring].last + 1);
    CHECK(select->task == findings[ring].tasks.front());
    CHECK(scene.panel.stage.last_action<act::ShowTab>() != nullptr);
}

TEST_CASE("bookmarks stand with their notes, one without a note says so, and each leads to its moment") {
    Scene scene;
    scene.panel.look.bookmarks = {{12, "here the order is decided"}, {20, ""}};
    scene.panel.draw();
    CHECK(contains(scene.panel.text("overview/bookmarks/0"), "here the order is decided"));
    CHECK(contains(scene.panel.text("overview/bookmarks/1"), "without a note"));
    CHECK(contains(scene.twin(), "here the order is decided"));
    scene.panel.click("overview/bookmarks/1");
    REQUIRE(scene.panel.stage.last_action<act::Seek>() != nullptr);
    CHECK(scene.panel.stage.last_action<act::Seek>()->index == 20);
}

TEST_CASE("more bookmarks than there is room for are counted") {
    Scene scene;
    for (std::size_t at = 1; at <= 11; ++at) scene.panel.look.bookmarks.push_back({at, "note"});
    scene.panel.draw();
    CHECK(scene.panel.count("overview/bookmarks/") == 8 + 2);  // the heading and what is left over
    CHECK(contains(scene.panel.text("overview/bookmarks/more"), "3"));
}

TEST_CASE("where nothing was found, and while it is looked for, the overview says so") {
    Scene scene(false);
    scene.panel.draw();
    CHECK(contains(scene.panel.text("overview/findings/none"), "Nothing that is wrong"));
    CHECK(contains(scene.panel.text("overview/bookmarks/none"), "None yet"));
    CHECK_FALSE(scene.panel.shows("overview/checkpoints/heading"));
    CHECK(contains(scene.twin(), "Nothing that is wrong"));
    scene.panel.look.diagnosing = true;
    scene.panel.draw();
    CHECK(contains(scene.panel.text("overview/findings/none"), "Still looking"));
}

TEST_CASE("a checkpoint of the program leads to where it was reached") {
    const auto examined = test::examine([]() -> aio::Coro<> {
        co_await aio::sleep(0);
        aio::checkpoint("half way");
        co_await aio::sleep(0);
    }());
    const Recording& recording = examined.recording;
    const World world = recording.now();
    REQUIRE(recording.checkpoints().size() == 1);
    viz::testing::PanelStage stage{ImVec2(400, 600)};
    const auto draw_it = [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        overview_panel(make_view(recording, world, recording.size()), ui, min, max, actions);
    };
    stage.frame(draw_it);
    stage.frame(draw_it);
    CHECK(contains(stage.shown("overview/checkpoints/0"), "half way"));
    stage.click(draw_it, "overview/checkpoints/0");
    REQUIRE(stage.last_action<act::Seek>() != nullptr);
    CHECK(stage.last_action<act::Seek>()->index == recording.checkpoints()[0] + std::size_t{1});
}

TEST_CASE("a title goes over two lines, and one that is longer still is told in the tooltip") {
    Scene scene;
    scene.panel.look.bookmarks = {{3, "x"}, {5, std::string(400, 'w')}};
    scene.panel.draw();
    const Probed* small = scene.panel.stage.probe.find("overview/bookmarks/0");
    const Probed* wide = scene.panel.stage.probe.find("overview/bookmarks/1");
    REQUIRE(small != nullptr);
    REQUIRE(wide != nullptr);
    CHECK_FALSE(small->clipped);
    CHECK(wide->clipped);
}

TEST_CASE("of a recording without events the overview says that nothing could be read") {
    const Recording nothing;
    const World world = nothing.now();
    viz::testing::PanelStage stage{ImVec2(400, 600)};
    const auto draw_it = [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
        overview_panel(make_view(nothing, world, 0), ui, min, max, actions);
    };
    stage.frame(draw_it);
    stage.frame(draw_it);
    CHECK(contains(stage.shown("lesson/about"), "Nothing of it"));
    CHECK(contains(overview_text(make_view(nothing, world, 0)), "Nothing of it"));
}
