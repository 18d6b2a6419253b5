// RunOptions: what a run takes as given: its clock, its schedule, who records it, who may hold it.
//
// Thread rule: a plain value; the recorder and the control must outlive the run.
#pragma once
#include "aio/schedule.hpp"
#include "monitor/event.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace loopscope {
class Recorder;
class Control;
}  // namespace loopscope

namespace aio {

using loopscope::ClockKind;

struct RunOptions {
    // virtual_time jumps to the next timer when nothing is ready: deterministic, and 10 s take no time.
    ClockKind clock = ClockKind::real;
    loopscope::Recorder* recorder = nullptr;  // nullptr: nothing is recorded, and that costs nothing
    loopscope::Control* control = nullptr;    // nullptr: nobody can hold the program
    std::string name = "program";             // as recordings show it
    Schedule schedule{};                      // who runs next; asyncio's first come, first served
    std::uint64_t seed = 0;                   // of EventLoop::random(), which jitter and choices draw from
    // How long, really, virtual time waits for I/O that is under way before it moves. Without end by
    // default, so that no run depends on the machine's speed; then a task must not sleep while its
    // own program's I/O waits for it.
    std::chrono::nanoseconds io_patience = std::chrono::nanoseconds::max();
    // Ctrl-C cancels the main task, and run() throws Interrupted; a second one ends the process. Only
    // on the process' main thread, where nobody steers and nothing else has taken SIGINT.
    bool interrupts = true;
};

}  // namespace aio
