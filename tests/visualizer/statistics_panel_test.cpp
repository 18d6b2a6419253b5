// The statistics of a range: counted in parts, the same as at once; figures, tables and the critical path.
#include "panels/statistics.hpp"
#include "panels/task_times.hpp"
#include "visualizer/bank_run.hpp"

#include "monitor/stream_builder.hpp"

#include <array>

using namespace viz;
using namespace loopscope;
using viz::testing::Bank;
using viz::testing::contains;

namespace {

struct Scene {
    Bank bank;
    viz::testing::Shown<StatisticsLook> panel{bank, statistics_panel};
};

void check_same(const Statistics& parts, const Statistics& whole) {
    CHECK(parts.from == whole.from);
    CHECK(parts.to == whole.to);
    CHECK(parts.loop.turns == whole.loop.turns);
    CHECK(parts.loop.steps == whole.loop.steps);
    CHECK(parts.loop.callbacks == whole.loop.callbacks);
    CHECK(parts.loop.loop_ns == whole.loop.loop_ns);
    CHECK(parts.loop.real_ns == whole.loop.real_ns);
    CHECK(parts.loop.run_ns == whole.loop.run_ns);
    CHECK(parts.loop.longest_step_ns == whole.loop.longest_step_ns);
    CHECK(parts.loop.longest_step == whole.loop.longest_step);
    CHECK(parts.loop.step == whole.loop.step);
    CHECK(parts.loop.lag == whole.loop.lag);
    CHECK(parts.concurrency.most_alive == whole.concurrency.most_alive);
    CHECK(parts.concurrency.most_ready == whole.concurrency.most_ready);
    CHECK(parts.concurrency.most_waiting == whole.concurrency.most_waiting);
    CHECK(parts.concurrency.most_waiting_at == whole.concurrency.most_waiting_at);
    CHECK(parts.concurrency.mean_alive == doctest::Approx(whole.concurrency.mean_alive));
    CHECK(parts.concurrency.mean_waiting == doctest::Approx(whole.concurrency.mean_waiting));
    REQUIRE(parts.tasks.size() == whole.tasks.size());
    for (std::size_t at = 0; at < whole.tasks.size(); ++at) {
        CHECK(parts.tasks[at].task == whole.tasks[at].task);
        CHECK(parts.tasks[at].steps == whole.tasks[at].steps);
        CHECK(parts.tasks[at].run_ns == whole.tasks[at].run_ns);
        CHECK(parts.tasks[at].wait_ns == whole.tasks[at].wait_ns);
        CHECK(parts.tasks[at].waits == whole.tasks[at].waits);
    }
    REQUIRE(parts.sites.size() == whole.sites.size());
    for (const SiteStatistics& site : whole.sites) {
        const auto same = std::ranges::find(parts.sites, site.site, &SiteStatistics::site);
        REQUIRE(same != parts.sites.end());
        CHECK(same->waits == site.waits);
        CHECK(same->wait_ns == site.wait_ns);
        CHECK(same->wait == site.wait);
    }
}

}  // namespace

TEST_CASE("what is counted in parts is what is counted at once") {
    const Bank bank;
    for (const std::size_t part : {1, 7, 100, 100'000}) {
        INFO("parts of " << part);
        Tally tally;
        while (!tally.update(bank.recording(), 0, bank.recording().size(), part)) {
        }
        check_same(tally.sum(), statistics_of(bank.recording(), 0, bank.recording().size()));
    }
}

TEST_CASE("random programs: parts add up to the whole, from anywhere to anywhere") {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        INFO("seed " << seed);
        const loopscope::testing::RandomProgram program(seed, 300);
        Recording recording;
        recording.append(program.out.slots());
        const std::size_t from = recording.size() / 5, to = recording.size() - recording.size() / 7;
        Tally tally;
        while (!tally.update(recording, from, to, 41)) {
        }
        check_same(tally.sum(), statistics_of(recording, from, to));
    }
}

