#include "kit/knobs.hpp"
#include "kit/lesson.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace kit {

Knobs& Knobs::of_this_process() {
    static Knobs knobs;
    return knobs;
}

void Knobs::set(std::string name, double value) { values_.insert_or_assign(std::move(name), value); }

double Knobs::ask(std::string_view name, double fallback) {
    const auto found = values_.find(name);
    const double value = found == values_.end() ? fallback : found->second;
    // Told once: a reader wants to know which knobs there are, not how often a loop looks at one.
    const bool first = asked_.emplace(name).second;
    if (first && recorder_) {
        recorder_->record(loopscope::EventKind::knob, 0, 0, 0, recorder_->string(name),
                          std::bit_cast<std::uint64_t>(value));
    }
    return value;
}

std::vector<std::string> Knobs::unknown() const {
    std::vector<std::string> names;
    for (const auto& [name, value] : values_) {
        if (!asked_.contains(name)) names.push_back(name);
    }
    return names;
}

std::vector<std::string> Knobs::asked() const { return {asked_.begin(), asked_.end()}; }

double knob(std::string_view name, double fallback) { return Knobs::of_this_process().ask(name, fallback); }

std::uint64_t seed() { return Knobs::of_this_process().seed(); }

aio::Duration knob_seconds(std::string_view name, double fallback) {
    // A century is as good as for ever, and still fits into a count of nanoseconds.
    constexpr double kCentury = 100.0 * 365 * 24 * 3600;
    const double seconds = std::clamp(knob(name, fallback), -kCentury, kCentury);
    return aio::Duration(std::llround(seconds * 1e9));
}

}  // namespace kit
