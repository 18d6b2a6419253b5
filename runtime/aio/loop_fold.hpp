// LoopFold: the figures of a LoopMonitor, folded from a recording's events as they come.
//
// A Recording answers what is; this adds up what has been: coroutines by their function, the
// longest step, how tasks ended. So nothing has to be read twice, and a recording that lets go
// of its oldest turns changes no figure.
//
// For aio's own sources.
// Thread rule: one thread at a time, the Recording's.
#pragma once
#include "aio/loop_figures.hpp"
#include "monitor/recording.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace aio::detail {

class LoopFold {
public:
    explicit LoopFold(Duration report_every) : every_(ns_of(report_every)) {}

    // REQUIRES: the events before `index` were taken. A report, if one is due before this event.
    std::optional<LoopReport> take(const loopscope::Recording& recording, std::size_t index);

    // As of the last event that was taken; `recording` may be ahead.
    TaskCounts counts(const loopscope::Recording& recording) const;
    LoopFigures loop() const { return loop_; }
    std::uint64_t loop_time() const { return loop_time_; }
    // Of a task that the recording knows of, loop time in ns.
    struct Life {
        std::uint64_t start = 0;
        std::optional<std::uint64_t> end{};
    };
    const Life* life(loopscope::TaskId task) const;
    std::size_t active_coroutines() const { return active_count_; }
    std::vector<ActiveCoroutine> active(const loopscope::Recording& recording) const;
    std::vector<CoroutineFigures> coroutines(const loopscope::Recording& recording) const;  // by place

private:
    struct Entered {
        loopscope::CoroId coro = 0;
        loopscope::SiteId defined_at = 0;
        std::uint64_t since = 0;  // loop time, ns
    };
    struct Function {
        std::size_t active = 0;
        std::size_t ended[3] = {};  // by Outcome
        std::uint64_t total = 0;
    };

    static std::uint64_t ns_of(Duration duration) {
        return static_cast<std::uint64_t>(std::max(duration, Duration{}).count());
    }
    std::optional<LoopReport> report_before(const loopscope::Recording& recording, std::uint64_t time);
    void enter(const loopscope::Event& event);
    void leave(const loopscope::Event& event);
    void finish_task(const loopscope::Event& event);
    void end(const Entered& coroutine, loopscope::Outcome how);
    void forget_old_lives(const loopscope::Recording& recording);
    void end_step(const loopscope::Recording& recording, const loopscope::Event& event);

    std::uint64_t every_;
    std::uint64_t reported_ = 0;  // periods
    std::uint64_t loop_time_ = 0;
    std::size_t taken_ = 0;
    TaskCounts ended_;
    LoopFigures loop_;
    std::uint64_t step_begun_ = 0;  // real time
    std::uint64_t held_ = 0;        // in the step that runs
    std::size_t first_kept_ = 0;
    std::unordered_map<loopscope::TaskId, Life> lives_;
    std::size_t active_count_ = 0;
    std::map<loopscope::TaskId, std::vector<Entered>> active_;  // each chain from the outermost inwards
    std::map<loopscope::SiteId, Function> functions_;
};

}  // namespace aio::detail
