#include "aio/schedule.hpp"

#include "aio/errors.hpp"

#include <memory>
#include <random>
#include <string>
#include <utility>

namespace aio {

Schedule Schedule::ask(Ask function) {
    Schedule schedule;
    schedule.ask_ = std::move(function);
    return schedule;
}

// The remainder is not quite uniform, by less than 1 in 10^17, and the same with every library;
// std::uniform_int_distribution is not.
Schedule Schedule::seeded(std::uint64_t seed) {
    return ask([random = std::mt19937_64(seed)](std::span<const Candidate> candidates) mutable {
        return static_cast<std::size_t>(random() % candidates.size());
    });
}

Schedule Schedule::scripted(std::vector<std::uint32_t> places) {
    return ask([places = std::move(places), next = std::size_t{0}](std::span<const Candidate>) mutable {
        return next < places.size() ? std::size_t{places[next++]} : std::size_t{0};
    });
}

std::size_t Schedule::choose(std::span<const Candidate> candidates) const {
    const std::size_t place = ask_(candidates);
    if (place >= candidates.size()) {
        throw UsageError("the schedule chose task " + std::to_string(place) + " where only 0 to " +
                             std::to_string(candidates.size() - 1) +
                             " could run: was the script made for this program?",
                         {}, "event_loop");
    }
    return place;
}

}  // namespace aio
