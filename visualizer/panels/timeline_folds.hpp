// The idle gaps of a run, and which of them are folded on a clock axis.
//
// A gap is a poll that waits: nobody runs, and nobody becomes ready. Gaps are found once, as
// events come. By themselves those are folded that leave the rest so little room that nothing
// of it could be seen; the reader may ask for more, for none, or open and close one.
//
// Thread rule: one thread, the Recording's.
#pragma once
#include "panels/timeline_axis.hpp"
#include "panels/timeline_scale.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <vector>

namespace viz {

struct IdleGap {
    std::uint32_t poll = 0;  // its poll_begin
    std::uint32_t end = 0;   // the event with which it was over
    double from = 0;
    double to = 0;
    double length() const { return to - from; }
};

class TimelineFolds {
public:
    static constexpr std::size_t kMost = 8;  // at the same time

    enum class Wish { by_itself, all, none };

    // Takes what is new. Of events from `known` on nothing is used.
    void refresh(const TimelineAxis& axis, const loopscope::Recording& recording, std::size_t known);
    void clear() { *this = {}; }

    std::span<const Fold> folds() const { return folds_; }
    double folded() const { return folds_.empty() ? 0 : folds_.back().before + folds_.back().length(); }
    // Gaps that touch [from, to], ascending.
    std::span<const IdleGap> gaps(double from, double to) const;
    bool is_folded(const IdleGap& gap) const;
    bool any_gap() const { return !known_[at_].gaps.empty(); }
    bool any_fold() const { return !folds_.empty(); }

    void wish(Wish wish);
    void open_or_close(const IdleGap& gap);

private:
    struct Known {
        std::vector<IdleGap> gaps;
        std::size_t read = 0;   // of the recording's stops
        std::size_t first = 0;  // the recording's, when they were read
        std::size_t limit = 0;  // events that were known then
        Wish wish = Wish::by_itself;
        std::map<std::uint32_t, bool> by_hand;  // by poll: folded or not
    };
    void read(const TimelineAxis& axis, const loopscope::Recording& recording, std::size_t known);
    void choose(double content);

    std::array<Known, 3> known_;  // by Axis
    std::size_t at_ = 0;          // the axis shown
    std::size_t limit_ = 0;       // events that were known when the folds were chosen
    bool stale_ = true;
    std::vector<Fold> folds_;
};

}  // namespace viz
