// SvgAxis: where an event stands in the picture, and the ruler above it.
//
// Places are units on the step axis and seconds on the clocks. Between two places the picture has the same
// scale everywhere. On the clocks the steps of one instant stand side by side, all of one width where there is
// room. Where the program stood still until its loop gave up, nothing happens and no clock moves: that
// has a unit of its own, so that one sees who waited then.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "monitor/export_clock.hpp"
#include "monitor/recording.hpp"
#include "monitor/svg.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace loopscope {

class SvgAxis {
public:
    SvgAxis(const Recording& recording, const SvgOptions& options);

    double place(std::size_t event) const;  // size(): of the end; never falls
    double from() const { return from_; }
    double to() const { return to_; }  // > from()
    // Events that stand in sight: [first, last).
    std::size_t first() const { return first_; }
    std::size_t last() const { return last_; }

    struct Tick {
        double place = 0;
        std::string label;
    };
    std::vector<Tick> ticks(std::size_t most) const;
    std::string words(double place) const;  // "0.300 s", "12"

private:
    struct Instant {  // events at which the clock says the same
        std::size_t first = 0;
        double time = 0;   // s
        double units = 0;  // what its events take
    };
    void find_standstills();
    void lay_out();
    std::vector<double> units() const;
    std::vector<Instant> instants(const std::vector<double>& units) const;
    double step_place(std::size_t event) const;
    double number_at(double place) const;
    double standstills_before(std::size_t event) const;
    std::size_t step_end(std::size_t begin, std::size_t next) const;

    const Recording& recording_;
    ExportAxis axis_;
    std::vector<std::size_t> standstills_;  // the first event after each
    std::vector<double> places_;            // on the clocks: of each event from Recording::first() on, and of the end
    double from_ = 0;
    double to_ = 1;
    std::size_t first_ = 0;
    std::size_t last_ = 0;
};

}  // namespace loopscope
