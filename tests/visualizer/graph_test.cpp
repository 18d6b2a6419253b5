// The graph of waiting: what it shows, how it is laid out, and the ring.
#include "panels/graph.hpp"
#include "panels/graph_layout.hpp"
#include "panels/resources.hpp"
#include "visualizer/panel_stage.hpp"
#include "visualizer/resource_scene.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace viz;
using namespace loopscope;
using viz::testing::PanelStage;
using viz::testing::ResourceScene;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

bool apart(const GraphLayout& layout) {
    for (std::size_t a = 0; a < layout.boxes.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            const GraphBox& one = layout.boxes[a];
            const GraphBox& two = layout.boxes[b];
            if (overlap(one.min, one.max, two.min, two.max)) return false;
        }
    }
    return true;
}

// So many at a round table, each with its own fork and in line for the next one.
void table(ResourceScene& scene, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) scene.task("philosopher-" + std::to_string(i));
    for (std::uint32_t i = 0; i < count; ++i)
        scene.take(scene.object(ObjectKind::lock, "fork-" + std::to_string(i)), 1 + i);
    for (std::uint32_t i = 0; i < count; ++i) scene.wait(1 + i, WaitReason::acquire, 1 + (i + 1) % count);
}

}  // namespace

TEST_CASE("a ring is told edge by edge, and what it means") {
    ResourceScene scene;
    scene.cross();
    scene.wait(1, WaitReason::task, 2);
    const View view = scene.view();
    const GraphPicture picture = graph_picture(view);
    CHECK(picture.ring);
    CHECK(picture.nodes.size() == 4);
    CHECK(picture.more == 1);  // main waits for one in the ring
    const std::string text = graph_text(view);
    CHECK(contains(text, "A ring of waiting: nobody in it can ever run again.\n"));
    CHECK(contains(text, "alice-to-bob holds alice and waits for bob (line 11).\n"));
    CHECK(contains(text, "bob-to-alice holds bob and waits for alice (line 11).\n"));
    CHECK(contains(text, "No timer and no I/O can break the ring"));
    CHECK(contains(text, "    bob held by bob-to-alice, line 9\n"));
    CHECK(contains(text, "    bob-to-alice waits for alice, line 11\n"));
}

TEST_CASE("the graph comes by itself when a ring closes, and the reader may turn it away") {
    ResourceScene scene;
    scene.task("main");
    scene.task("alice-to-bob");
    scene.object(ObjectKind::lock, "alice");
    scene.take(1, 2);
    PanelStage stage(ImVec2(410, 240));
    ResourcesLook look;
    const auto draw = [&](const View& view) {
        return [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
            resources_panel(view, ui, look, min, max, actions);
        };
    };
    const View before = scene.view();
    stage.frame(draw(before));
    CHECK(stage.probe.find("resources/1") != nullptr);

    ResourceScene closed;
    closed.cross();
    const View view = closed.view();
    stage.frame(draw(view));
    CHECK(stage.shown("graph/sentence/0") == "A ring of waiting: nobody in it can ever run again.");
    for (const char* name : {"graph/task/2", "graph/task/3", "graph/object/1", "graph/object/2"})
        CHECK_MESSAGE(stage.probe.find(name) != nullptr, name);
    stage.click(draw(view), "graph/task/3");
    REQUIRE(stage.last_action<act::Select>() != nullptr);
    CHECK(stage.last_action<act::Select>()->task == 3);
    stage.click(draw(view), "graph/object/2");
    CHECK(stage.last_action<act::Select>()->object == 2);

    stage.click(draw(view), "resources/things");
    CHECK(stage.probe.find("resources/1") != nullptr);
    CHECK(stage.probe.find("graph/task/2") == nullptr);
    stage.click(draw(view), "resources/graph");
    CHECK(stage.probe.find("graph/task/2") != nullptr);
}

