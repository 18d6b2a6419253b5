#include "panels/timeline_passes.hpp"

namespace viz {
using namespace loopscope;

bool TimelinePasses::refresh(const Recording& recording, SiteId site) {
    if (site != site_) {
        site_ = site;
        taken_ = 0;
        by_task_.clear();
    }
    if (site_ == 0) return false;
    // So many take a few milliseconds: the picture stays fluid meanwhile.
    constexpr std::size_t kAtOnce = 100'000;
    const bool all = history_.update(recording, kAtOnce);
    const LinePlace* line = history_.place(site_);
    if (line == nullptr) return !all;
    for (; taken_ < line->passed.size(); ++taken_) {
        const std::uint32_t event = line->passed[taken_];
        if (const TaskId task = recording.running_at(event); task != 0) by_task_[task].push_back(event);
    }
    return !all;
}

std::span<const std::uint32_t> TimelinePasses::of(TaskId task) const {
    const auto found = by_task_.find(task);
    if (found == by_task_.end()) return {};
    return found->second;
}

}  // namespace viz
