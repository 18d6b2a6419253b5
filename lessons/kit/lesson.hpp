// What a lesson program is made of: its voice, its knobs, and the way it starts.
//
// A lesson's main() is one line: return kit::run_lesson(argc, argv, program);
// The runner reads the command line (--link, --record, --knob, --real-time, --seed;
// --help tells them), sets up the clock and the monitor, and runs `program` on an event loop.
//
// Thread rule: the lesson's own thread.
#pragma once
#include "aio/aio.hpp"

#include <cstdint>
#include <string_view>

namespace kit {

// A number that the reader may change between runs; `fallback` unless --knob says otherwise.
// lesson.md declares its label and range. The run's recording tells which knobs were asked for.
double knob(std::string_view name, double fallback);
// The same as a span of time; the knob's unit is seconds.
aio::Duration knob_seconds(std::string_view name, double fallback);

// What --seed said, 0 without it: for the random numbers of a lesson that leaves something to chance.
std::uint64_t seed();

using Program = aio::Coro<> (*)();

// Runs a lesson; returns the process's exit status: 0 fine, 1 the program or the monitor failed,
// 2 wrong usage.
int run_lesson(int argc, char** argv, Program program);

}  // namespace kit
