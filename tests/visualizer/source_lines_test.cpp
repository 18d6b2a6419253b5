// A line of the source that is chosen: which steps passed it, and how often somebody waited there.
#include "panels/line_history.hpp"
#include "panels/source.hpp"
#include "panels/source_marks.hpp"
#include "panels/source_strip.hpp"
#include "visualizer/bank_run.hpp"

#include "monitor/stream_builder.hpp"

#include <filesystem>
#include <fstream>
#include <set>

#include <unistd.h>

using namespace viz;
using namespace loopscope;
using viz::testing::Bank;
using viz::testing::contains;

namespace {

// A line of the source for every line that the run names, whatever that file is on this machine.
book::Lesson blank_lesson() {
    book::Lesson lesson;
    for (int line = 1; line <= 80; ++line) lesson.program += "code " + std::to_string(line) + "\n";
    return lesson;
}

// What a lesson would have told: one file, which is the one shown.
Recording as_lesson_run() {
    loopscope::testing::StreamBuilder out;
    const auto fetch = out.site(14, "fetch"), print = out.site(15, "fetch");
    std::uint32_t timer = 0;
    for (TaskId task = 1; task <= 2; ++task) {
        out.add(EventKind::task_create, task, {.a = out.string("fetch-" + std::to_string(task))});
        out.add(EventKind::task_ready, task);
    }
    for (std::uint32_t step = 1; step <= 3; ++step) {
        for (TaskId task = 1; task <= 2; ++task) {
            out.add(EventKind::step_begin, task, {.a = step});
            out.add_text(EventKind::print, task, {.b = print}, "so far");
            if (step < 3) {
                out.add(EventKind::timer_arm, ++timer, {.b = step * 1'000'000'000ull});
                out.add(EventKind::task_wait, task,
                        {.detail = static_cast<std::uint8_t>(WaitReason::sleep), .a = fetch, .b = timer});
            } else {
                out.add(EventKind::task_done, task);
            }
            out.add(EventKind::step_end, task);
        }
        out.add(EventKind::time_moves, 0, {.b = step * 1'000'000'000ull});
    }
    Recording recording;
    recording.append(out.slots());
    return recording;
}

struct Scene {
    Recording recording = as_lesson_run();
    World world = recording.now();
    book::Lesson lesson = blank_lesson();
    SourceLook look;
    viz::testing::PanelStage stage{ImVec2(900, 500)};
    Selection selection;
    std::size_t cursor = recording.size();

    View view() {
        world = recording.at(cursor);
        View view = viz::testing::make_view(recording, world, cursor);
        view.lesson = &lesson;
        view.selection = selection;
        return view;
    }
    viz::testing::PanelStage::Draw once() {
        return [this](Ui& ui, ImVec2 min, ImVec2 max, Actions& actions) {
            source_panel(view(), ui, look, min, max, actions);
        };
    }
    void draw() {
        stage.frame(once());
        stage.frame(once());
    }
    void choose(int line) {
        draw();
        stage.click(once(), "source/select/" + std::to_string(line));
        REQUIRE(stage.last_action<act::Select>() != nullptr);
        selection = {0, 0, stage.last_action<act::Select>()->site};
        draw();
    }
};

}  // namespace

TEST_CASE("a step passes a line once: where it waits, where it goes on, and what it does there") {
    const Bank bank;
    LineHistory history;
    while (!history.update(bank.recording(), 10)) {
    }
    // By hand, over all events: each step with each line that it names, or on which it goes on.
    std::set<std::pair<std::size_t, std::uint32_t>> wanted;  // step and line
    std::map<TaskId, SiteId> stands;
    std::size_t step = 0;
    bool runs = false;
    for (std::size_t at = 0; at < bank.recording().size(); ++at) {
        const Event& event = bank.recording()[at];
        const auto note = [&](SiteId site) {
            if (const auto line = bank.recording().site(site).line; runs && line != 0) wanted.insert({step, line});
        };
        if (event.kind == EventKind::step_begin) {
            step = at;
            runs = true;
            note(stands[event.subject]);
        }
        if (event.kind == EventKind::step_end) runs = false;
        note(site_of(event));
        if (event.kind == EventKind::task_wait) stands[event.subject] = event.a;
    }
    std::size_t passings = 0;
    std::string file;
    for (SiteId site = 1; site < 200; ++site) {
        const LinePlace* place = history.place(site);
        if (place == nullptr) continue;
        file = bank.recording().string(bank.recording().site(site).file);
    }
    for (const auto& [line, place] : history.in_file(bank.recording(), file)) passings += place->passed.size();
    CHECK(passings > 20);
    CHECK(passings == wanted.size());
}

TEST_CASE("reading in parts or at once, the history is the same") {
    const Recording recording = as_lesson_run();
    LineHistory parts, whole;
    while (!parts.update(recording, 1)) {
    }
    CHECK(whole.update(recording, recording.size()));
    const auto one = parts.in_file(recording, "lesson.cpp"), two = whole.in_file(recording, "lesson.cpp");
    REQUIRE(one.size() == 2);
    for (const auto& [line, place] : one) {
        CHECK(place->passed == two.at(line)->passed);
        CHECK(place->waits == two.at(line)->waits);
    }
    CHECK(one.at(14)->waits.size() == 4);
    CHECK(one.at(14)->passed.size() == 6);
}

TEST_CASE("a click on a line tells which steps passed it, and leads to each of them") {
    Scene scene;
    scene.choose(14);
    CHECK(scene.stage.shown("source/strip") == "line 14: 6 steps");
    CHECK(scene.stage.shown("source/strip/place") == "6 of 6");
    CHECK(scene.stage.shown("source/passing/5") == "fetch-2 step 3, t=2.000 s");
    scene.stage.click(scene.once(), "source/strip/previous");
    REQUIRE(scene.stage.last_action<act::Seek>() != nullptr);
    scene.cursor = scene.stage.last_action<act::Seek>()->index;
    scene.draw();
    CHECK(scene.stage.shown("source/strip/place") == "5 of 6");
    scene.stage.click(scene.once(), "source/passing/4");
    CHECK(scene.stage.last_action<act::Seek>()->index == scene.cursor);
    // Once more on the same line: nothing is chosen.
    scene.stage.click(scene.once(), "source/select/14");
    CHECK(scene.stage.last_action<act::Select>()->site == 0);
}

TEST_CASE("before the first passing there is a next one and none before") {
    Scene scene;
    scene.choose(14);
    scene.cursor = 1;
    scene.draw();
    CHECK(scene.stage.shown("source/strip/place") == "0 of 6");
    CHECK_FALSE(scene.stage.probe.find("source/strip/previous")->enabled);
    CHECK(scene.stage.probe.find("source/strip/next")->enabled);
}

TEST_CASE("while a prediction is open only the steps behind the cursor are told") {
    Scene scene;
    scene.lesson.steps = viz::testing::asking_lesson().steps;
    scene.choose(14);
    scene.cursor = scene.recording.steps()[2] + 1;  // the third step has just begun, on line 14
    scene.draw();
    CHECK(scene.stage.shown("source/strip") == "line 14: 3 steps");
    CHECK_FALSE(contains(source_text(scene.view()), "step 3"));
}

TEST_CASE("beside a line stands how often a task has waited there so far") {
    Scene scene;
    scene.draw();
    CHECK(scene.stage.shown("source/waits/14") == "4");
    CHECK(scene.stage.shown("source/waits/15") == "(not shown)");
    scene.cursor = scene.recording.steps()[1] + 1;
    scene.draw();
    CHECK(scene.stage.shown("source/waits/14") == "1");
    scene.cursor = 0;
    scene.draw();
    CHECK(scene.stage.shown("source/waits/14") == "(not shown)");
}

TEST_CASE("the text tells of the chosen line, and what is still to come") {
    Scene scene;
    scene.choose(14);
    scene.cursor = scene.recording.steps()[1] + 1;
    const std::string text = source_text(scene.view());
    CHECK(contains(text, "line 14: 6 steps"));
    CHECK(contains(text, "  fetch-1 step 1, t=0.000 s"));
    CHECK(contains(text, "  + fetch-2 step 3, t=2.000 s"));
}

TEST_CASE("a file that is no text is not shown") {
    const auto path =
        std::filesystem::temp_directory_path() / ("loopscope_no_text_" + std::to_string(getpid()) + ".cpp");
    const auto reads = [&](const std::string& bytes) {
        std::ofstream(path, std::ios::binary) << bytes;
        return read_source(path.string()).has_value();
    };
    CHECK(reads("int main() {}  // \u00fc \u4efb\n"));
    CHECK_FALSE(reads("int \xff main"));
    CHECK_FALSE(reads("cut off \xe4\xbb"));
    CHECK_FALSE(reads(std::string("a\0b", 3)));
    std::filesystem::remove(path);
    CHECK_FALSE(read_source(path.string()));
}
