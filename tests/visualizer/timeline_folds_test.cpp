// Idle gaps, folds, and the scale that leaves them out.
#include "panels/timeline_folds.hpp"
#include "visualizer/sample_recording.hpp"
#include "visualizer/timeline_streams.hpp"

#include <doctest/doctest.h>

using namespace viz;
using namespace loopscope;
using namespace viz::testing;

namespace {

TimelineFolds folds_of(const Recording& recording, Axis axis) {
    TimelineFolds folds;
    folds.refresh(TimelineAxis(recording, axis), recording, recording.size());
    return folds;
}

}  // namespace

TEST_CASE("a gap that leaves the rest no room is folded by itself, and no other") {
    const Recording recording = long_gap_run();
    const TimelineFolds folds = folds_of(recording, Axis::loop_time);
    CHECK(folds.gaps(0, 100).size() == 21);
    REQUIRE(folds.folds().size() == 1);
    CHECK(folds.folds()[0].begin == doctest::Approx(1.0));
    CHECK(folds.folds()[0].end == doctest::Approx(21.0));
}

TEST_CASE("sleeps of a like length stay as long as they are: their lengths are what one looks at") {
    const Sample sample;
    CHECK(folds_of(sample.recording, Axis::loop_time).folds().empty());
    CHECK(folds_of(sample.recording, Axis::loop_time).any_gap());
    CHECK(folds_of(long_gap_run(), Axis::step).folds().empty());
}

TEST_CASE("one gap is opened and closed by hand; all are by wish") {
    const Recording recording = long_gap_run();
    const TimelineAxis axis(recording, Axis::loop_time);
    TimelineFolds folds = folds_of(recording, Axis::loop_time);
    const auto gaps = [&] { return folds.gaps(0, 100); };
    const auto refresh = [&] { folds.refresh(axis, recording, recording.size()); };
    folds.open_or_close(gaps()[10]);
    refresh();
    CHECK_FALSE(folds.any_fold());
    folds.open_or_close(gaps()[0]);
    refresh();
    REQUIRE(folds.folds().size() == 1);
    CHECK(folds.is_folded(gaps()[0]));
    folds.wish(TimelineFolds::Wish::none);
    refresh();
    CHECK_FALSE(folds.any_fold());
    folds.wish(TimelineFolds::Wish::all);
    refresh();
    CHECK(folds.is_folded(gaps()[10]));
}

TEST_CASE("a gap that is not known yet is not folded") {
    const Recording recording = long_gap_run();
    const TimelineAxis axis(recording, Axis::loop_time);
    TimelineFolds folds;
    folds.refresh(axis, recording, recording.size());
    REQUIRE(folds.any_fold());
    folds.refresh(axis, recording, recording.size() / 4);
    CHECK_FALSE(folds.any_fold());
    CHECK(folds.gaps(0, 100).size() < 10);
    folds.refresh(axis, recording, recording.size());
    CHECK(folds.any_fold());
    CHECK(folds.gaps(0, 100).size() == 21);
}

TEST_CASE("gaps are the same whether the recording came at once or bit by bit") {
    const Recording whole = long_gap_run();
    const TimelineAxis axis(whole, Axis::loop_time);
    TimelineFolds bits;
    for (std::size_t known = 1; known <= whole.size(); known += 3) bits.refresh(axis, whole, known);
    bits.refresh(axis, whole, whole.size());
    const TimelineFolds once = folds_of(whole, Axis::loop_time);
    REQUIRE(bits.gaps(0, 100).size() == once.gaps(0, 100).size());
    for (std::size_t at = 0; at < once.gaps(0, 100).size(); ++at)
        CHECK(bits.gaps(0, 100)[at].poll == once.gaps(0, 100)[at].poll);
}

TEST_CASE("a folded gap is as wide as a fold, and every pixel leads back to its place") {
    const std::vector<Fold> folds = {{2, 10, 1, 0}, {11, 51, 2, 8}};
    const PixelScale scale = scale_of(0, 60, 100, 700, folds, 40);
    REQUIRE(scale.folds.size() == 2);
    CHECK(scale.exact(10) - scale.exact(2) == doctest::Approx(40));
    CHECK(scale.exact(51) - scale.exact(11) == doctest::Approx(40));
    CHECK(scale.exact(0) == doctest::Approx(100));
    CHECK(scale.exact(60) == doctest::Approx(700));
    double last = -1e9;
    for (float x = 40; x < 760; x += 0.7f) {
        const double place = scale.place(x);
        CHECK(place > last);
        CHECK(scale.exact(place) == doctest::Approx(static_cast<double>(x)).epsilon(1e-6));
        last = place;
    }
}

TEST_CASE("zooming keeps the place under the mouse, folds or not") {
    const std::vector<Fold> folds = {{2, 10, 1, 0}, {11, 51, 2, 8}};
    for (const bool folded : {false, true}) {
        const PixelScale scale =
            scale_of(0, 60, 100, 700, folded ? std::span<const Fold>(folds) : std::span<const Fold>(), 40);
        for (const double around : {1.0, 10.5, 55.0}) {
            const PixelScale closer = zoomed(scale, around, scale.length() / 3);
            CHECK(closer.exact(around) == doctest::Approx(scale.exact(around)));
            CHECK(closer.length() == doctest::Approx(scale.length() / 3));
        }
    }
}

TEST_CASE("a view inside of a fold shows it unfolded rather than nothing") {
    const std::vector<Fold> folds = {{2, 10, 1, 0}};
    const PixelScale scale = scale_of(3, 4, 100, 700, folds, 40);
    CHECK(scale.folds.empty());
    CHECK(scale.exact(4) == doctest::Approx(700));
}

TEST_CASE("no tick stands in a fold, and those outside are in order") {
    const std::vector<Fold> folds = {{2, 100, 1, 0}};
    const PixelScale scale = scale_of(0, 104, 0, 600, folds, 40);
    const auto ticks = axis_ticks(Axis::loop_time, scale, 10);
    CHECK(ticks.size() > 4);
    for (std::size_t at = 0; at < ticks.size(); ++at) {
        CHECK((ticks[at].place <= 2.001 || ticks[at].place >= 99.999));
        if (at > 0) CHECK(ticks[at].place > ticks[at - 1].place);
    }
}

TEST_CASE("while the axis changes, events keep their order and end where the new axis has them") {
    const Sample sample;
    const Recording& recording = sample.recording;
    const TimelineAxis steps(recording, Axis::step);
    const TimelineAxis loop(recording, Axis::loop_time);
    TimelineMorph morph{Axis::step, scale_of(0, steps.end(), 100, 700, {}, 0), scale_of(0, loop.end(), 100, 700, {}, 0),
                        0};
    for (const double share : {0.0, 0.3, 0.9, 1.0}) {
        morph.share = share;
        const TimelineAxis moving(recording, Axis::loop_time, &morph);
        double last = -1e9;
        for (std::size_t event = 0; event < recording.size(); ++event) {
            const double x = moving.place(event);
            REQUIRE(x >= last);
            last = x;
            if (share == 0) REQUIRE(x == doctest::Approx(morph.from.exact(steps.place(event))));
            if (share == 1) REQUIRE(x == doctest::Approx(morph.to.exact(loop.place(event))));
            const std::size_t cursor = moving.cursor_at(x);
            REQUIRE(cursor > event);
            if (cursor < recording.size()) REQUIRE(moving.place(cursor) > x);
        }
    }
}
