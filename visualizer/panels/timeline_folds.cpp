#include "panels/timeline_folds.hpp"

#include <algorithm>

namespace viz {
using namespace loopscope;

namespace {

constexpr double kLongerThanRest = 10;   // so many times the rest, and it is folded by itself
constexpr double kShareOfRest = 1e-3;    // less than that of a gap is no rest worth making room for
constexpr double kLeastShare = 1.0 / 8;  // of all: to fold shorter gaps makes more marks than room
constexpr std::size_t kMostAfterPoll = 64;

// The event with which a wait of the loop is over: its time has come, and nothing has run yet.
std::size_t end_of_poll(const Recording& recording, std::size_t poll, std::size_t known) {
    std::size_t end = poll;
    for (std::size_t at = poll + 1; at < known && at <= poll + kMostAfterPoll; ++at) {
        switch (recording[at].kind) {
            case EventKind::poll_end:
            case EventKind::time_moves:
                end = at;
                break;
            case EventKind::held:
            case EventKind::io_done:
            case EventKind::thread_done:
                break;
            default:
                return end;
        }
    }
    return end;
}

}  // namespace

void TimelineFolds::read(const TimelineAxis& axis, const Recording& recording, std::size_t known) {
    Known& mine = known_[at_];
    const auto stops = recording.stops();
    // What was let go of has no place any more; what is not to be known yet is forgotten.
    if (mine.first != recording.first() || mine.limit > known) {
        mine.gaps.clear();
        mine.read = 0;
        mine.first = recording.first();
    }
    mine.limit = known;
    for (; mine.read < stops.size(); ++mine.read) {
        const std::size_t poll = stops[mine.read];
        if (poll >= known) break;
        if (!waits(recording[poll])) continue;
        const std::size_t end = end_of_poll(recording, poll, known);
        if (end == poll || end + 1 >= known) break;  // not over yet
        const IdleGap gap{static_cast<std::uint32_t>(poll), static_cast<std::uint32_t>(end), axis.place(poll),
                          axis.place(end)};
        if (gap.length() <= 0) continue;
        mine.gaps.push_back(gap);
    }
}

void TimelineFolds::refresh(const TimelineAxis& axis, const Recording& recording, std::size_t known) {
    const auto at = static_cast<std::size_t>(axis.axis());
    if (at == at_ && limit_ == known && !stale_) return;
    at_ = at;
    if (axis.axis() == Axis::step) {
        folds_.clear();
    } else {
        read(axis, recording, known);
        choose(axis.cursor_place(known) - axis.place(recording.first()));
    }
    limit_ = known;
    stale_ = false;
}

void TimelineFolds::choose(double content) {
    Known& mine = known_[at_];
    folds_.clear();
    // Those that could matter, the longest first.
    std::vector<IdleGap> longest;
    for (const IdleGap& gap : mine.gaps) {
        if (gap.length() >= content * kLeastShare || mine.by_hand.contains(gap.poll)) longest.push_back(gap);
    }
    std::ranges::sort(longest, [](const IdleGap& left, const IdleGap& right) {
        return left.length() != right.length() ? left.length() > right.length() : left.poll < right.poll;
    });
    std::size_t automatic = 0;
    double rest = content;
    for (std::size_t count = 1; count <= std::min(longest.size(), kMost); ++count) {
        const IdleGap& gap = longest[count - 1];
        rest -= gap.length();
        if (gap.length() >= kLongerThanRest * rest && rest >= kShareOfRest * gap.length()) automatic = count;
    }
    std::vector<IdleGap> chosen;
    for (std::size_t at = 0; at < longest.size() && chosen.size() < kMost; ++at) {
        const auto hand = mine.by_hand.find(longest[at].poll);
        bool folded = mine.wish == Wish::all || (mine.wish == Wish::by_itself && at < automatic);
        if (hand != mine.by_hand.end()) folded = hand->second;
        if (folded) chosen.push_back(longest[at]);
    }
    std::ranges::sort(chosen, {}, &IdleGap::from);
    double before = 0;
    for (const IdleGap& gap : chosen) {
        folds_.push_back({gap.from, gap.to, gap.poll, before});
        before += gap.length();
    }
}

std::span<const IdleGap> TimelineFolds::gaps(double from, double to) const {
    const auto& all = known_[at_].gaps;
    const auto first = std::partition_point(all.begin(), all.end(), [&](const IdleGap& gap) { return gap.to < from; });
    const auto last = std::partition_point(first, all.end(), [&](const IdleGap& gap) { return gap.from <= to; });
    return {first, last};
}

bool TimelineFolds::is_folded(const IdleGap& gap) const {
    return std::ranges::any_of(folds_, [&](const Fold& fold) { return fold.event == gap.poll; });
}

void TimelineFolds::wish(Wish wish) {
    known_[at_].wish = wish;
    known_[at_].by_hand.clear();
    stale_ = true;
}

void TimelineFolds::open_or_close(const IdleGap& gap) {
    known_[at_].by_hand[gap.poll] = !is_folded(gap);
    stale_ = true;
}

}  // namespace viz
