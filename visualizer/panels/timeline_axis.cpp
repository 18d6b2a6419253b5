#include "panels/timeline_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace viz {
using namespace loopscope;

double TimelineAxis::on_the_way(double old_place, double new_place) const {
    const double from = morph_->from.exact(old_place);
    return from + (morph_->to.exact(new_place) - from) * morph_->share;
}

double TimelineAxis::place(std::size_t event) const {
    if (morph_ != nullptr) return on_the_way(before().place(event), after().place(event));
    if (event >= recording_.size()) return end();
    switch (axis_) {
        case Axis::step: {
            const std::uint64_t steps = recording_.step_at(event);
            const auto begun = static_cast<double>(steps);
            if (steps <= let_go() || recording_[event].kind == EventKind::step_begin) return begun;
            return begun - 1 + (event >= turn_end(steps - 1) ? kLaterTurns : kStepFill);
        }
        case Axis::loop_time:
            return static_cast<double>(recording_.loop_time_at(event + 1)) * 1e-9;
        case Axis::real_time: {
            const std::uint64_t first = recording_.real_time_began();
            const std::uint64_t now = recording_.real_time_at(event + 1);
            return now > first ? static_cast<double>(now - first) * 1e-9 : 0;
        }
    }
    return 0;
}

double TimelineAxis::cursor_place(std::size_t cursor) const {
    if (cursor > 0) return place(cursor - 1);
    return morph_ != nullptr ? on_the_way(0, 0) : 0;
}

double TimelineAxis::span_end(const Span& span, std::size_t cursor, bool future) const {
    if (morph_ != nullptr)
        return on_the_way(before().span_end(span, cursor, future), after().span_end(span, cursor, future));
    // The step that runs now is as wide as any other, though it has not ended.
    if (axis_ == Axis::step && span.state == TaskState::running) return place(span.begin) + kStepFill;
    const double end_place = span.end == kOpen ? end() : place(span.end);
    const bool lasts = span.begin < cursor && (span.end == kOpen || span.end >= cursor);
    return lasts && !future ? std::min(end_place, cursor_place(cursor)) : end_place;
}

double TimelineAxis::end() const {
    if (morph_ != nullptr) return on_the_way(before().end(), after().end());
    if (recording_.empty()) return 0;
    if (axis_ == Axis::step) return static_cast<double>(recording_.step_at(recording_.size()));
    return place(recording_.size() - 1);
}

std::size_t TimelineAxis::turn_end(std::size_t step) const {
    const auto turns = recording_.turns();
    const auto next = std::lower_bound(turns.begin(), turns.end(), recording_.steps()[step - let_go()]);
    return next == turns.end() ? recording_.size() : *next;
}

// The list of steps is the answer, nearly: no search is needed.
std::size_t TimelineAxis::cursor_at_step(double wanted) const {
    const auto steps = recording_.steps();
    if (steps.empty()) return wanted < 0 ? 0 : recording_.size();
    wanted -= static_cast<double>(let_go());
    if (wanted < 0) return recording_.first();
    if (wanted >= static_cast<double>(steps.size())) return recording_.size();
    const auto step = static_cast<std::size_t>(wanted);
    // A place that was computed may miss itself by the last bit of a double.
    const double part = wanted - std::floor(wanted) + 1e-9;
    const std::size_t next = step + 1 < steps.size() ? steps[step + 1] : recording_.size();
    if (part >= kLaterTurns) return next;
    return part < kStepFill ? std::size_t{steps[step]} + 1 : std::min(next, turn_end(step + let_go()));
}

std::size_t TimelineAxis::cursor_at(double wanted, std::size_t at_least) const {
    if (axis_ == Axis::step && morph_ == nullptr) return std::max(at_least, cursor_at_step(wanted));
    // The first event in [from, to) whose place is beyond, or `to`. Clocks run evenly more often
    // than not, so a guess by proportion is taken in turn with halving.
    std::size_t from = std::min(at_least, recording_.size());
    std::size_t to = recording_.size();
    if (from >= to) return to;
    double low = place(from);
    double high = end();
    if (low > wanted) return from;
    if (high <= wanted) return to;
    for (bool guess = true; from < to; guess = !guess) {
        std::size_t probe = from + (to - from) / 2;
        if (guess && high > low && to - from > 16) {
            const double share = std::clamp((wanted - low) / (high - low), 0.0, 1.0);
            probe = std::min(to - 1, from + static_cast<std::size_t>(share * static_cast<double>(to - from)));
        }
        const double at = place(probe);
        if (at <= wanted) {
            from = probe + 1;
            low = at;
        } else {
            to = probe;
            high = at;
        }
    }
    return from;
}

namespace {

double tick_unit(Axis axis, double length, int most) {
    double unit = std::pow(10.0, std::floor(std::log10(length / most)));
    for (const double factor : {2.0, 2.5, 2.0, 2.0}) {  // 1, 2, 5, 10, 20
        if (length / unit <= most) break;
        unit *= factor;
    }
    return axis == Axis::step ? std::max(1.0, std::round(unit)) : unit;
}

void add_ticks(std::vector<Tick>& ticks, Axis axis, double unit, double begin, double end) {
    constexpr std::size_t kMostTicks = 200;
    const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(unit) - 1e-9)), axis == Axis::step ? 0 : 1, 9);
    // Steps are counted from 1 and step N stands at N - 1, so that round numbers are one unit to the left.
    const double shift = axis == Axis::step ? 1 : 0;
    for (double at = std::ceil((begin + shift) / unit - 1e-9); at * unit - shift <= end && ticks.size() < kMostTicks;
         ++at) {
        const double number = at * unit + 0.0;
        if (number >= shift) ticks.push_back({number - shift, fmt::format("{:.{}f}", number, digits)});
    }
}

}  // namespace

std::vector<Tick> axis_ticks(Axis axis, double begin, double end, int most) {
    std::vector<Tick> ticks;
    const double length = end - begin;
    if (!(length > 0) || !std::isfinite(length) || most < 1) return ticks;
    add_ticks(ticks, axis, tick_unit(axis, length, most), begin, end);
    return ticks;
}

std::vector<Tick> axis_ticks(Axis axis, const PixelScale& scale, int most) {
    std::vector<Tick> ticks;
    const double length = scale.length();
    if (!(length > 0) || !std::isfinite(length) || most < 1) return ticks;
    const double unit = tick_unit(axis, length, most);
    double begin = scale.begin;
    const double end = scale.place(scale.right);
    for (const Fold& fold : scale.folds) {
        if (fold.end <= begin) continue;
        if (fold.begin >= end) break;
        if (fold.begin > begin) add_ticks(ticks, axis, unit, begin, fold.begin);
        begin = fold.end;
    }
    if (begin < end) add_ticks(ticks, axis, unit, begin, end);
    return ticks;
}

std::string place_words(const Language& language, Axis axis, double place) {
    if (axis == Axis::step)
        return fill(language.text("timeline.at_step"), {{"step", fmt::format("{:.0f}", std::floor(place) + 1)}});
    return fill(language.text("timeline.at_time"), {{"time", fmt::format("{:.3f}", place)}});
}

}  // namespace viz
