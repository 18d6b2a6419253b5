// TimelineAxis: where an event stands on one of the three time axes, and back.
//
// Places are numbers: steps on the step axis, seconds on the two clocks. On the
// step axis each step is one unit wide, of which it fills kStepFill. What happens
// after it in the same turn stands at its end, what happens in later turns (timers
// fire) at kLaterTurns: so a wait or a ready state that lasts for no step at all is
// still seen.
//
// While the axis changes, places are pixels on their way from the old axis to the new one. They rise with
// the events all the time, so that whatever is drawn by an axis moves along without knowing.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/lanes.hpp"
#include "monitor/recording.hpp"
#include "panels/timeline_scale.hpp"
#include "panels/view.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace viz {

// How far a change of the axis, or of its folds, has come.
struct TimelineMorph {
    Axis from_axis = Axis::step;
    PixelScale from;
    PixelScale to;
    double share = 1;  // of the way, 0 to 1
};

class TimelineAxis {
public:
    static constexpr double kStepFill = 0.6;
    static constexpr double kLaterTurns = 0.8;

    TimelineAxis(const loopscope::Recording& recording, Axis axis, const TimelineMorph* morph = nullptr)
        : recording_(recording), axis_(axis), morph_(morph) {}

    double place(std::size_t event) const;  // of one event; never falls as events go on
    // Of a cursor, which stands after `cursor` events: where the last of them stands.
    double cursor_place(std::size_t cursor) const;
    double end() const;  // of the end of the recording
    double steps_at(std::size_t cursor) const { return static_cast<double>(recording_.step_at(cursor)); }
    // Where a span ends for who has seen `cursor` events, and no more unless `future` is shown.
    double span_end(const loopscope::Span& span, std::size_t cursor, bool future) const;
    // The cursor that has seen all up to `place` and nothing after it.
    std::size_t cursor_at(double place) const { return cursor_at(place, 0); }
    std::size_t cursor_at(double place, std::size_t at_least) const;  // the same, found faster

    Axis axis() const { return axis_; }

private:
    TimelineAxis before() const { return {recording_, morph_->from_axis}; }
    TimelineAxis after() const { return {recording_, axis_}; }
    double on_the_way(double old_place, double new_place) const;
    std::size_t cursor_at_step(double place) const;
    std::uint64_t let_go() const { return recording_.step_at(recording_.first()); }  // steps
    // Where the turn ends in which the step with this number (from 0) began.
    std::size_t turn_end(std::size_t step) const;

    const loopscope::Recording& recording_;
    Axis axis_;
    const TimelineMorph* morph_;
};

struct Tick {
    double place = 0;
    std::string label;
};

// Round places for a ruler from `begin` to `end`, at most `most` of them.
std::vector<Tick> axis_ticks(Axis axis, double begin, double end, int most);
// The same for what a scale shows; none in a fold.
std::vector<Tick> axis_ticks(Axis axis, const PixelScale& scale, int most);

// "step 4" or "0.300 s".
std::string place_words(const Language& language, Axis axis, double place);

}  // namespace viz