TEST_CASE("a ring that was broken between two steps is shown at the second one") {
    ResourceScene scene;
    scene.cross();
    Finding deadlock;
    deadlock.kind = FindingKind::deadlock;
    deadlock.edges = rings(scene.view().world).front();
    deadlock.last = scene.recording.size() - 1;
    for (const TaskId task : {2u, 3u}) {
        scene.stream.add(EventKind::cancel_request, task);
        scene.wake(task);
    }
    scene.run(2);
    View view = scene.view();
    CHECK_FALSE(graph_picture(view).ring);
    view.findings = {&deadlock, 1};
    CHECK(graph_picture(view).title == "A ring of waiting closed; a cancellation broke it.");
    CHECK(graph_picture(view).nodes.size() == 4);
    scene.run(3);
    View later = scene.view();
    later.findings = {&deadlock, 1};
    CHECK_FALSE(graph_picture(later).ring);
}

TEST_CASE("in a ring's picture an arrow leads from each node to the next") {
    ResourceScene scene;
    scene.cross();
    const GraphPicture picture = graph_picture(scene.view());
    for (const ImVec2 size : {ImVec2(378, 100), ImVec2(380, 260), ImVec2(900, 500)}) {
        const GraphLayout layout = lay_out_graph(picture, ImVec2(0, 0), size, 60, 16);
        REQUIRE(layout.boxes.size() == 4);
        CHECK(apart(layout));
        REQUIRE(layout.ways.size() == 4);
        for (std::size_t at = 0; at < 4; ++at) {
            const GraphEdge& edge = picture.edges[layout.ways[at].edges.front()];
            CHECK(edge.from == layout.boxes[at].node);
            CHECK(edge.to == layout.boxes[(at + 1) % 4].node);
            const ImVec2 end = layout.ways[at].points.back();
            const GraphBox& to = layout.boxes[(at + 1) % 4];
            CHECK(end.x > to.min.x - 20);
            CHECK(end.x < to.max.x + 20);
            CHECK(end.y > to.min.y - 20);
            CHECK(end.y < to.max.y + 20);
        }
    }
}

TEST_CASE("where a ring has no room for its locks, they stand on the arrows") {
    ResourceScene scene;
    table(scene, 5);
    const GraphPicture picture = graph_picture(scene.view());
    REQUIRE(picture.nodes.size() == 10);
    CHECK(lay_out_graph(picture, ImVec2(0, 0), ImVec2(900, 400), 60, 16).boxes.size() == 10);
    const GraphLayout little = lay_out_graph(picture, ImVec2(0, 0), ImVec2(380, 120), 60, 16);
    REQUIRE(little.boxes.size() == 5);
    CHECK(apart(little));
    for (const GraphWay& way : little.ways) {
        CHECK(way.edges.size() == 2);
        CHECK(way.folded < picture.nodes.size());
    }
}

TEST_CASE("a ring that no picture can hold is told in words") {
    ResourceScene scene;
    table(scene, 40);
    const View view = scene.view();
    PanelStage stage(ImVec2(410, 230));
    GraphLook look;
    stage.frame(
        [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) { graph_draw(view, ui, look, min, max, actions); });
    CHECK(stage.probe.find("graph/task/1") == nullptr);
    CHECK(contains(stage.shown("graph/sentence/1"), "philosopher-0 holds fork-0 and waits for fork-1"));
    for (const auto& [name, probed] : stage.probe.shown()) CHECK_MESSAGE(!probed.clipped, name);
}

TEST_CASE("without a ring, who waits stands left of what it waits for") {
    ResourceScene scene;
    for (const char* name : {"main", "holder", "waiter"}) scene.task(name);
    const auto lock = scene.object(ObjectKind::lock, "db");
    scene.take(lock, 2);
    scene.wait(3, WaitReason::acquire, lock);
    scene.wait(1, WaitReason::task, 3);
    const View view = scene.view();
    const GraphPicture picture = graph_picture(view);
    CHECK_FALSE(picture.ring);
    const GraphLayout layout = lay_out_graph(picture, ImVec2(0, 0), ImVec2(900, 300), 60, 16);
    CHECK(layout.boxes.size() == 4);
    CHECK(apart(layout));
    const auto left = [&](WaitNode node) {
        for (const GraphBox& box : layout.boxes) {
            if (picture.nodes[box.node].node == node) return box.min.x;
        }
        return -1.0f;
    };
    using enum WaitNode::Kind;
    CHECK(left({task, 1}) < left({task, 3}));
    CHECK(left({task, 3}) < left({object, lock}));
    CHECK(left({object, lock}) < left({task, 2}));
    CHECK(contains(graph_text(view), "    main waits for waiter, line 11\n"));
}

