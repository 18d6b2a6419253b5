// The benchmark's table: what was measured, its budget, and its peers of the same run.
//
// Thread rule: one thread.
#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bench {

// Every row of the table, in order. A budget is DESIGN's; 0: none.
struct Row {
    std::string id;         // "switch"
    std::string what;       // "one switch, no monitor"
    std::string unit;       // "ns", "ms", "bytes"
    double budget = 0;      // at most this, in units
    double asio_ratio = 0;  // Asio's figure must be at least so many times ours
    std::string peer_of;    // whose peers to set beside it; "" for its own
};
const std::vector<Row>& rows();

// id -> peer -> value; the peer "" is ours.
using Values = std::map<std::string, std::map<std::string, double>>;

std::string as_table(const Values& values);
std::string as_json(const Values& values);

// The window's figures, by App and Offscreen; nothing where there is no EGL or no window was built.
// `verbose`: each frame's figure to stderr.
void measure_window(Values& values, bool verbose = false);
// Which switches, tasks and sleeps python3's asyncio does; empty when there is no python3.
void measure_python(Values& values);

// Registers with Google Benchmark; a benchmark is named "row id/peer".
void register_runtime();
void register_asio();
void register_echo();  // ours and Asio's
void register_monitor();
// What is measured with so many tasks, to see whether its cost grows with them.
inline constexpr std::array kManyTasks{10, 1'000, 100'000, 1'000'000};

// Not a time: resident bytes of a sleeping task, a million of them in this process.
double bytes_per_sleeping_task();

// So much of a thing an iteration does; its time is divided by it.
inline constexpr const char* kOperations = "operations";

}  // namespace bench
