// What the tests of a run's recording share: the run, and how to find things in what it told.
#pragma once
#include "support.hpp"

#include "monitor/pump.hpp"
#include "monitor/recording.hpp"

#include <cstdint>
#include <source_location>
#include <span>
#include <utility>
#include <vector>

namespace test {

// Keeps what a recorder gives.
struct Keep final : loopscope::Sink {
    std::vector<loopscope::Event> slots;
    void write(std::span<const loopscope::Event> more) override { slots.insert(slots.end(), more.begin(), more.end()); }
};

// Of a run on virtual time, whose main task is made at `where`.
inline std::vector<loopscope::Event> record_slots(aio::Coro<> main, aio::RunOptions options = {},
                                                  const std::source_location& where = std::source_location::current()) {
    Keep keep;
    loopscope::Recorder recorder;
    options.clock = aio::ClockKind::virtual_time;
    options.recorder = &recorder;
    options.name = "test";
    {
        const loopscope::Pump pump(recorder, {&keep});
        aio::run(std::move(main), std::move(options), where);
    }
    return std::move(keep.slots);
}

inline loopscope::Recording record(aio::Coro<> main, aio::RunOptions options = {},
                                   const std::source_location& where = std::source_location::current()) {
    loopscope::Recording recording;
    REQUIRE(recording.append(record_slots(std::move(main), std::move(options), where)));
    return recording;
}

inline std::vector<std::size_t> all_of(const loopscope::Recording& recording, loopscope::EventKind kind) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < recording.size(); ++i) {
        if (recording[i].kind == kind) found.push_back(i);
    }
    return found;
}

inline const loopscope::Event& cause_of(const loopscope::Recording& recording, std::size_t index) {
    const auto cause = recording.index_of(recording[index].cause);
    REQUIRE(cause);
    REQUIRE(*cause < index);
    return recording[*cause];
}

inline loopscope::Site site_of(const loopscope::Recording& recording, std::uint64_t id) {
    return recording.site(static_cast<loopscope::SiteId>(id));
}

}  // namespace test