TEST_CASE("the same World in the same box always looks the same") {
    ResourceScene scene;
    table(scene, 4);
    const GraphPicture picture = graph_picture(scene.view());
    const GraphLayout one = lay_out_graph(picture, ImVec2(0, 0), ImVec2(600, 300), 60, 16);
    const GraphLayout two = lay_out_graph(graph_picture(scene.view()), ImVec2(0, 0), ImVec2(600, 300), 60, 16);
    REQUIRE(one.boxes.size() == two.boxes.size());
    for (std::size_t at = 0; at < one.boxes.size(); ++at) {
        CHECK(one.boxes[at].node == two.boxes[at].node);
        CHECK(one.boxes[at].min.x == doctest::Approx(two.boxes[at].min.x));
    }
}

TEST_CASE("of many, the neighbourhood of the selection is drawn, and the rest counted") {
    ResourceScene scene;
    for (std::uint32_t i = 0; i < 60; ++i) scene.task("task-" + std::to_string(i));
    for (std::uint32_t i = 0; i < 30; ++i) {
        const auto lock = scene.object(ObjectKind::lock, "lock-" + std::to_string(i));
        scene.take(lock, 1 + i);
        scene.wait(31 + i, WaitReason::acquire, lock);
    }
    scene.selection.task = 41;
    const View view = scene.view();
    const GraphPicture picture = graph_picture(view);
    CHECK(picture.nodes.size() == 3);
    CHECK(picture.more == 87);
    CHECK(std::ranges::any_of(picture.nodes, [](const GraphNode& node) { return node.name == "lock-10"; }));
    CHECK(std::ranges::any_of(picture.nodes, [](const GraphNode& node) { return node.name == "task-10"; }));
    CHECK(picture.nodes.size() <= kMostGraphNodes);
}

TEST_CASE("nobody waits: the graph says so") {
    ResourceScene scene;
    scene.task("main");
    scene.object(ObjectKind::lock, "db");
    const View view = scene.view();
    PanelStage stage(ImVec2(410, 230));
    GraphLook look;
    stage.frame(
        [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) { graph_draw(view, ui, look, min, max, actions); });
    CHECK(stage.shown("graph/none") == "Nobody waits for anybody here.");
}

namespace {

// Six visitors at a semaphore of three, whose holders go on to a lock and to timers: more than a panel can hold.
void crowd(ResourceScene& scene) {
    scene.task("main");
    for (int i = 0; i < 6; ++i) scene.task("visitor-" + std::to_string(i));
    const auto gate = scene.object(ObjectKind::semaphore, "db");
    const auto log = scene.object(ObjectKind::lock, "log");
    for (TaskId task = 2; task <= 4; ++task) scene.take(gate, task);
    scene.take(log, 2);
    scene.wait(1, WaitReason::task, 2);
    scene.wait(3, WaitReason::acquire, log);
    for (TaskId task = 5; task <= 7; ++task) scene.wait(task, WaitReason::acquire, gate);
}

PanelStage::Draw graph_of(const View& view, GraphLook& look) {
    return [&](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) { graph_draw(view, ui, look, min, max, actions); };
}

}  // namespace

TEST_CASE("whoever is chosen is in the picture with what it waits for, however small the panel is") {
    ResourceScene scene;
    crowd(scene);
    for (const ImVec2 size : {ImVec2(410, 160), ImVec2(300, 110), ImVec2(300, 70)}) {
        PanelStage stage(size);
        GraphLook look;
        for (TaskId task = 1; task <= 7; ++task) {
            scene.selection.task = task;
            const View view = scene.view();
            stage.frame(graph_of(view, look));
            CHECK_MESSAGE(stage.probe.find("graph/task/" + std::to_string(task)) != nullptr, task << ", " << size.x);
            // Those who hold wait for nothing of the picture, but for who waits for what they hold.
            const std::string name = scene.recording.task_name(task);
            const bool holds = task == 2 || task == 4;
            const bool drawn = std::ranges::any_of(stage.probe.shown(), [&](const auto& one) {
                if (!one.first.starts_with("graph/edge/")) return false;
                return holds ? contains(one.second.text, "held by " + name)
                             : one.second.text.starts_with(name + " waits for ");
            });
            CHECK_MESSAGE(drawn, name << ", " << size.x);
        }
    }
}

