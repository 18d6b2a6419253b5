// Why: of a task with its values and figures, of an object, of a line.
#include "panels/selection.hpp"
#include "panels/watched.hpp"
#include "panels/why.hpp"
#include "visualizer/bank_run.hpp"

using namespace viz;
using namespace loopscope;
using viz::testing::Bank;
using viz::testing::contains;

namespace {

struct Scene {
    Bank bank;
    viz::testing::Shown<SelectionLook> panel{bank, selection_panel, ImVec2(420, 600)};

    std::string all() const {
        std::string text;
        for (const Sentence& sentence : why(bank.view()).sentences) text += plain(sentence) + " ";
        return text;
    }
};

}  // namespace

TEST_CASE("an object: who made it, who holds it, who waits, and what happened to it") {
    Scene scene;
    const ObjectId vault = scene.bank.object("vault");
    scene.bank.selection.object = vault;
    const std::size_t second = scene.bank.event(EventKind::task_wait, scene.bank.task("worker-2"));
    scene.bank.seek(second + 2);
    const std::string text = scene.all();
    CHECK(contains(text, "main made it"));
    CHECK(contains(text, "worker-1 has held it since t=0.000 s"));
    CHECK(contains(text, "In line, the first one first: worker-2."));
    const Why told = why(scene.bank.view());
    CHECK(told.about.object == vault);
    CHECK(told.task == 0);
    REQUIRE_FALSE(told.history.empty());
    CHECK(contains(told.history.front().said, "worker-2 waits for the lock vault"));
    for (const WhyMoment& moment : told.history) CHECK(moment.index < scene.bank.view().cursor);
}

TEST_CASE("an object that nobody holds, one that is gone, and one that is not made yet") {
    Scene scene;
    const ObjectId vault = scene.bank.object("vault");
    scene.bank.selection.object = vault;
    scene.bank.seek(scene.bank.event(EventKind::object_create, vault) + 1);
    CHECK(contains(scene.all(), "Nobody holds it. Nobody waits for it."));
    scene.bank.seek(1);
    CHECK(contains(scene.all(), "It is not made yet."));
    scene.bank.seek(scene.bank.recording().size());
    CHECK(contains(scene.all(), "It is gone."));
    scene.bank.selection.object = 12345;
    CHECK(contains(scene.all(), "It is gone."));
}

TEST_CASE("a queue tells what is in it") {
    Scene scene;
    const ObjectId orders = scene.bank.object("orders");
    scene.bank.selection.object = orders;
    const std::size_t put = scene.bank.event(EventKind::object_put, orders);
    scene.bank.seek(put + 1);
    CHECK(contains(scene.all(), "Items in it: 1; it has no limit."));
    scene.panel.draw();
    CHECK(contains(scene.panel.text("selection/history/0"), "orders"));
    scene.panel.click("selection/history/0");
    REQUIRE(scene.panel.stage.last_action<act::Seek>() != nullptr);
    CHECK(scene.panel.stage.last_action<act::Seek>()->index == put + 1);
}

TEST_CASE("a line: what a task does there, who stands there, and what happened there") {
    Scene scene;
    const TaskId worker = scene.bank.task("worker-1");
    const std::size_t sleeps = scene.bank.event(EventKind::task_wait, worker);
    scene.bank.selection.site = scene.bank.recording()[sleeps].a;
    scene.bank.seek(sleeps);
    CHECK(contains(scene.all(), "Nobody has come by here yet."));
    scene.bank.seek(sleeps + 1);
    CHECK(contains(scene.all(), "Here a task gives way and waits: sleep."));
    CHECK(contains(scene.all(), "Here stands now: worker-1."));
    const Why told = why(scene.bank.view());
    CHECK(told.status == "in bank_worker()");
    CHECK(contains(told.history.front().said, "worker-1 sleeps until"));
}

TEST_CASE("names of tasks, objects and lines in the text select what they name") {
    Scene scene;
    const TaskId second = scene.bank.task("worker-2");
    scene.bank.selection.task = second;
    scene.bank.seek(scene.bank.event(EventKind::task_wait, second) + 2);
    scene.panel.draw();
    const ObjectId vault = scene.bank.object("vault");
    scene.panel.click(scene.panel.first("selection/object/" + std::to_string(vault)));
    REQUIRE(scene.panel.stage.last_action<act::Select>() != nullptr);
    CHECK(scene.panel.stage.last_action<act::Select>()->object == vault);
    scene.panel.click(scene.panel.first("selection/line/"));
    CHECK(scene.panel.stage.last_action<act::Select>()->site != 0);
    CHECK(scene.panel.stage.last_action<act::Select>()->object == 0);
}

TEST_CASE("a task's figures: how long it ran and for what it waited") {
    Scene scene;
    scene.bank.selection.task = scene.bank.task("worker-2");
    const std::string figures = why(scene.bank.view()).figures;
    CHECK(contains(figures, "Ran "));
    CHECK(contains(figures, "sleep 0.6 s"));
    CHECK(contains(why_text(scene.bank.view()), figures));
}

TEST_CASE("a watched value stands with what it was, until the next step") {
    Scene scene;
    const TaskId worker = scene.bank.task("worker-1");
    scene.bank.selection.task = worker;
    const std::size_t first = scene.bank.event(EventKind::watch, worker);
    const std::size_t second = scene.bank.event(EventKind::watch, worker, first + 1);
    scene.bank.seek(first + 1);
    auto values = watched(scene.bank.view(), worker);
    REQUIRE(values.size() == 1);
    CHECK(values[0].name == "balance");
    CHECK(values[0].value == "100");
    CHECK(values[0].before.empty());
    scene.bank.seek(second + 1);
    values = watched(scene.bank.view(), worker);
    CHECK(values[0].value == "110");
    CHECK(values[0].before == "100");
    CHECK(values[0].changed);
    scene.panel.draw();
    CHECK(contains(scene.panel.text("selection/watch/balance"), "balance = 110"));
    CHECK(contains(why_text(scene.bank.view()), "balance = 110, before 100"));
    scene.panel.click("selection/watch/balance");
    REQUIRE(scene.panel.stage.last_action<act::Seek>() != nullptr);
    CHECK(scene.panel.stage.last_action<act::Seek>()->index == second + 1);

    std::size_t later = scene.bank.event(EventKind::step_begin, worker, second);
    scene.bank.seek(later + 1);
    CHECK(watched(scene.bank.view(), worker)[0].before.empty());
    CHECK_FALSE(watched(scene.bank.view(), worker)[0].changed);
}
