// The cursor's way along the life of the selected task.
#include "ui/task_walk.hpp"
#include "visualizer/sample_recording.hpp"

#include <doctest/doctest.h>

using namespace viz;
using namespace loopscope;
using viz::testing::make_view;
using viz::testing::Sample;

namespace {

struct Walker {
    Sample sample;
    std::optional<std::size_t> from(std::size_t cursor, TaskId task,
                                    std::optional<std::size_t> (*walk)(const View&)) const {
        const World world = sample.recording.at(cursor);
        View view = make_view(sample.recording, world, cursor);
        view.selection.task = task;
        return walk(view);
    }
};

}  // namespace

TEST_CASE("from span to span forward and back one meets the same moments") {
    const Walker walker;
    std::vector<std::size_t> there;
    std::optional<std::size_t> at = 0;
    while ((at = walker.from(*at, 2, next_span))) there.push_back(*at);
    CHECK(there.size() == walker.sample.recording.lane(2)->spans.size());
    std::vector<std::size_t> back;
    at = walker.sample.recording.size();
    while ((at = walker.from(*at, 2, previous_span))) back.insert(back.begin(), *at);
    CHECK(there == back);
}

TEST_CASE("from event to event one meets every event of the task's steps and nothing of others") {
    const Walker walker;
    const Recording& recording = walker.sample.recording;
    for (const TaskId task : {1u, 2u, 6u}) {
        std::vector<std::size_t> there;
        std::optional<std::size_t> at = 0;
        while ((at = walker.from(*at, task, next_event_of_task))) {
            REQUIRE((there.empty() || *at > there.back()));
            there.push_back(*at);
        }
        for (const std::size_t cursor : there) {
            const Event& event = recording[cursor - 1];
            const bool own = recording.running_at(cursor - 1) == task || event.subject == task;
            CHECK_MESSAGE(own, "event " << cursor - 1 << " of task " << task);
        }
        std::size_t steps = 0;
        for (const std::size_t cursor : there) {
            const Event& event = recording[cursor - 1];
            steps += event.kind == EventKind::step_begin && event.subject == task ? 1 : 0;
        }
        CHECK(steps == 2);
        std::vector<std::size_t> back;
        at = recording.size();
        while ((at = walker.from(*at, task, previous_event_of_task))) back.insert(back.begin(), *at);
        CHECK(there == back);
    }
}

TEST_CASE("nobody selected, nowhere to go") {
    const Walker walker;
    for (const auto walk : {next_span, previous_span, next_event_of_task, previous_event_of_task})
        CHECK_FALSE(walker.from(10, 0, walk).has_value());
}
