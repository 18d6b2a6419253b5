#include "panels/task_times.hpp"

#include <algorithm>

namespace viz {
using namespace loopscope;

namespace {

// A step goes on until its step_end, a little behind the event that took its task out of the running.
std::size_t step_end(const Recording& recording, std::size_t index, std::size_t cursor) {
    constexpr std::size_t kMostBehind = 1000;
    const std::size_t last = std::min(cursor, index + kMostBehind);
    for (std::size_t at = index; at < last; ++at) {
        if (recording[at].kind == EventKind::step_end) return at + 1;
    }
    return std::min(index + 1, cursor);
}

// Adds the part of a span before the cursor.
void add(TaskStatistics& sum, const Recording& recording, const Span& span, std::size_t cursor) {
    // A span begins with its event: what the clocks said behind that one counts.
    const std::size_t begin = std::min<std::size_t>(span.begin + std::size_t{1}, cursor);
    std::size_t end = span.end == kOpen ? cursor : std::min<std::size_t>(span.end + std::size_t{1}, cursor);
    if (span.state == TaskState::running && span.end < cursor) end = step_end(recording, span.end, cursor);
    const auto passed = [&](auto clock) {
        const std::uint64_t from = (recording.*clock)(begin), to = (recording.*clock)(end);
        return to - std::min(from, to);
    };
    if (span.state == TaskState::running) {
        ++sum.steps;
        sum.run_ns += passed(&Recording::real_time_at);
    } else if (span.state == TaskState::ready) {
        sum.ready_ns += passed(&Recording::real_time_at);
    } else if (span.state == TaskState::waiting) {
        const auto reason = std::min(static_cast<std::size_t>(span.wait_reason), kWaitReasons - 1);
        sum.wait_ns[reason] += passed(&Recording::loop_time_at);
    }
}

}  // namespace

TaskStatistics TaskTimes::at(const Recording& recording, TaskId task, std::size_t cursor) {
    if (recording_ != &recording || task_ != task) sums_.clear();
    recording_ = &recording;
    task_ = task;
    const Lane* lane = recording.lane(task);
    if (sums_.empty()) sums_.emplace_back().task = task;
    if (lane == nullptr) return sums_.front();
    const std::vector<Span>& spans = lane->spans;
    const auto last = static_cast<std::size_t>(
        std::partition_point(spans.begin(), spans.end(), [&](const Span& span) { return span.begin < cursor; }) -
        spans.begin());
    // A span that is over is the same at every later cursor.
    while (sums_.size() * kStride < last) {
        TaskStatistics sum = sums_.back();
        for (std::size_t at = (sums_.size() - 1) * kStride; at < sums_.size() * kStride; ++at)
            add(sum, recording, spans[at], recording.size());
        sums_.push_back(sum);
    }
    const std::size_t block = std::min(last / kStride, sums_.size() - 1);
    TaskStatistics sum = sums_[block];
    for (std::size_t at = block * kStride; at < last; ++at) add(sum, recording, spans[at], cursor);
    return sum;
}

}  // namespace viz