TEST_CASE("a range that grows is counted on, and one that shrinks is counted anew") {
    const Bank bank;
    const std::size_t half = bank.recording().size() / 2;
    Tally tally;
    CHECK(tally.update(bank.recording(), 0, half, 100'000));
    check_same(tally.sum(), statistics_of(bank.recording(), 0, half));
    CHECK_FALSE(tally.update(bank.recording(), 0, bank.recording().size(), 10));
    CHECK(tally.counted() == half + 10);
    CHECK(tally.update(bank.recording(), 0, half / 2, 100'000));
    check_same(tally.sum(), statistics_of(bank.recording(), 0, half / 2));
}

TEST_CASE("a task's times along its lane are those of the statistics, at every cursor") {
    const Bank bank;
    TaskTimes times;
    for (const std::size_t cursor :
         {bank.recording().size() / 3, bank.recording().size(), bank.recording().size() / 2}) {
        const Statistics all = statistics_of(bank.recording(), 0, cursor);
        for (const TaskStatistics& task : all.tasks) {
            INFO("task " << task.task << " at " << cursor);
            const TaskStatistics here = times.at(bank.recording(), task.task, cursor);
            CHECK(here.steps == task.steps);
            CHECK(here.run_ns == task.run_ns);
            CHECK(here.wait_ns == task.wait_ns);
        }
    }
}

TEST_CASE("the figures are those of all up to the cursor, or of the marked range") {
    Scene scene;
    scene.panel.draw();
    const std::size_t all = scene.bank.recording().size();
    CHECK(scene.panel.text("statistics/steps") ==
          std::to_string(statistics_of(scene.bank.recording(), 0, all).loop.steps));
    CHECK(contains(scene.panel.text("statistics/range"), "all up to the cursor"));
    CHECK_FALSE(scene.panel.shows("statistics/all"));

    scene.bank.range = Range{all / 4, all / 2};
    scene.panel.draw();
    CHECK(scene.panel.text("statistics/steps") ==
          std::to_string(statistics_of(scene.bank.recording(), all / 4, all / 2).loop.steps));
    CHECK(contains(scene.panel.text("statistics/range"), "the marked range"));
    scene.panel.click("statistics/all");
    REQUIRE(scene.panel.stage.last_action<act::SetRange>() != nullptr);
    CHECK_FALSE(scene.panel.stage.last_action<act::SetRange>()->range);
}

TEST_CASE("while a prediction is open nothing behind the cursor is counted") {
    Scene scene;
    const book::Lesson lesson = viz::testing::asking_lesson();
    scene.bank.range = Range{0, scene.bank.recording().size()};
    scene.bank.seek(40);
    CHECK(counted_range(scene.bank.view()) == Range{0, scene.bank.recording().size()});
    scene.bank.lesson = &lesson;
    CHECK(counted_range(scene.bank.view()) == Range{0, 40});
}

TEST_CASE("a figure leads to the moment that it speaks of") {
    Scene scene;
    scene.panel.draw();
    const Statistics all = statistics_of(scene.bank.recording(), 0, scene.bank.recording().size());
    scene.panel.click("statistics/longest_step");
    REQUIRE(scene.panel.stage.last_action<act::Seek>() != nullptr);
    CHECK(scene.panel.stage.last_action<act::Seek>()->index == all.loop.longest_step + 1);
    scene.panel.click("statistics/waiting");
    CHECK(scene.panel.stage.last_action<act::Seek>()->index == all.concurrency.most_waiting_at + 1);
}

TEST_CASE("the tables by task and by line select what is clicked") {
    Scene scene;
    scene.panel.draw();
    scene.panel.click("statistics/part/tasks");
    const TaskId worker = scene.bank.task("worker-2");
    scene.panel.click("statistics/tasks/row/" + std::to_string(worker));
    REQUIRE(scene.panel.stage.last_action<act::Select>() != nullptr);
    CHECK(scene.panel.stage.last_action<act::Select>()->task == worker);

    scene.panel.click("statistics/part/lines");
    const std::string row = scene.panel.first("statistics/lines/row/");
    scene.panel.click(row.substr(0, row.find('/', std::string("statistics/lines/row/").size())));
    CHECK(scene.panel.stage.last_action<act::Select>()->site != 0);
}

TEST_CASE("the rows of a table do not jump under the mouse") {
    FigureTableLook look;
    std::vector<double> figures{1, 2, 3};
    std::size_t version = 0;
    viz::testing::PanelStage stage;
    static constexpr std::array<FigureColumn, 1> kColumns{{{"statistics.task_steps"}}};
    const auto draw = [&](Ui& ui, ImVec2 min, ImVec2 max, Actions&) {
        FigureRows rows;
        rows.name = "table";
        rows.columns = kColumns;
        rows.count = figures.size();
        rows.version = version;
        rows.text = [&](std::size_t row, std::size_t) { return std::to_string(row); };
        rows.figure = [&](std::size_t row, std::size_t) { return figures[row]; };
        rows.id = [](std::size_t row) { return std::uint64_t{row}; };
        rows.tip = [](std::size_t) { return std::string(); };
        rows.chosen = [](std::size_t) { return false; };
        rows.press = [](std::size_t) {};
        ImGui::SetCursorScreenPos(min);
        figure_table(ui, rows, look, ImVec2(max.x - min.x, max.y - min.y));
    };
    stage.frame(draw);
    stage.frame(draw);
    const std::vector<std::uint32_t> before = look.order;
    ImGui::GetIO().MousePos = ImVec2(100, 60);
    stage.frame(draw);
    std::ranges::reverse(figures);
    ++version;
    stage.frame(draw);
    CHECK(look.order == before);
    ImGui::GetIO().MousePos = ImVec2(-1, -1);
    stage.frame(draw);
    stage.frame(draw);
    CHECK(look.order != before);
}

TEST_CASE("the critical path is a row of links, each leading to where it began") {
    Scene scene;
    scene.panel.draw();
    scene.panel.click("statistics/part/path");
    const auto path = critical_path(scene.bank.recording(), 0, scene.bank.recording().size());
    REQUIRE(path.size() > 2);
    CHECK(scene.panel.count("statistics/path/") >= path.size());
    scene.panel.click("statistics/path/1");
    REQUIRE(scene.panel.stage.last_action<act::Seek>() != nullptr);
    CHECK(scene.panel.stage.last_action<act::Seek>()->index == path[1].begin + 1);
    CHECK(scene.panel.stage.last_action<act::Select>()->task == path[1].task);
}

TEST_CASE("the statistics as text say what the panel says") {
    const Bank bank;
    const std::string text = statistics_text(bank.view());
    CHECK(contains(text, "worker-1: "));
    CHECK(contains(text, "locks"));
    CHECK(contains(text, "Critical path"));
    CHECK(contains(text, "from ready to running: "));
}
