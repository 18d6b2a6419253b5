#include "panels/watched.hpp"

#include "panels/stops.hpp"

#include <algorithm>

namespace viz {
using namespace loopscope;

namespace {

// Further back nobody looks for what a value was before.
constexpr std::size_t kLookBack = 50'000;
constexpr std::size_t kMost = 16;

std::string value_before(const Recording& recording, const WatchNow& watch, std::size_t index) {
    const std::size_t end = index - std::min(index, kLookBack);
    for (std::size_t at = index; at-- > end;) {
        const Event& event = recording[at];
        if (event.kind == EventKind::watch && event.subject == watch.task && event.a == watch.name)
            return std::string(recording.text(at));
    }
    return {};
}

}  // namespace

std::vector<Watched> watched(const View& view, TaskId task) {
    std::vector<Watched> values;
    if (task == 0) return values;
    const std::size_t last_stop = stop_before(view.recording, view.cursor);
    const auto shown = view.world.watches(task);
    for (const WatchNow& watch : shown.first(std::min(shown.size(), kMost))) {
        const auto index = view.recording.index_of(watch.shown);
        if (!index || *index >= view.recording.size()) continue;
        Watched value;
        value.name = view.recording.string(watch.name);
        value.value = view.recording.text(*index);
        value.moment = *index;
        value.changed = *index >= last_stop;
        if (value.changed) value.before = value_before(view.recording, watch, *index);
        if (value.before == value.value) value.before.clear();
        values.push_back(std::move(value));
    }
    return values;
}

}  // namespace viz
