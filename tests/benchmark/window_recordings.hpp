// Recordings as large as a working day's, for the window's rows: many tasks that sleep, queue and lock.
//
// Thread rule: none; each is made where it is asked for.
#pragma once
#include "monitor/recording.hpp"

#include <cstddef>
#include <filesystem>

namespace bench {

// About so many events (never fewer), on virtual time, the same every time but for its real times.
loopscope::Recording large_recording(std::size_t events);
void write_large_recording(std::size_t events, const std::filesystem::path& path);

}  // namespace bench
