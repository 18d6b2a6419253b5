#include "monitor/export_clock.hpp"

#include <algorithm>

namespace loopscope {

ExportAxis usual_axis(const Recording& recording) {
    return recording.clock() == ClockKind::real ? ExportAxis::real : ExportAxis::loop;
}

const char* to_string(ExportAxis axis) {
    return axis == ExportAxis::loop ? "loop" : axis == ExportAxis::real ? "real" : "step";
}

std::uint64_t run_time_at(const Recording& recording, std::size_t index) {
    const std::uint64_t now = recording.real_time_at(index);
    return now - std::min(now, recording.real_time_began());
}

ExportClock::ExportClock(const Recording& recording, ExportAxis axis, std::uint64_t apart)
    : size_(recording.size()), axis_(axis) {
    const auto clock = [&](std::size_t event) -> std::uint64_t {
        if (axis == ExportAxis::step) return 0;
        return axis == ExportAxis::loop ? recording.loop_time_at(event + 1) : run_time_at(recording, event + 1);
    };
    const std::size_t first = recording.first();
    instants_.push_back({first, size_ == 0 ? 0 : clock(first)});
    for (std::size_t event = first + 1; event < size_; ++event) {
        const std::uint64_t now = clock(event);
        if (now > instants_.back().begin) instants_.push_back({event, now});
    }
    lay_out(std::max(apart, kLeast));
}

// An instant with more events than there is room for pushes the next one on.
void ExportClock::lay_out(std::uint64_t apart) {
    instants_.back().apart = apart;
    for (std::size_t i = 0; i + 1 < instants_.size(); ++i) {
        Instant& instant = instants_[i];
        Instant& next = instants_[i + 1];
        const std::uint64_t events = next.first - instant.first;
        const std::uint64_t room = next.begin > instant.begin ? next.begin - instant.begin : 0;
        instant.apart = std::clamp(room / events, kLeast, apart);
        next.begin = std::max(next.begin, instant.begin + events * instant.apart);
    }
}

std::uint64_t ExportClock::at(std::size_t event) const {
    const auto after = std::ranges::upper_bound(instants_, event, {}, &Instant::first);
    if (after == instants_.begin()) return instants_.front().begin;  // it was let go of
    const Instant& instant = *(after - 1);
    return instant.begin + (event - instant.first) * instant.apart;
}

}  // namespace loopscope
