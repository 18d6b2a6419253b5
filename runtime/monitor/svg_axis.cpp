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
// On the clocks: how many steps, side by side, would fill the picture; and, in widths of a step, how wide is what the
// loop does between two of them, and a standstill.
constexpr double kStepsInPicture = 150;
constexpr double kBetweenSteps = 0.4;
constexpr double kStandstill = 2;
// How far an instant may stand too far to the right, so that the steps of the one before have room. Only where the
// clock stands still while tasks run: else their times are what somebody measured.
constexpr double kLatest = 4;

// The round number (1, 2 or 5 of some power of ten) that is not below `least`.
double round_up(double least) {
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double part : {1.0, 2.0, 5.0}) {
        if (part * power >= least * 0.999'999) return part * power;
    }
    return 10 * power;
}

}  // namespace

SvgAxis::SvgAxis(const Recording& recording, const SvgOptions& options) : recording_(recording), axis_(options.axis) {
    find_standstills();
    if (axis_ != ExportAxis::step) lay_out();
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
    if (event < recording_.first()) return places_.front();
    return places_[std::min(event - recording_.first(), places_.size() - 1)];
}

// When a loop gives up it asks whoever is left to cancel, between its turns; a step or a callback asks within them.
void SvgAxis::find_standstills() {
    bool in_handle = false;
    bool gave_up = false;
    for (std::size_t at = recording_.first(); at < recording_.size(); ++at) {
        const Event& event = recording_[at];
        if (event.kind == EventKind::step_begin || event.kind == EventKind::callback_begin) in_handle = true;
        if (event.kind == EventKind::step_end || event.kind == EventKind::callback_end) in_handle = false;
        if (event.kind == EventKind::turn_begin) gave_up = false;
        const bool gives_up = event.kind == EventKind::cancel_request && low(event.b) == 0 && !in_handle && !gave_up;
        if (!gives_up) continue;
        standstills_.push_back(at);
        gave_up = true;
    }
}

double SvgAxis::standstills_before(std::size_t event) const {
    return static_cast<double>(std::ranges::upper_bound(standstills_, event) - standstills_.begin());
}

// How wide each event is, in steps. A step is as wide as another one however much happens in it.
std::vector<double> SvgAxis::units() const {
    const std::size_t first = recording_.first();
    std::vector<double> units(recording_.size() - first, 0);
    const auto spread = [&](std::size_t begin, std::size_t end, double width) {
        for (std::size_t i = begin; i < end; ++i) units[i - first] += width / static_cast<double>(end - begin);
    };
    std::size_t done = first;
    for (const std::uint32_t begin : recording_.steps()) {
        if (begin < done) continue;
        spread(done, begin, kBetweenSteps);
        std::size_t last = begin;
        while (last + 1 < recording_.size() && recording_[last].kind != EventKind::step_end &&
               recording_[last + 1].kind != EventKind::step_begin) {
            ++last;
        }
        done = last + 1;
        spread(begin, std::max<std::size_t>(step_end(begin, done), begin + 1), 1);
    }
    spread(done, recording_.size(), kBetweenSteps);
    for (const std::size_t event : standstills_) {
        if (event > first) units[event - 1 - first] += kStandstill;
    }
    return units;
}

std::vector<SvgAxis::Instant> SvgAxis::instants(const std::vector<double>& units) const {
    std::vector<Instant> instants;
    const std::size_t first = recording_.first();
    for (std::size_t i = 0; i < units.size(); ++i) {
        const std::size_t index = first + i + 1;
        const auto ns = axis_ == ExportAxis::loop ? recording_.loop_time_at(index) : run_time_at(recording_, index);
        const double time = static_cast<double>(ns) / 1e9;
        if (instants.empty() || time > instants.back().time) instants.push_back({first + i, time});
        instants.back().units += units[i];
    }
    return instants;
}

void SvgAxis::lay_out() {
    const std::vector<double> widths = units();
    const std::vector<Instant> all = instants(widths);
    if (all.empty()) {
        places_ = {0};
        return;
    }
    const double usual = std::max((all.back().time - all.front().time) / kStepsInPicture, 1e-9);
    const bool stands = axis_ == ExportAxis::loop && recording_.clock() == ClockKind::virtual_time;
    const double late = stands ? kLatest * usual : 0;
    double begin = all.front().time;
    for (std::size_t k = 0; k < all.size(); ++k) {
        const bool last = k + 1 == all.size();
        begin = std::max(begin, all[k].time);
        const double limit = last ? begin + usual * (all[k].units + 1) : all[k + 1].time + late;
        const double unit = all[k].units > 0 ? std::min(usual, (limit - begin) / all[k].units) : usual;
        const std::size_t end = last ? recording_.size() : all[k + 1].first;
        double units_so_far = 0;
        for (std::size_t i = all[k].first; i < end; ++i) {
            places_.push_back(std::min(begin + units_so_far * unit, limit));
            units_so_far += widths[i - recording_.first()];
        }
        begin = std::min(begin + units_so_far * unit, limit);
    }
    places_.push_back(begin);
}

// Step k stands from k to k + 1, and one unit further for each standstill before it.
double SvgAxis::step_place(std::size_t event) const {
    const auto number =
        static_cast<double>(recording_.step_at(std::min(event + 1, recording_.size()))) + standstills_before(event);
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

// Of a place on the step axis: the step's number, without the standstills before it.
double SvgAxis::number_at(double place) const {
    double number = place;
    for (const std::size_t event : standstills_) {
        const double end = step_place(event);
        number -= std::clamp(place - (end - 1), 0.0, 1.0);
    }
    return number;
}

std::vector<SvgAxis::Tick> SvgAxis::ticks(std::size_t most) const {
    const bool steps = axis_ == ExportAxis::step;
    double apart = round_up((to_ - from_) / static_cast<double>(std::max<std::size_t>(most, 1)));
    if (steps) apart = std::max(1.0, apart);
    const double first = std::ceil((steps ? number_at(from_) : from_) / apart - 1e-6);
    std::vector<Tick> ticks;
    // Far from zero two numbers that are one apart may be the same: so many at most, whatever they say.
    for (std::size_t i = 0; i <= most; ++i) {
        const double value = (first + static_cast<double>(i)) * apart;
        double place = value;
        if (steps)
            place += static_cast<double>(std::ranges::count_if(standstills_, [&](std::size_t event) {
                return static_cast<double>(recording_.step_at(event)) < value;
            }));
        if (place > to_ + apart * 1e-6) break;
        ticks.push_back({place, words(place)});
    }
    return ticks;
}

std::string SvgAxis::words(double place) const {
    std::array<char, 64> text;
    const double range = to_ - from_;
    place += 0.0;  // a tick at zero may come as -0
    if (axis_ == ExportAxis::step) {
        std::snprintf(text.data(), text.size(), "%.0f", number_at(place));
    } else if (range >= 0.01) {
        std::snprintf(text.data(), text.size(), range >= 10 ? "%.0f s" : range >= 1 ? "%.1f s" : "%.3f s", place);
    } else {
        std::snprintf(text.data(), text.size(), "%.3f ms", place * 1e3);
    }
    return text.data();
}

}  // namespace loopscope