TEST_CASE("what has no room around the chosen one is counted") {
    ResourceScene scene;
    crowd(scene);
    scene.selection.task = 7;
    const View view = scene.view();
    PanelStage stage(ImVec2(410, 160));
    GraphLook look;
    stage.frame(graph_of(view, look));
    std::size_t drawn = 0;
    for (const auto& [name, probed] : stage.probe.shown())
        drawn += name.starts_with("graph/task/") || name.starts_with("graph/object/") ? 1 : 0;
    const std::size_t all = graph_picture(view).nodes.size();
    REQUIRE(drawn < all);
    CHECK(contains(stage.shown("graph/sentence/0"), "+" + std::to_string(all - drawn) + " more"));
}

TEST_CASE("who has no part in any wait is told so when it is chosen") {
    ResourceScene scene;
    crowd(scene);
    scene.selection.task = scene.task("late");
    const View view = scene.view();
    CHECK(contains(graph_text(view), "late waits for nothing here, and nobody waits for it.\n"));
    PanelStage stage(ImVec2(410, 200));
    GraphLook look;
    stage.frame(graph_of(view, look));
    CHECK(stage.shown("graph/sentence/0") == "late waits for nothing here, and nobody waits for it.");
}

TEST_CASE("who waits for somebody in a ring is told when it is chosen") {
    ResourceScene scene;
    scene.cross();
    scene.wait(1, WaitReason::task, 2);
    scene.selection.task = 1;
    const View view = scene.view();
    CHECK(graph_picture(view).ring);
    CHECK(contains(graph_text(view), "main waits for alice-to-bob (line 11).\n"));
}

TEST_CASE("a ring has room to be seen, and every sentence can be scrolled to") {
    ResourceScene scene;
    scene.cross();
    const View view = scene.view();
    PanelStage stage(ImVec2(410, 170));
    GraphLook look;
    stage.frame(graph_of(view, look));
    const auto ring = [&] {
        float top = 1e9f;
        float low = 0;
        for (const char* name : {"graph/task/2", "graph/task/3", "graph/object/1", "graph/object/2"}) {
            REQUIRE(stage.probe.find(name) != nullptr);
            top = std::min(top, stage.probe.find(name)->min.y);
            low = std::max(low, stage.probe.find(name)->max.y);
        }
        return low - top;
    };
    CHECK(ring() > 100);
    const std::size_t all = graph_picture(view).sentences.size();
    const std::string last = "graph/sentence/" + std::to_string(all);
    stage.wheel(graph_of(view, look), ImVec2(200, 90), -100);
    CHECK(contains(stage.shown(last), "No timer and no I/O can break the ring"));
    CHECK(stage.probe.find(last)->max.y <= 191);
}

TEST_CASE("a word on an arrow covers no other arrow, and arrows that meet have one between them") {
    ResourceScene scene;
    crowd(scene);
    const View view = scene.view();
    PanelStage stage(ImVec2(900, 400));
    GraphLook look;
    stage.frame(graph_of(view, look));
    std::vector<std::string> words;
    std::vector<std::pair<ImVec2, ImVec2>> places;
    for (const auto& [name, probed] : stage.probe.shown()) {
        if (!name.starts_with("graph/label/")) continue;
        words.push_back(probed.text);
        for (const auto& [low, high] : places) CHECK_FALSE(overlap(low, high, probed.min, probed.max));
        places.emplace_back(probed.min, probed.max);
    }
    const auto count = [&](const char* word) {
        return std::ranges::count_if(words, [&](const std::string& one) { return one.starts_with(word); });
    };
    // main for its task; one for the lock; three for the semaphore between them.
    CHECK(count("waits for") == 3);
    // The semaphore's three, and the lock's one.
    CHECK(count("held by") == 2);
}
