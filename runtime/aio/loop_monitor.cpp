// The pump's thread appends to the recording and folds; whoever asks waits until it has what
// was recorded so far, and reads under the same mutex.
#include "aio/loop_monitor.hpp"

#include "aio/errors.hpp"
#include "aio/log.hpp"
#include "aio/loop_fold.hpp"
#include "monitor/histogram.hpp"
#include "monitor/recorder.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <optional>
#include <span>
#include <string_view>
#include <thread>
#include <utility>

namespace aio {

using loopscope::Outcome;
using loopscope::Recording;
using loopscope::TaskInfo;

namespace {

constexpr std::size_t kFewestEvents = 1 << 14;

Duration loop_ns(std::uint64_t ns) { return Duration(static_cast<Duration::rep>(ns)); }

std::vector<MonitoredTask> tasks_of(const Recording& recording, const detail::LoopFold& fold) {
    std::vector<MonitoredTask> tasks;
    for (const TaskInfo& info : recording.tasks()) {
        const auto* const life = fold.life(info.id);
        if (life == nullptr) continue;
        MonitoredTask task;
        task.id = info.id;
        task.name = recording.task_name(info.id);
        task.state = recording.state(recording.now(), recording.size(), info.id).value_or(TaskState::ready);
        task.start = loop_ns(life->start);
        if (life->end) task.end = loop_ns(*life->end);
        task.duration = loop_ns(life->end.value_or(fold.loop_time())) - task.start;
        if (task.state == TaskState::failed) task.error = recording.string(info.error);
        tasks.push_back(std::move(task));
    }
    return tasks;
}

DurationFigures durations_of(const std::vector<MonitoredTask>& tasks) {
    std::vector<std::uint64_t> sorted;
    for (const MonitoredTask& task : tasks) {
        if (task.state == TaskState::done) sorted.push_back(static_cast<std::uint64_t>(task.duration.count()));
    }
    if (sorted.empty()) return {};
    std::ranges::sort(sorted);
    const auto at = [&](double p) { return loop_ns(loopscope::percentile(sorted, p)); };
    const std::uint64_t sum = std::accumulate(sorted.begin(), sorted.end(), std::uint64_t{0});
    return {
        sorted.size(), loop_ns(sum / sorted.size()), loop_ns(sorted.front()), loop_ns(sorted.back()), at(50), at(90),
        at(99)};
}

}  // namespace

class LoopMonitor::State final : public loopscope::Sink {
public:
    explicit State(LoopMonitorOptions options) : options_(std::move(options)), fold_(options_.report_every) {
        // What comes at once must not be let go of before it is folded in.
        recording_.keep_at_most(std::max(options_.keep_events, kFewestEvents));
        pump_.emplace(recorder_, sinks());
    }

    void write(std::span<const loopscope::Event> slots) override {
        std::vector<LoopReport> reports;
        {
            const std::lock_guard lock(mutex_);
            const std::size_t before = recording_.size();
            recording_.append(slots);
            for (std::size_t i = before; i < recording_.size(); ++i) {
                if (auto report = fold_.take(recording_, i)) reports.push_back(std::move(*report));
            }
        }
        for (const LoopReport& report : reports) tell(report);
        const std::lock_guard lock(mutex_);
        taken_ += slots.size();
        caught_up_.notify_all();
    }

    // Calls ask(recording, fold) when everything is there that was recorded so far.
    template <class Ask>
    auto answer(Ask ask) {
        std::unique_lock lock(mutex_);
        if (telling_ != std::this_thread::get_id()) {
            recorder_.flush();
            const std::uint64_t wanted = recorder_.published();
            caught_up_.wait(lock, [&] { return taken_ >= wanted; });
        }
        return ask(std::as_const(recording_), std::as_const(fold_));
    }

    loopscope::Recorder& recorder() { return recorder_; }
    bool begin_run() { return !std::exchange(used_, true); }

private:
    std::vector<loopscope::Sink*> sinks() {
        std::vector<loopscope::Sink*> all{this};
        all.insert(all.end(), options_.sinks.begin(), options_.sinks.end());
        return all;
    }

    // A callback may ask the monitor itself, which must not wait for this thread then.
    void tell(const LoopReport& report) {
        if (options_.log_reports) detail::log_info(to_text(report));
        if (!options_.on_report) return;
        set_telling(std::this_thread::get_id());
        try {
            options_.on_report(report);
        } catch (const std::exception& error) {
            detail::log_warning(std::string("on_report of a loop monitor raised an exception: ") + error.what());
        } catch (...) {
            detail::log_warning("on_report of a loop monitor raised an exception");
        }
        set_telling({});
    }
    void set_telling(std::thread::id thread) {
        const std::lock_guard lock(mutex_);
        telling_ = thread;
    }

    const LoopMonitorOptions options_;
    bool used_ = false;
    std::mutex mutex_;  // of what follows, up to the recorder
    std::condition_variable caught_up_;
    std::uint64_t taken_ = 0;  // slots
    std::thread::id telling_;  // the thread that calls on_report now
    Recording recording_;
    detail::LoopFold fold_;
    loopscope::Recorder recorder_;
    std::optional<loopscope::Pump> pump_;  // last: its thread uses the rest
};

LoopMonitor::LoopMonitor(LoopMonitorOptions options) : state_(std::make_unique<State>(std::move(options))) {}

LoopMonitor::~LoopMonitor() = default;

RunOptions LoopMonitor::options(RunOptions run, std::source_location where) {
    if (run.recorder != nullptr) {
        throw UsageError(
            "these options name a recorder already: a run has one, so take the monitor's and give the "
            "others to LoopMonitorOptions::sinks",
            where, "");
    }
    if (!state_->begin_run()) throw UsageError("this monitor has a run already: make another one", where, "");
    run.recorder = &state_->recorder();
    return run;
}

loopscope::Recorder& LoopMonitor::recorder() { return state_->recorder(); }

TaskCounts LoopMonitor::counts() const {
    return state_->answer([](const Recording& recording, const auto& fold) { return fold.counts(recording); });
}

std::vector<MonitoredTask> LoopMonitor::tasks() const {
    return state_->answer([](const Recording& recording, const auto& fold) { return tasks_of(recording, fold); });
}

DurationFigures LoopMonitor::durations() const { return durations_of(tasks()); }

std::vector<ActiveCoroutine> LoopMonitor::active_coroutines() const {
    return state_->answer([](const Recording& recording, const auto& fold) { return fold.active(recording); });
}

std::vector<CoroutineFigures> LoopMonitor::coroutines() const {
    return state_->answer([](const Recording& recording, const auto& fold) { return fold.coroutines(recording); });
}

LoopFigures LoopMonitor::loop() const {
    return state_->answer([](const Recording&, const auto& fold) { return fold.loop(); });
}

std::string LoopMonitor::summary() const {
    return state_->answer([](const Recording& recording, const auto& fold) {
        LoopSummary summary;
        summary.counts = fold.counts(recording);
        summary.coroutines = fold.coroutines(recording);
        summary.loop = fold.loop();
        const std::vector<MonitoredTask> tasks = tasks_of(recording, fold);
        summary.durations = durations_of(tasks);
        for (const MonitoredTask& task : tasks) {
            if (task.state == TaskState::failed) summary.failed.push_back(task);
            if (!task.end) summary.active.push_back(task);
        }
        return to_text(summary);
    });
}

void LoopMonitor::log_summary() const {
    const std::string text = summary();
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        detail::log_info(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

const Recording& LoopMonitor::recording() const {
    return *state_->answer([](const Recording& recording, const auto&) { return &recording; });
}

}  // namespace aio
