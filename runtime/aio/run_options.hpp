// RunOptions: what a run takes as given: its clock, who records it, who may hold it.
//
// Thread rule: a plain value; the recorder and the control must outlive the run.
#pragma once
#include "monitor/event.hpp"

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
};

}  // namespace aio
