// LoopMonitor: what the tasks and coroutines of a program do, in figures, in three lines.
//
//     aio::LoopMonitor monitor({.report_every = 1s});
//     aio::run(program(), monitor.options());
//     monitor.log_summary();
//
// It reads the recording and hooks into nothing: it keeps no loop alive, and with it a program runs
// in the same order as without. Reports and the summary go to the logger "aio", or to stderr.
//
// Thread rule: the thread of the loop, also from inside of a coroutine; any one thread before the run
// and after it. on_report is called on a thread of the monitor's own, and must not wait for the loop.
#pragma once
#include "aio/loop_figures.hpp"
#include "aio/run_options.hpp"
#include "monitor/pump.hpp"
#include "monitor/recording.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <source_location>
#include <string>
#include <vector>

namespace aio {

struct LoopMonitorOptions {
    // Of loop time; 0: no reports. A report is made when the loop's time is seen to have passed, so it is
    // late where the loop waits, or is blocked, beyond the period: it comes when that is over. A jump
    // over several periods brings one, for the last of them.
    Duration report_every{};
    bool log_reports = true;
    std::function<void(const LoopReport&)> on_report{};
    // About so many events stay in memory, the latest, at 32 bytes each and what is known of them; 16384
    // at least, loopscope::kKeepAll for all. counts(), coroutines() and loop() are of the whole run all
    // the same; tasks(), durations() and recording() are of what is kept, and a sink gets everything.
    std::size_t keep_events = 2'000'000;
    std::vector<loopscope::Sink*> sinks{};  // who else gets the events: a file, a link
};

class LoopMonitor {
public:
    explicit LoopMonitor(LoopMonitorOptions options = {});
    // REQUIRES: the run is over.
    ~LoopMonitor();
    LoopMonitor(const LoopMonitor&) = delete;
    LoopMonitor& operator=(const LoopMonitor&) = delete;

    // For aio::run: the same options, recorded by this. UsageError for a second run, which needs a
    // monitor of its own, and where the options name a recorder.
    RunOptions options(RunOptions run = {}, std::source_location where = std::source_location::current());
    loopscope::Recorder& recorder();  // for a loop that is made by hand

    // Each waits for the monitor's thread to have everything that was recorded so far.
    TaskCounts counts() const;
    std::vector<MonitoredTask> tasks() const;  // by id, oldest first
    DurationFigures durations() const;
    std::vector<ActiveCoroutine> active_coroutines() const;  // by task, outermost first
    std::vector<CoroutineFigures> coroutines() const;        // by where they are defined
    LoopFigures loop() const;
    std::string summary() const;  // several lines
    void log_summary() const;     // one entry a line

    // The whole record, for every other question. REQUIRES: the run is over.
    const loopscope::Recording& recording() const;

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace aio
