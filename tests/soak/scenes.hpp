// What a soak round consists of: groups of tasks that use every primitive under cancellation.
//
// Each scene ends by itself if no wake-up is lost, and then checks what must hold. A task
// that is cancelled catches it and goes on: its quota must be done in the end.
#pragma once
#include "aio/aio.hpp"

#include <cstdint>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace soak {

// What does not hold; the round failed.
struct Broken : std::logic_error {
    using std::logic_error::logic_error;
};

inline void require(bool holds, const char* what) {
    if (!holds) throw Broken(what);
}

// The round's chance, and those whom the canceller may pick.
class Round {
public:
    explicit Round(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
    aio::Duration span(std::uint64_t most_us) { return std::chrono::microseconds(below(most_us + 1)); }
    // The running task may be cancelled at any time from now on.
    void expose() { exposed_.push_back(aio::current_task()); }
    const std::vector<aio::AnyTask>& exposed() const { return exposed_; }

    std::uint64_t cancelled = 0;   // requests that were met
    std::uint64_t operations = 0;  // that came to their end
    bool over = false;

private:
    std::mt19937_64 random_;
    std::vector<aio::AnyTask> exposed_;
};

using Scene = aio::Coro<> (*)(Round&);

struct NamedScene {
    const char* name;
    Scene scene;
};

// On virtual time.
const std::vector<NamedScene>& scenes();
// With threads and sockets, on the real clock.
const std::vector<NamedScene>& outside_scenes();

// `step` again and again until it has come to its end `times` times, whatever cancels it in between.
template <class Step>
aio::Coro<> persist(Round& round, int times, Step step) {
    round.expose();
    for (int done = 0; done < times;) {
        try {
            co_await step();
            ++done;
            ++round.operations;
        } catch (const aio::CancelledError&) {
            ++round.cancelled;
            while (aio::current_task().cancelling() > 0) aio::current_task().uncancel();
        }
    }
}

}  // namespace soak
