// Which lanes are shown: collapsed, pinned, filtered.
#include "panels/timeline_rows.hpp"
#include "visualizer/sample_recording.hpp"
#include "visualizer/timeline_streams.hpp"

#include <doctest/doctest.h>

using namespace viz;
using namespace loopscope;
using namespace viz::testing;

namespace {

struct Lanes {
    const Recording& recording;
    TimelineRows rows;
    explicit Lanes(const Recording& of) : recording(of) { refresh(of.size()); }
    void refresh(std::size_t cursor) {
        const World world = recording.at(cursor);
        rows.refresh(make_view(recording, world, cursor), 0);
    }
    std::vector<TaskId> shown() const {
        std::vector<TaskId> tasks;
        for (std::size_t at = 0; at < rows.size(); ++at) tasks.push_back(rows[at].task);
        return tasks;
    }
};

}  // namespace

TEST_CASE("a collapsed lane stands for all below it") {
    const Sample sample;
    Lanes lanes(sample.recording);
    CHECK(lanes.shown() == std::vector<TaskId>{1, 2, 3, 4, 5, 6});
    CHECK(lanes.rows[0].below == 5);
    lanes.rows.toggle_collapsed(1);
    lanes.refresh(10);
    CHECK(lanes.shown() == std::vector<TaskId>{1});
    CHECK(lanes.rows[0].collapsed);
    // An arrow to a hidden task leads to the lane in which it is.
    CHECK(lanes.rows.row_of(4) == 0);
    lanes.rows.toggle_collapsed(1);
    lanes.refresh(10);
    CHECK(lanes.shown().size() == 6);
}

TEST_CASE("a pinned lane stands on top, and only there") {
    const Sample sample;
    Lanes lanes(sample.recording);
    lanes.rows.toggle_pinned(4);
    lanes.refresh(10);
    CHECK(lanes.shown() == std::vector<TaskId>{4, 1, 2, 3, 5, 6});
    CHECK(lanes.rows.pinned() == 1);
    CHECK(lanes.rows.row_of(4) == 0);
    lanes.rows.toggle_pinned(4);
    lanes.refresh(10);
    CHECK(lanes.shown() == std::vector<TaskId>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("no more are pinned than leave room: the first of them goes") {
    const Sample sample;
    Lanes lanes(sample.recording);
    for (TaskId task = 1; task <= 6; ++task) lanes.rows.toggle_pinned(task);
    lanes.rows.toggle_pinned(6);
    lanes.rows.toggle_pinned(6);
    lanes.refresh(10);
    CHECK(lanes.rows.pinned() == TimelineRows::kMostPinned);
}

TEST_CASE("the filter keeps names with these letters, and their ancestors dimmed") {
    const Sample sample;
    Lanes lanes(sample.recording);
    lanes.rows.set_filter("FETCH-2");
    lanes.refresh(10);
    CHECK(lanes.shown() == std::vector<TaskId>{1, 3});
    CHECK(lanes.rows[0].dim);
    CHECK_FALSE(lanes.rows[1].dim);
    lanes.rows.set_filter("nobody is called so");
    lanes.refresh(10);
    CHECK(lanes.rows.size() == 0);
    lanes.rows.set_filter("");
    lanes.refresh(10);
    CHECK(lanes.rows.size() == 6);
}

TEST_CASE("the filter goes by the state at the cursor, and follows it") {
    const Sample sample;
    Lanes lanes(sample.recording);
    lanes.rows.set_filter("failed");
    lanes.refresh(sample.step(7));
    CHECK(lanes.shown() == std::vector<TaskId>{1, 5});
    lanes.refresh(sample.step(2));
    CHECK(lanes.shown().empty());
}

TEST_CASE("rows are made again only when they change") {
    const Recording recording = many_lanes_run(2000);
    Lanes lanes(recording);
    const std::uint64_t version = lanes.rows.version();
    for (std::size_t cursor = 0; cursor < 50; ++cursor) lanes.refresh(cursor);
    CHECK(lanes.rows.version() == version);
    lanes.rows.toggle_collapsed(1);
    lanes.refresh(0);
    CHECK(lanes.rows.version() == version + 1);
}
