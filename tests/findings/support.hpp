// Runs a program on virtual time with a recorder, and asks what is wrong with it.
#pragma once
#include "aio/aio.hpp"
#include "monitor/diagnose.hpp"
#include "monitor/pump.hpp"
#include "monitor/recording.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace test {
using namespace std::chrono_literals;
using loopscope::Confidence;
using loopscope::Finding;
using loopscope::FindingKind;
using loopscope::Recording;

// Takes a program's events into a Recording, on the pump's thread.
struct Keep final : loopscope::Sink {
    Recording recording;
    void write(std::span<const loopscope::Event> slots) override { well = recording.append(slots) && well; }
    bool well = true;
};

// What the program throws is a part of the story and is dropped here.
inline void run_into(loopscope::Sink& sink, aio::Coro<> main, aio::RunOptions options = {}) {
    loopscope::Recorder recorder;
    const loopscope::Pump pump(recorder, {&sink});
    options.clock = aio::ClockKind::virtual_time;
    options.recorder = &recorder;
    try {
        aio::run(std::move(main), std::move(options));
    } catch (const std::exception&) {
        // as above
    }
}

inline Recording record(aio::Coro<> main, aio::RunOptions options = {}) {
    Keep keep;
    run_into(keep, std::move(main), std::move(options));
    REQUIRE(keep.well);
    return std::move(keep.recording);
}

// No step is too long here: how fast the machine is must not decide a test.
inline loopscope::FindingLimits patient() {
    loopscope::FindingLimits limits;
    limits.blocked_loop_ns = 60'000'000'000;
    return limits;
}

// A recording with what was found in it.
struct Examined {
    Recording recording;
    std::vector<Finding> findings;

    std::size_t count(FindingKind kind) const {
        return static_cast<std::size_t>(std::ranges::count(findings, kind, &Finding::kind));
    }
    const Finding& the(FindingKind kind) const {
        REQUIRE(count(kind) == 1);
        return *std::ranges::find(findings, kind, &Finding::kind);
    }
    std::string claim(const Finding& finding) const { return plain(loopscope::tell(finding, recording).claim); }
    unsigned line(const Finding& finding) const { return recording.site(finding.site).line; }
};

inline Examined examine(aio::Coro<> main, loopscope::FindingLimits limits = patient(), aio::RunOptions options = {}) {
    Examined examined{record(std::move(main), std::move(options)), {}};
    examined.findings = loopscope::diagnose(examined.recording, limits);
    return examined;
}

}  // namespace test
