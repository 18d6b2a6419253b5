// Recordings for the scenes: small programs run on virtual time, so that each is the same every time.
//
// Thread rule: none; each is run where it is asked for.
#pragma once
#include "monitor/recording.hpp"
#include "session/session.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace scenes {

enum class Program {
    primitives,  // every primitive, contended
    deadlock,    // three tasks around a table of three locks
    findings,    // much that is wrong, of several kinds
    crowd,       // 200 tasks in a tree
    long_names,  // longer than any place for them
    wide_names,  // CJK, combining characters, an emoji, a word without spaces of 300 characters
    timers,      // due in 1 ms and in 90 days
    failures,    // raised, cancelled, timed out, grouped
    prints,      // 500 lines, some very long
};

loopscope::Recording record(Program program);
// A recording with no task in it at all.
loopscope::Recording empty_recording();
// What an App is given: over from the start, as a file's.
std::unique_ptr<viz::Session> recorded_session(loopscope::Recording recording, std::string name);
// The same as a file.
void write_file(Program program, const std::filesystem::path& path);

}  // namespace scenes
