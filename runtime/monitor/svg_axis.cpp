#include "monitor/svg_axis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace loopscope {
namespace {

// Of a step's unit: how much of it the step itself fills, and where later turns stand.
constexpr double kStepFill = 0.7;
constexpr double kLaterTurns = 0.85;
// Of the whole picture: how wide one event is in an instant, where there is room.
constexpr std::uint64_t kInstantParts = 1500;

std::uint64_t apart_on(const Recording& recording, ExportAxis axis) {
    if (recording.empty() || axis == ExportAxis::step) return ExportClock::kApart;
    const auto at = [&](std::size_t index) {
        return axis == ExportAxis::loop ? recording.loop_time_at(index) : recording.real_time_at(index);
    };
    const std::uint64_t begin = at(recording.first() + 1);
    const std::uint64_t end = at(recording.size());
    return std::max((end > begin ? end - begin : 0) / kInstantParts, ExportClock::kLeast);
}

// The round number (1, 2 or 5 of some power of ten) that is not below `least`.
double round_up(double least) {
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double part : {1.0, 2.0, 5.0}) {
        if (part * power >= least * 0.999'999) return part * power;
    }
    return 10 * power;
}

}  // namespace

SvgAxis::SvgAxis(const Recording& recording, const SvgOptions& options)
    : recording_(recording), axis_(options.axis), clock_(recording, options.axis, apart_on(recording, options.axis)) {
    const double begin = recording.empty() ? 0 : place(recording.first());
    const double end = std::max(place(recording.size()), begin);
    const auto place_of = [&](std::size_t index) {
        return place(std::clamp(index, recording.first(), recording.size()));
    };
    from_ = options.from ? place_of(*options.from) : begin;
    to_ = std::max(
        options.to && *options.to < recording.size() ? place_of(std::max<std::size_t>(*options.to, 1) - 1) : end,
        from_);
    // Wide enough to tell its ends apart, also far from zero.
    if (to_ <= from_) to_ = from_ + (axis_ == ExportAxis::step ? 1 : std::max(1e-6, from_ * 1e-9));
    const auto event_at = [&](double wanted) {
        std::size_t low = recording.first();
        std::size_t high = recording.size();
        while (low < high) {
            const std::size_t middle = low + (high - low) / 2;
            if (place(middle) < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    };
    first_ = event_at(from_);
    last_ = to_ >= end ? recording.size() : event_at(to_);
}

double SvgAxis::place(std::size_t event) const {
    if (axis_ == ExportAxis::step) return step_place(event);
    return static_cast<double>(clock_.at(event)) / 1e9;
}

// Step k stands from k to k + 1.
double SvgAxis::step_place(std::size_t event) const {
    const auto number = static_cast<double>(recording_.step_at(std::min(event + 1, recording_.size())));
    if (event >= recording_.size()) return number + 1;
    const auto steps = recording_.steps();
    const auto after = std::ranges::upper_bound(steps, event);
    if (after == steps.begin()) return number + kLaterTurns;
    const std::size_t begin = *(after - 1);
    if (recording_.turn_at(event + 1) != recording_.turn_at(begin + 1)) return number + kLaterTurns;
    // Within its step an event stands where it is among the events of it.
    const std::size_t next = after == steps.end() ? recording_.size() : *after;
    const std::size_t end = step_end(begin, next);
    if (event >= end) return number + kStepFill;
    return number + kStepFill * static_cast<double>(event - begin) / static_cast<double>(end - begin);
}

std::size_t SvgAxis::step_end(std::size_t begin, std::size_t next) const {
    const Lane* lane = recording_.lane(recording_[begin].subject);
    if (lane == nullptr) return next;
    const auto span = std::ranges::lower_bound(lane->spans, begin, {}, &Span::begin);
    return span == lane->spans.end() || span->begin != begin ? next : std::min<std::size_t>(span->end, next);
}

std::vector<SvgAxis::Tick> SvgAxis::ticks(std::size_t most) const {
    double apart = round_up((to_ - from_) / static_cast<double>(std::max<std::size_t>(most, 1)));
    if (axis_ == ExportAxis::step) apart = std::max(1.0, apart);
    const double first = std::ceil(from_ / apart - 1e-6);
    std::vector<Tick> ticks;
    // Far from zero two numbers that are one apart may be the same: so many at most, whatever they say.
    for (std::size_t i = 0; i <= most && (first + static_cast<double>(i)) * apart <= to_ + apart * 1e-6; ++i) {
        const double place = (first + static_cast<double>(i)) * apart;
        ticks.push_back({place, words(place)});
    }
    return ticks;
}

std::string SvgAxis::words(double place) const {
    std::array<char, 64> text;
    const double range = to_ - from_;
    place += 0.0;  // a tick at zero may come as -0
    if (axis_ == ExportAxis::step) {
        std::snprintf(text.data(), text.size(), "%.0f", place);
    } else if (range >= 0.01) {
        std::snprintf(text.data(), text.size(), range >= 10 ? "%.0f s" : range >= 1 ? "%.1f s" : "%.3f s", place);
    } else {
        std::snprintf(text.data(), text.size(), "%.3f ms", place * 1e3);
    }
    return text.data();
}

}  // namespace loopscope
