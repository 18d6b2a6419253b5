// A short run, told event by event, for tests that ask what it shows.
#pragma once
#include "monitor/recorder.hpp"
#include "monitor/recording.hpp"

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string_view>

namespace sample {

using loopscope::EventKind;

// Tells a short run, event by event, and reads it back as a Recording.
class Run {
public:
    explicit Run(loopscope::ClockKind clock = loopscope::ClockKind::virtual_time) {
        recorder_.record(EventKind::loop_start, 0, 0, static_cast<std::uint8_t>(clock), recorder_.string("test"));
    }
    void create(loopscope::TaskId task, std::string_view name) {
        recorder_.record(EventKind::task_create, task, 0, 0, recorder_.string(name));
        recorder_.record(EventKind::task_ready, task, 0);
    }
    void step(loopscope::TaskId task) { recorder_.record(EventKind::step_begin, task, 0, 0, 1); }
    void suspend(loopscope::TaskId task) { recorder_.record(EventKind::step_end, task, 0); }
    void print(std::string_view line) { recorder_.record_text(EventKind::print, 1, 0, 0, 0, 0, line); }
    void checkpoint(std::string_view name) { recorder_.record(EventKind::checkpoint, 1, 0, 0, recorder_.string(name)); }
    void time(double seconds) {
        recorder_.record(EventKind::time_moves, 0, 0, 0, 0, static_cast<std::uint64_t>(seconds * 1e9));
    }
    void knob(std::string_view name, double value) {
        recorder_.record(EventKind::knob, 0, 0, 0, recorder_.string(name), std::bit_cast<std::uint64_t>(value));
    }
    void stop() { recorder_.record(EventKind::loop_stop, 0, 0); }

    const loopscope::Recording& recording() {
        recorder_.flush();
        std::array<loopscope::Event, 256> slots{};
        while (const std::size_t count = recorder_.read(slots)) {
            REQUIRE(recording_.append(std::span(slots).first(count)));
        }
        return recording_;
    }

private:
    loopscope::Recorder recorder_;
    loopscope::Recording recording_;
};

// A run of two tasks that prints four lines and takes 3 s.
inline void tell(Run& run) {
    run.create(1, "main");
    run.step(1);
    run.print("first");
    run.create(2, "helper");
    run.checkpoint("made");
    run.print("second");
    run.suspend(1);
    run.step(2);
    run.print("third");
    run.suspend(2);
    run.time(1.0);
    run.step(1);
    run.checkpoint("half");
    run.suspend(1);
    run.time(3.0);
    run.step(1);
    run.print("fourth");
    run.checkpoint("end");
    run.suspend(1);
    run.stop();
}

}  // namespace sample
